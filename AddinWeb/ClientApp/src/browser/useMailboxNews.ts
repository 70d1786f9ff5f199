import { useEffect, useRef } from 'react';
import { useLive } from '../records/live';

const shortest = 2_000;
const longest = 20_000;

/**
 * Reads anew when something happened to a mailbox, and now and then all the same. A first sync tells of every page that
 * it stores: what comes closer together is read once.
 */
export function useMailboxNews(again: () => void): void {
  const last = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const read = () => {
    clearTimeout(timer.current);
    timer.current = undefined;
    last.current = Date.now();
    again();
  };
  useLive((event) => {
    if (event.kind !== 'mail_account' || timer.current !== undefined) return;
    timer.current = setTimeout(read, Math.max(0, last.current + shortest - Date.now()));
  }, read);
  useEffect(() => {
    const poll = setInterval(() => !document.hidden && again(), longest);
    return () => {
      clearInterval(poll);
      clearTimeout(timer.current);
    };
  }, [again]);
}
