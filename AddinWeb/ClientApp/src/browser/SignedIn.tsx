import { Button, makeStyles } from '@fluentui/react-components';
import { useEffect, useState, type ReactNode } from 'react';
import type { ApiError } from '../api/client';
import { getMe } from '../api/me';
import type { Me } from '../api/types';
import type { BrowserSignIn } from '../signIn/browserSignIn';
import { EmptyState } from '../ui/EmptyState';
import { errorOf } from '../words/sentences';
import { useWords } from '../words/words';

const useStyles = makeStyles({ page: { padding: '24px', maxWidth: '40rem', margin: '0 auto' } });

interface Props {
  signIn: BrowserSignIn;
  children: (me: Me) => ReactNode;
}

/** Nothing of the pages before somebody is signed in whom the API knows. */
export function SignedIn({ signIn, children }: Props) {
  const styles = useStyles();
  const words = useWords();
  const [state, setState] = useState<{ me: Me | null; error: ApiError | null }>({ me: null, error: null });
  const [round, setRound] = useState(0);
  useEffect(() => {
    const asking = new AbortController();
    getMe(asking.signal).then(
      (me) => setState({ me, error: null }),
      (failure) => !asking.signal.aborted && setState({ me: null, error: failure as ApiError }),
    );
    return () => asking.abort();
  }, [round]);

  if (state.me) return children(state.me);
  const isSignedOut = state.error?.code === 'sign_in_needed' || state.error?.status === 401;
  return (
    <main className={styles.page}>
      <h1>MailCrm</h1>
      {!state.error && <p role="status">{words('loading')}</p>}
      {state.error && (
        <EmptyState
          text={isSignedOut ? words('signInToSee') : errorOf(state.error, words)}
          action={
            isSignedOut
              ? { label: words('signIn'), onPress: () => void signIn.signIn() }
              : { label: words('tryAgain'), onPress: () => setRound((old) => old + 1) }
          }
        >
          {!isSignedOut && <Button onClick={() => void signIn.signOut()}>{words('signOut')}</Button>}
        </EmptyState>
      )}
    </main>
  );
}
