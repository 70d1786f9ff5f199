import type { Notice } from '../api/types';
import { ErrorBanner } from '../ui/ErrorBanner';
import { hasWord, useWords } from '../words/words';

/** What the rep should know of this mail; a code younger than these pages says nothing. */
export function Notices({ notices }: { notices: Notice[] }) {
  const words = useWords();
  return notices.map((notice) => {
    const key = `notice_${notice.code}`;
    if (!hasWord(key)) return null;
    const names = [...(notice.records ?? []).map((record) => record.name), ...(notice.addresses ?? [])].join(', ');
    return <ErrorBanner key={notice.code} tone="notice" text={words(key, { names })} />;
  });
}
