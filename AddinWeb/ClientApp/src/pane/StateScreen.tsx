import { Link } from '@fluentui/react-components';
import type { ApiError } from '../api/client';
import { EmptyState } from '../ui/EmptyState';
import { ErrorBanner } from '../ui/ErrorBanner';
import { errorOf } from '../words/sentences';
import { useWords, type Words } from '../words/words';
import type { Signing } from './useSignIn';

interface Props {
  error: ApiError;
  tryAgain: () => void;
  showDetails: () => void;
  signing: Signing;
}

/** Nothing is known of the mail: one sentence why, one button, and the details for whoever must mend it. */
export function StateScreen({ error, tryAgain, showDetails, signing }: Props) {
  const words = useWords();
  const needsUser = error.code === 'sign_in_needed';
  return (
    <EmptyState
      text={textOf(error, words)}
      action={
        needsUser ? { label: words('signIn'), onPress: signing.start } : { label: words('tryAgain'), onPress: tryAgain }
      }
    >
      {needsUser ? <SignInTrouble signing={signing} /> : <DetailsButton onPress={showDetails} />}
    </EmptyState>
  );
}

function SignInTrouble({ signing }: { signing: Signing }) {
  const words = useWords();
  return signing.error && <ErrorBanner text={errorOf(signing.error, words, 'reading')} />;
}

function DetailsButton({ onPress }: { onPress: () => void }) {
  const words = useWords();
  return (
    <Link as="button" onClick={onPress}>
      {words('details')}
    </Link>
  );
}

/** The mail stands, but the line or the sign-in is lost: what was done waits. */
export function StateBanner({ error, waiting, tryAgain, showDetails, signing }: Omit<Props, 'error'> & StateOf) {
  const words = useWords();
  const isWaiting = waiting > 0 && (!error || (error.isPassing && error.status !== 429));
  const actions = [
    { label: words('tryAgain'), onPress: tryAgain },
    ...(error ? [{ label: words('details'), onPress: showDetails }] : []),
  ];
  if (isWaiting)
    return <ErrorBanner tone="notice" text={words('offlineWaiting', { count: waiting })} actions={actions} />;
  if (!error) return null;
  if (error.code === 'sign_in_needed') {
    const text = signing.error ? errorOf(signing.error, words, 'reading') : words('signedOut');
    return <ErrorBanner tone="notice" text={text} actions={[{ label: words('signIn'), onPress: signing.start }]} />;
  }
  return <ErrorBanner tone={error.isPassing ? 'notice' : 'error'} text={textOf(error, words)} actions={actions} />;
}

// Of what Outlook's sign-in failed with, the details tell.
const textOf = (error: ApiError, words: Words): string =>
  error.isOfSignIn && error.code !== 'sign_in_needed' ? words('step_signIn') : errorOf(error, words, 'repeated');

interface StateOf {
  error: ApiError | null;
  /** actions that wait for the connection */
  waiting: number;
}
