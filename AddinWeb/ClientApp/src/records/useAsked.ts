import { useCallback, useEffect, useState } from 'react';
import type { ApiError } from '../api/client';

export interface Asked<T> {
  value: T | null;
  error: ApiError | null;
  isLoading: boolean;
  again: () => void;
  set: (value: T) => void;
}

/**
 * An answer of the API for as long as it is the answer to `key`: another key shows nothing of the one before, and a
 * late answer is dropped. A failed repeat takes the old answer away when it says that the thing is gone.
 */
export function useAsked<T>(key: string, ask: (signal: AbortSignal) => Promise<T>): Asked<T> {
  const [state, setState] = useState<{ key: string; value: T | null; error: ApiError | null }>({
    key,
    value: null,
    error: null,
  });
  const [round, setRound] = useState(0);
  useEffect(() => {
    const asking = new AbortController();
    ask(asking.signal).then(
      (value) => !asking.signal.aborted && setState({ key, value, error: null }),
      (failure) => {
        if (asking.signal.aborted) return;
        const error = failure as ApiError;
        const isGone = error.status === 404 || error.status === 403;
        setState((old) => ({ key, value: isGone || old.key !== key ? null : old.value, error }));
      },
    );
    return () => asking.abort();
    // `ask` is new at every render; what it asks for is in `key`.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key, round]);
  const again = useCallback(() => setRound((old) => old + 1), []);
  const set = useCallback((value: T) => setState({ key, value, error: null }), [key]);
  const isMine = state.key === key;
  return {
    value: isMine ? state.value : null,
    error: isMine ? state.error : null,
    isLoading: !isMine || (!state.value && !state.error),
    again,
    set,
  };
}
