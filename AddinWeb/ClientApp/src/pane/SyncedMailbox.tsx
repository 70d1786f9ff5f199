import { useEffect, useState } from 'react';
import { newKey, type ApiError } from '../api/client';
import { getMailAccounts, reconnectMailbox } from '../api/mailAccounts';
import type { MailAccountList } from '../api/mailAccountTypes';
import { ReconnectNotice } from '../mailAccounts/ReconnectNotice';
import { openWindow } from '../office/host';
import { ErrorBanner } from '../ui/ErrorBanner';
import { useWords } from '../words/words';
import type { MailboxNoticeProps } from './MailboxNotice';
import { forgetOffer, isOfferForgotten } from './mailboxOffer';

const settle = 2_000;

/** The one thing that the rep should know of the synced mailbox: its sign-in is lost, or there is none yet. */
export function SyncedMailbox({ settings, session, signIn }: MailboxNoticeProps) {
  const words = useWords();
  const { list, set } = useAccounts(session.onMailbox);
  const [isForgotten, setForgotten] = useState(() => isOfferForgotten(session.user));
  // Of a shared one its steward mends nothing here, and it stands for no mailbox of her own.
  const own = list?.items.filter((account) => !account.shared);
  const lost = own?.find((account) => account.state === 'reconnect_needed');
  if (lost) {
    const reconnect = async (claims: string | null) => {
      await signIn.signIn(claims);
      const account = await reconnectMailbox(lost.id, newKey());
      set(list && { ...list, items: list.items.map((one) => (one.id === account.id ? account : one)) });
      session.refresh();
    };
    return <ReconnectNotice account={lost} reconnect={reconnect} />;
  }
  if (!list?.canConnect || own?.length !== 0 || isForgotten) return null;
  return (
    <ErrorBanner
      tone="notice"
      text={words('offerMailbox')}
      actions={[
        {
          label: words('openMailboxSync'),
          onPress: () => openWindow(`${settings.webUrl}/settings/mail-accounts`),
        },
      ]}
      dismiss={{
        label: words('dismiss'),
        onPress: () => {
          forgetOffer(session.user);
          setForgotten(true);
        },
      }}
    />
  );
}

/** The rep's mailboxes; null while not known, and where the API does not say: the pane's own states tell of that. */
function useAccounts(onMailbox: (listener: () => void) => () => void) {
  const [list, set] = useState<MailAccountList | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = () => {
      timer = undefined;
      getMailAccounts(stop.signal).then(
        (answer) => set(answer),
        (failure) => !stop.signal.aborted && [401, 403].includes((failure as ApiError).status) && set(null),
      );
    };
    read();
    // A first sync tells of every page that it stores.
    const ended = onMailbox(() => (timer ??= setTimeout(read, settle)));
    return () => {
      clearTimeout(timer);
      stop.abort();
      ended();
    };
  }, [onMailbox]);
  return { list, set };
}
