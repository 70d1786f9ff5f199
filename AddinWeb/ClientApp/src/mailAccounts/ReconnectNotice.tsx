import { useState } from 'react';
import type { ApiError } from '../api/client';
import type { MailAccount } from '../api/mailAccountTypes';
import { ErrorBanner } from '../ui/ErrorBanner';
import { useWords } from '../words/words';
import { mailboxErrorOf, troubleOf } from './trouble';

interface Props {
  account: MailAccount;
  /** signs in with these claims, and goes on; throws ApiError */
  reconnect: (claims: string | null) => Promise<void>;
}

/** Why the mailbox's sign-in is lost, and the one click that mends it (R63). */
export function ReconnectNotice({ account, reconnect }: Props) {
  const words = useWords();
  const [doing, setDoing] = useState<{ isBusy: boolean; error: ApiError | null }>({ isBusy: false, error: null });
  const { isBusy, error } = doing;
  const start = () => {
    if (isBusy) return;
    setDoing({ isBusy: true, error: null });
    // What the last try was refused for counts, not what was wrong before it.
    const refused = error?.problem;
    reconnect(refused ? (refused.claims ?? null) : account.claims).then(
      () => setDoing({ isBusy: false, error: null }),
      (failure) => setDoing({ isBusy: false, error: failure as ApiError }),
    );
  };
  const why = error ? mailboxErrorOf(error, words) : troubleOf(account.trouble ?? '', words);
  return (
    <ErrorBanner
      tone="notice"
      text={why}
      actions={[{ label: words(isBusy ? 'reconnecting' : 'reconnect'), onPress: start }]}
    />
  );
}
