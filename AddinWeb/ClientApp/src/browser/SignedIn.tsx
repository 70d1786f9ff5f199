import { Button, makeStyles } from '@fluentui/react-components';
import { useEffect, useState, type ReactNode } from 'react';
import type { ApiError } from '../api/client';
import { getMe } from '../api/me';
import type { Me } from '../api/types';
import type { BrowserSignIn } from '../signIn/browserSignIn';
import { EmptyState } from '../ui/EmptyState';
import { ListSkeleton } from '../ui/Skeletons';
import { errorOf } from '../words/sentences';
import { useWords } from '../words/words';

const useStyles = makeStyles({
  page: { boxSizing: 'border-box', padding: '24px', maxWidth: '40rem', margin: '0 auto' },
});

interface Props {
  signIn: BrowserSignIn;
  children: (me: Me, closed: (why: ApiError) => void) => ReactNode;
}

/** Nothing of the pages before somebody is signed in whom the API knows, and nothing after the sign-in is lost. */
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

  const { me, error } = state;
  if (me) return children(me, (why) => setState({ me: null, error: why }));
  const isSignedOut = error?.status === 401 || error?.code === 'sign_in_needed';
  const again = () => {
    setState({ me: null, error: null });
    setRound((old) => old + 1);
  };
  return (
    <main className={styles.page}>
      {!error && <ListSkeleton label={words('loading')} />}
      {error && (
        <EmptyState
          isPage
          text={isSignedOut ? words('signInToSee') : errorOf(error, words, 'reading')}
          action={
            isSignedOut
              ? { label: words('signIn'), onPress: () => void signIn.signIn() }
              : { label: words('tryAgain'), onPress: again }
          }
        >
          {!isSignedOut && <Button onClick={() => void signIn.signOut()}>{words('signOut')}</Button>}
        </EmptyState>
      )}
    </main>
  );
}
