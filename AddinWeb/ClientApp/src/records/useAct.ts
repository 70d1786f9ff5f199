import { useRef, useState } from 'react';
import { newKey, type ApiError } from '../api/client';
import type { Written } from '../api/types';
import { useWords } from '../words/words';
import { useSay } from './said';

/**
 * One write with what it came to said at the foot of the page. The same words sent again are the same act.
 * `failed`: read anew what was to be changed.
 */
export function useAct(failed?: () => void) {
  const words = useWords();
  const say = useSay();
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const attempt = useRef({ sent: '', key: '' });

  const act = async <T extends Written>(
    sent: unknown,
    write: (key: string) => Promise<T>,
    done: (written: T) => { said?: string; undone?: () => void },
  ) => {
    if (isBusy) return;
    const text = JSON.stringify(sent);
    if (attempt.current.sent !== text) attempt.current = { sent: text, key: newKey() };
    setBusy(true);
    setError(null);
    try {
      const written = await write(attempt.current.key);
      attempt.current = { sent: '', key: '' };
      const { said = words('said_saved'), undone } = done(written);
      say(said, written.change?.undoUntil ? written.change.id : null, undone);
    } catch (failure) {
      setError(failure as ApiError);
      failed?.();
    }
    setBusy(false);
  };
  return { act, isBusy, error };
}
