import { useCallback, useEffect, useRef, useState } from 'react';
import type { ApiError } from '../api/client';

const retryIn = 5_000;

export interface Asked<T> {
  value: T | null;
  error: ApiError | null;
  isLoading: boolean;
  again: () => void;
  set: (value: T) => void;
}

/**
 * An answer of the API for as long as it is the answer to `key`: another key shows nothing of the one before, and a
 * late answer is dropped. A failed repeat takes the old answer away when it says that the thing is gone or closed; one
 * that failed in passing is tried again.
 */
export function useAsked<T>(key: string, ask: (signal: AbortSignal, before: T | null) => Promise<T>): Asked<T> {
  const [state, setState] = useState<{ key: string; value: T | null; error: ApiError | null }>(empty(key));
  const latestAsk = useRef(ask);
  const run = useRef<() => void>(() => undefined);
  useEffect(() => {
    latestAsk.current = ask;
  });
  useEffect(() => {
    const asking = new AbortController();
    let before: T | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = async () => {
      clearTimeout(timer);
      try {
        const value = await latestAsk.current(asking.signal, before);
        if (asking.signal.aborted) return;
        before = value;
        setState({ key, value, error: null });
      } catch (failure) {
        if (asking.signal.aborted) return;
        const error = failure as ApiError;
        const isClosed = [401, 403, 404].includes(error.status);
        if (isClosed) before = null;
        setState((old) => ({ key, value: isClosed || old.key !== key ? null : old.value, error }));
        if (error.isPassing) timer = setTimeout(run.current, error.retryAfter ? error.retryAfter * 1_000 : retryIn);
      }
    };
    run.current = inTurn(read, asking.signal);
    run.current();
    return () => {
      clearTimeout(timer);
      asking.abort();
    };
  }, [key]);
  const again = useCallback(() => run.current(), []);
  const set = useCallback((value: T) => setState({ key, value, error: null }), [key]);
  const mine = state.key === key ? state : empty<T>(key);
  return { value: mine.value, error: mine.error, isLoading: !mine.value && !mine.error, again, set };
}

const empty = <T>(key: string) => ({ key, value: null as T | null, error: null as ApiError | null });

/** One reading at a time, and one more after it where it was asked for meanwhile: a storm of events starves none. */
function inTurn(read: () => Promise<void>, signal: AbortSignal): () => void {
  let isReading = false;
  let isStale = false;
  return async () => {
    isStale = true;
    if (isReading) return;
    isReading = true;
    while (isStale && !signal.aborted) {
      isStale = false;
      await read();
    }
    isReading = false;
  };
}
