import { useRef } from 'react';
import { getRecordMail } from '../api/records';
import type { RecordKind, RecordMessage } from '../api/types';
import { useAsked, type Asked } from './useAsked';
import { readPages } from './usePages';

export interface MailRows {
  messages: RecordMessage[];
  hasMore: boolean;
  /** how many went while the page stood open: taken back, deleted or unlinked */
  vanished: number;
}

/**
 * The mail of one record. What is no longer in the API's answer is gone from here with it: this holds the last answer
 * and nothing else (R4).
 */
export function useRecordMail(kind: RecordKind, id: string): Asked<MailRows> & { more: () => void } {
  const wanted = useRef(1);
  const asked = useAsked<MailRows>(`mail ${kind}/${id}`, async (signal, before) => {
    const atLeast = Math.max(wanted.current, before?.messages.length ?? 0);
    const { items, hasMore } = await readPages(
      (cursor, stop) => getRecordMail(kind, id, cursor, stop),
      atLeast,
      signal,
    );
    const there = new Set(items.map((one) => one.id));
    const last = items.at(-1)?.date ?? '';
    // What newer mail pushed below the end of the list has not gone.
    const went = before?.messages.filter((one) => !there.has(one.id) && (!hasMore || one.date > last)) ?? [];
    return { messages: items, hasMore, vanished: (before?.vanished ?? 0) + went.length };
  });
  const more = () => {
    wanted.current = (asked.value?.messages.length ?? 0) + 1;
    asked.again();
  };
  return { ...asked, more };
}
