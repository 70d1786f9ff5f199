import { FluentProvider } from '@fluentui/react-components';
import { useSyncExternalStore, type ReactNode } from 'react';
import { BrowserRouter, Navigate, Route, Routes } from 'react-router';
import { pathOf } from '../api/paths';
import type { Me, RecordKind, RecordMessage } from '../api/types';
import { OwnMailContext } from '../records/ownMail';
import { RecordList } from '../records/RecordList';
import { RecordPage } from '../records/RecordPage';
import { SaidRegion } from '../records/said';
import type { BrowserSignIn, SignInWish } from '../signIn/browserSignIn';
import { darkTheme, lightTheme } from '../ui/themes';
import { Guard } from './Guard';
import { IntakeLog } from './IntakeLog';
import { IntakeMail } from './IntakeMail';
import { Live } from './Live';
import { MailAccounts } from './MailAccounts';
import { MailSettings } from './MailSettings';
import { NeverCapture } from './NeverCapture';
import { NotFound } from './NotFound';
import { OwnMail } from './OwnMail';
import { Review } from './Review';
import { SenderAddresses } from './SenderAddresses';
import { SharedMail } from './SharedMail';
import { SharedMailboxes } from './SharedMailboxes';
import { Shell } from './Shell';
import { SignedIn } from './SignedIn';
import { Teams } from './Teams';
import { Users } from './Users';

const kinds = Object.keys(pathOf) as RecordKind[];

/** The browser pages: themed, guarded, behind the sign-in. */
export function BrowserApp({ signIn }: { signIn: BrowserSignIn }) {
  return (
    <Themed>
      <Guard>
        <BrowserRouter>
          <SignedIn signIn={signIn}>
            {(me, closed) => (
              <Live closed={closed}>
                <SaidRegion>
                  <Shell me={me} signOut={() => void signIn.signOut()}>
                    <Pages me={me} signIn={signIn.signIn} />
                  </Shell>
                </SaidRegion>
              </Live>
            )}
          </SignedIn>
        </BrowserRouter>
      </Guard>
    </Themed>
  );
}

/** Which page for which address; AddinWeb/Pages/BrowserPages.cs serves these addresses. */
export const Pages = ({ me, signIn }: { me: Me; signIn: (wish: SignInWish) => Promise<void> }) => (
  <OwnMailContext value={ownMail}>
    <Routes>
      <Route path="/" element={<Navigate to="/deals" replace />} />
      {kinds.flatMap((kind) => [
        <Route key={kind} path={`/${pathOf[kind]}`} element={<RecordList key={kind} kind={kind} />} />,
        <Route key={`${kind} page`} path={`/${pathOf[kind]}/:id`} element={<RecordPage kind={kind} />} />,
      ])}
      <Route path="/review" element={<Review />} />
      <Route path="/shared" element={<SharedMail />} />
      <Route path="/intake-log" element={<IntakeLog me={me} />} />
      <Route path="/intake-log/:id" element={<IntakeMail me={me} />} />
      <Route path="/settings" element={<Navigate to="/settings/mail" replace />} />
      <Route path="/settings/mail" element={<MailSettings />} />
      <Route path="/settings/mail-accounts" element={<MailAccounts me={me} signIn={signIn} />} />
      <Route path="/settings/sender-addresses" element={<SenderAddresses />} />
      <Route path="/settings/never-capture" element={<NeverCapture me={me} />} />
      <Route path="/admin" element={<Navigate to="/admin/teams" replace />} />
      <Route path="/admin/teams" element={<Teams me={me} />} />
      <Route path="/admin/users" element={<Users me={me} />} />
      <Route path="/admin/shared-mailboxes" element={<SharedMailboxes me={me} />} />
      <Route path="*" element={<NotFound />} />
    </Routes>
  </OwnMailContext>
);

const ownMail = ({ id }: RecordMessage, changed: () => void, body: ReactNode) => (
  <OwnMail id={id} changed={changed}>
    {body}
  </OwnMail>
);

/** Light or dark, as the system is. */
export const Themed = ({ children }: { children: ReactNode }) => (
  <FluentProvider theme={useDark() ? darkTheme : lightTheme}>{children}</FluentProvider>
);

const preference = () => window.matchMedia('(prefers-color-scheme: dark)');

function useDark(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const query = preference();
      query.addEventListener('change', changed);
      return () => query.removeEventListener('change', changed);
    },
    () => preference().matches,
  );
}
