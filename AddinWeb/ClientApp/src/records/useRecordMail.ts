import { useCallback, useEffect, useRef, useState } from 'react';
import type { ApiError } from '../api/client';
import { getRecordMail } from '../api/records';
import type { RecordKind, RecordMessage } from '../api/types';

export interface RecordMail {
  messages: RecordMessage[] | null;
  hasMore: boolean;
  error: ApiError | null;
  /** how many vanished at the last reading: taken back, deleted or unlinked while the page stood open */
  vanished: number;
  more: () => void;
  again: () => void;
}

/**
 * The mail of one record. What is no longer in the API's answer is gone from here with it: the list holds the last
 * answer and nothing else (R4).
 */
export function useRecordMail(kind: RecordKind, id: string): RecordMail {
  const [state, setState] = useState<Omit<RecordMail, 'more' | 'again'> & { key: string; cursor: string | null }>(
    empty(`${kind}/${id}`),
  );
  const key = `${kind}/${id}`;
  const count = useRef(0);
  const asking = useRef<AbortController>(null);

  const read = useCallback(
    async (wanted: number) => {
      asking.current?.abort();
      const now = (asking.current = new AbortController());
      try {
        const rows: RecordMessage[] = [];
        let cursor: string | null = null;
        do {
          const page = await getRecordMail(kind, id, cursor ?? undefined, now.signal);
          rows.push(...page.items);
          cursor = page.nextCursor;
        } while (cursor && rows.length < wanted);
        if (now.signal.aborted) return;
        count.current = rows.length;
        setState((old) => {
          const there = new Set(rows.map((row) => row.id));
          const before = old.key === key ? (old.messages ?? []) : [];
          const vanished = before.filter((row) => !there.has(row.id)).length;
          return { key, messages: rows, cursor, hasMore: cursor !== null, error: null, vanished };
        });
      } catch (failure) {
        if (now.signal.aborted) return;
        const error = failure as ApiError;
        const isGone = error.status === 404 || error.status === 403;
        setState((old) => (isGone || old.key !== key ? { ...empty(key), error } : { ...old, error }));
      }
    },
    [kind, id, key],
  );

  useEffect(() => {
    void read(0);
    return () => asking.current?.abort();
  }, [read]);

  const again = useCallback(() => void read(count.current), [read]);
  const more = useCallback(() => void read(count.current + 1), [read]);
  const mine = state.key === key ? state : empty(key);
  return { ...mine, more, again };
}

const empty = (key: string) => ({
  key,
  messages: null,
  cursor: null,
  hasMore: false,
  error: null,
  vanished: 0,
});
