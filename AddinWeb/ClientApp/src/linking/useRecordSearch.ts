import { useEffect, useState } from 'react';
import { findRecords } from '../api/records';
import type { RecordCard, RecordKind } from '../api/types';

const kinds: RecordKind[] = ['deal', 'lead', 'project', 'person'];
const pause = 80;

interface Search {
  text: string;
  found: RecordCard[] | null;
  hasFailed: boolean;
}

/** Searches a moment after the last key; what was found before stays until the new answer is there. */
export function useRecordSearch(text: string): Search {
  const wanted = text.trim();
  const [search, setSearch] = useState<Search>({ text: '', found: null, hasFailed: false });
  useEffect(() => {
    if (!wanted) return;
    const asking = new AbortController();
    const timer = setTimeout(() => {
      findRecords(wanted, kinds, asking.signal).then(
        (page) => setSearch({ text: wanted, found: page.items, hasFailed: false }),
        () => !asking.signal.aborted && setSearch({ text: wanted, found: [], hasFailed: true }),
      );
    }, pause);
    return () => {
      clearTimeout(timer);
      asking.abort();
    };
  }, [wanted]);
  return wanted ? search : { text: '', found: null, hasFailed: false };
}
