import { useState } from 'react';
import { ApiError } from '../api/client';
import { wakeEvents } from '../api/events';
import type { NestedSignIn } from '../signIn/nestedSignIn';
import type { PaneSession } from './session';

export interface Signing {
  start: () => void;
  /** with what the mailbox demands of the sign-in */
  startWith: (claims: string | null | undefined) => void;
  error: ApiError | null;
}

/** Sign-in by the press of a button: a window may open, and what waited goes on. */
export function useSignIn(signIn: NestedSignIn, session: PaneSession): Signing {
  const [error, setError] = useState<ApiError | null>(null);
  const startWith = (claims: string | null | undefined) => {
    setError(null);
    signIn.signIn(claims).then(
      () => {
        session.refresh();
        wakeEvents();
      },
      (failure) => setError(failure as ApiError),
    );
  };
  return { start: () => startWith(null), startWith, error };
}
