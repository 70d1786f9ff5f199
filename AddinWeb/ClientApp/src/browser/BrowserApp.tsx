import { FluentProvider } from '@fluentui/react-components';
import { useSyncExternalStore } from 'react';
import { BrowserRouter, Navigate, Route, Routes } from 'react-router';
import type { PublicSettings, RecordKind } from '../api/types';
import { pathOf } from '../api/actions';
import { RecordList } from '../records/RecordList';
import { RecordPage } from '../records/RecordPage';
import { SaidRegion } from '../records/said';
import type { BrowserSignIn } from '../signIn/browserSignIn';
import { darkTheme, lightTheme } from '../ui/themes';
import { Live } from './Live';
import { NotFound } from './NotFound';
import { Shell } from './Shell';
import { SignedIn } from './SignedIn';

const kinds = Object.keys(pathOf) as RecordKind[];

/** The browser pages: which page for which address. */
export function BrowserApp({ signIn }: { settings: PublicSettings; signIn: BrowserSignIn }) {
  return (
    <FluentProvider theme={useDark() ? darkTheme : lightTheme}>
      <BrowserRouter>
        <SignedIn signIn={signIn}>
          {(me) => (
            <Live>
              <SaidRegion>
                <Shell me={me} signOut={() => void signIn.signOut()}>
                  <Routes>
                    <Route path="/" element={<Navigate to="/deals" replace />} />
                    {kinds.flatMap((kind) => [
                      <Route key={kind} path={`/${pathOf[kind]}`} element={<RecordList key={kind} kind={kind} />} />,
                      <Route key={`${kind} page`} path={`/${pathOf[kind]}/:id`} element={<RecordPage kind={kind} />} />,
                    ])}
                    <Route path="*" element={<NotFound />} />
                  </Routes>
                </Shell>
              </SaidRegion>
            </Live>
          )}
        </SignedIn>
      </BrowserRouter>
    </FluentProvider>
  );
}

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
