import { EmptyState } from '../ui/EmptyState';
import { ErrorBanner } from '../ui/ErrorBanner';
import { useWords } from '../words/words';
import type { Doing } from './MailboxStatus';
import { mailboxErrorOf, needsReconnect } from './trouble';

interface Props {
  /** false: whoever runs this MailCrm has not set it up for that */
  canConnect: boolean;
  doing: Doing | null;
  connect: () => void;
  signIn: () => void;
}

/** No mailbox yet: what connecting it means, and what stood in the way. */
export function ConnectMailbox({ canConnect, doing, connect, signIn }: Props) {
  const words = useWords();
  const error = doing?.error ?? null;
  const isBusy = doing !== null && !error;
  if (!canConnect) return <EmptyState text={words('trouble_unavailable')} />;
  return (
    <>
      <EmptyState
        text={words('noMailbox')}
        action={{
          label: words(isBusy ? 'connecting' : 'connectMailbox'),
          onPress: () => !isBusy && connect(),
        }}
      />
      {error && (
        <ErrorBanner
          text={mailboxErrorOf(error, words)}
          actions={needsReconnect(error) ? [{ label: words('signInAgain'), onPress: signIn }] : []}
        />
      )}
    </>
  );
}
