import { useRef } from 'react';
import type { Page } from '../api/types';
import { useAsked, type Asked } from './useAsked';

interface Rows<T> {
  items: T[];
  hasMore: boolean;
}

/** A list of the API from its first page on; read anew it is as long as it was. `T[]` is the last answer alone. */
export function usePages<T>(
  key: string,
  page: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<T>>,
): Asked<Rows<T>> & { more: () => void } {
  const wanted = useRef(1);
  const asked = useAsked<Rows<T>>(key, (signal, before) =>
    readPages(page, Math.max(wanted.current, before?.items.length ?? 0), signal),
  );
  const more = () => {
    wanted.current = (asked.value?.items.length ?? 0) + 1;
    asked.again();
  };
  return { ...asked, more };
}

export async function readPages<T>(
  page: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<T>>,
  atLeast: number,
  signal: AbortSignal,
): Promise<Rows<T>> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const next: Page<T> = await page(cursor ?? undefined, signal);
    items.push(...next.items);
    cursor = next.nextCursor;
  } while (cursor && items.length < atLeast);
  return { items, hasMore: cursor !== null };
}
