import { Link, makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import type { Action } from '../api/actions';
import { ApiError } from '../api/client';
import { getTrail } from '../api/messages';
import type { TrailLine } from '../api/types';
import { ErrorBanner } from '../ui/ErrorBanner';
import { errorOf, nameOf, timeOf } from '../words/sentences';
import { hasWord, useLanguage, useWords, type Words } from '../words/words';

const useStyles = makeStyles({
  list: { margin: 0, padding: 0, listStyle: 'none', display: 'flex', flexDirection: 'column', rowGap: '8px' },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

interface Props {
  messageId: string;
  stamp: unknown;
  me: string | null;
  act: (action: Action) => void;
}

/** Who did what to this mail, when, by hand or by which rule. `stamp` changes when there may be something new. */
export function Trail({ messageId, stamp, me, act }: Props) {
  const styles = useStyles();
  const words = useWords();
  const language = useLanguage();
  const [lines, setLines] = useState<TrailLine[] | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  useEffect(() => {
    const asking = new AbortController();
    getTrail(messageId, asking.signal).then(
      (page) => {
        setLines(page.items);
        setError(null);
      },
      (failure) => !asking.signal.aborted && setError(failure as ApiError),
    );
    return () => asking.abort();
  }, [messageId, stamp]);

  if (error) return <ErrorBanner text={errorOf(error, words, 'reading')} />;
  if (lines?.length === 0) return <p className={styles.quiet}>{words('trailEmpty')}</p>;
  return (
    <ol className={styles.list} aria-busy={lines === null}>
      {lines?.map((line, at) => (
        <li key={`${line.changeId} ${at}`}>
          <bdi>{eventOf(line, words)}</bdi>
          <div className={styles.quiet}>
            {timeOf(new Date(line.at), language)} · {actorOf(line, me, words)}
            {canUndo(line) && line.changeId !== lines[at - 1]?.changeId && (
              <>
                {' · '}
                <Link as="button" inline onClick={() => act({ kind: 'undo', changes: [line.changeId] })}>
                  {words('undo')}
                </Link>
              </>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}

// An undo is itself a change; to take it back is to do the thing again, by its own button.
const canUndo = ({ kind, undoUntil }: TrailLine) =>
  kind !== 'undone' && undoUntil !== null && new Date(undoUntil) > new Date();

function eventOf({ kind, record }: TrailLine, words: Words): string {
  const key = `trail_${kind}`;
  return hasWord(key)
    ? words(key, { record: record?.name ?? words('recordNotShown') })
    : words('trail_unknown', { kind });
}

// By whom, and by which rule or door: a mail that a rep captured came by both.
function actorOf({ by, rule }: TrailLine, me: string | null, words: Words): string {
  const key = `rule_${rule}`;
  const name = by && words('byName', { name: by.id === me ? words('you') : nameOf(by, words) });
  return [name, hasWord(key) && words(key)].filter(Boolean).join(' · ') || words('byRule');
}
