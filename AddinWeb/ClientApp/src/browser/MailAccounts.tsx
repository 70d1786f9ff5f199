import { Fragment, useEffect, useState } from 'react';
import { ApiError, newKey } from '../api/client';
import { connectMailbox, getMailAccounts, reconnectMailbox } from '../api/mailAccounts';
import type { MailAccount, MailAccountList } from '../api/mailAccountTypes';
import type { Me } from '../api/types';
import { ConnectMailbox } from '../mailAccounts/ConnectMailbox';
import type { Doing } from '../mailAccounts/MailboxStatus';
import { MailboxTitle } from '../mailAccounts/MailboxTitle';
import { dropResume, keepResume, resumeOf } from '../mailAccounts/resume';
import { needsReconnect } from '../mailAccounts/trouble';
import { AskedState } from '../records/AskedState';
import { useSay } from '../records/said';
import { useAsked } from '../records/useAsked';
import type { SignInWish } from '../signIn/browserSignIn';
import { useWords } from '../words/words';
import { SettingsFrame } from './SettingsFrame';
import { SyncedMailbox } from './SyncedMailbox';
import { useMailboxNews } from './useMailboxNews';

interface Props {
  me: Me;
  /** leads away from the page, and back to it */
  signIn: (wish: SignInWish) => Promise<void>;
}

/** The rep's synced mailbox: connect it, choose from it, watch it (R60, R61, R63, R69). Shared ones stand below (S15). */
export function MailAccounts({ me, signIn }: Props) {
  const words = useWords();
  const say = useSay();
  const accounts = useAsked<MailAccountList>('mail accounts', getMailAccounts);
  const [resumed] = useState(() => resumeOf(me.id));
  const [key] = useState(newKey);
  const [doing, setDoing] = useState<Doing | null>(resumed && { act: actOf(resumed.account), error: null });
  const [isNew, setNew] = useState(false);
  useMailboxNews(accounts.again);
  const items = accounts.value?.items ?? [];
  const [own, shared] = [items.filter((one) => !one.shared), items.filter((one) => one.shared)];

  const fail = (act: Doing['act']) => (failure: unknown) => setDoing({ act, error: asApiError(failure) });
  const write = (account: string | null, as: string) =>
    (account ? reconnectMailbox(account, as) : connectMailbox(as)).then(
      (is) => {
        setDoing(null);
        accounts.set({ items: [is, ...shared], nextCursor: null, canConnect: true });
        // A reading that began before it would say the old.
        accounts.again();
        if (account) say(words('said_reconnected'), null);
      },
      fail(actOf(account)),
    );
  const connect = () => {
    setNew(true);
    setDoing({ act: 'connect', error: null });
    void write(null, newKey());
  };
  const signInFor = (account: MailAccount | null) => {
    const act = actOf(account?.id ?? null);
    const claims = doing?.error?.problem?.claims ?? account?.claims;
    keepResume({ user: me.id, account: account?.id ?? null });
    // A sign-in that was not good enough a moment ago comes back the same unless it is made anew.
    const wish = { claims, user: me.email, isAnew: !claims && needsReconnect(doing?.error ?? null) };
    setDoing({ act, error: null });
    signIn(wish).catch(fail(act));
  };
  useEffect(() => {
    dropResume();
    if (resumed) void write(resumed.account, key);
    // Once: what the page went away for.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  return (
    <SettingsFrame title="mailboxSync">
      <AskedState asked={accounts} />
      {accounts.value && own.length === 0 && (
        <ConnectMailbox
          canConnect={accounts.value.canConnect}
          doing={doing}
          connect={connect}
          signIn={() => signInFor(null)}
        />
      )}
      {own.map((account) => (
        <Fragment key={account.id}>
          {shared.length > 0 && <MailboxTitle account={account} />}
          <SyncedMailbox
            account={account}
            doing={doing}
            isNew={isNew}
            reconnect={() => signInFor(account)}
            changed={accounts.again}
          />
        </Fragment>
      ))}
      {shared.map((account) => (
        <Fragment key={account.id}>
          <MailboxTitle account={account} />
          <SyncedMailbox account={account} changed={accounts.again} />
        </Fragment>
      ))}
    </SettingsFrame>
  );
}

const actOf = (account: string | null) => (account ? 'reconnect' : 'connect');

const asApiError = (failure: unknown): ApiError =>
  // The sign-in service's own library fails in ways of its own: it could not be asked.
  failure instanceof ApiError ? failure : new ApiError('offline');
