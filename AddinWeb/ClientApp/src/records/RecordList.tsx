import { Button, makeStyles, SearchBox, tokens } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import { pathOf } from '../api/actions';
import { listRecords, type AnyRecord } from '../api/records';
import type { Page, RecordKind } from '../api/types';
import { ErrorBanner } from '../ui/ErrorBanner';
import { errorOf, factsOf } from '../words/sentences';
import { useLanguage, useWords, type WordKey } from '../words/words';
import { useLive } from './live';
import { useAsked } from './useAsked';

const useStyles = makeStyles({
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
  title: { margin: 0, fontSize: tokens.fontSizeBase500, lineHeight: tokens.lineHeightBase500, outlineStyle: 'none' },
  list: { listStyle: 'none', margin: `${tokens.spacingVerticalM} 0`, padding: 0 },
  row: { borderBottom: `1px solid ${tokens.colorNeutralStroke2}`, padding: `${tokens.spacingVerticalS} 0` },
  name: { fontWeight: tokens.fontWeightSemibold, color: tokens.colorNeutralForeground1, overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200, overflowWrap: 'anywhere' },
});

export const listWords: Record<RecordKind, WordKey> = {
  deal: 'dealsNav',
  lead: 'leadsNav',
  person: 'personsNav',
  organization: 'organizationsNav',
  project: 'projectsNav',
};

/** All records of a kind that the viewer may see, newest first, or those that a search finds. */
export function RecordList({ kind }: { kind: RecordKind }) {
  const styles = useStyles();
  const words = useWords();
  const language = useLanguage();
  const [q, setQ] = useState('');
  const [cursors, setCursors] = useState<string[]>([]);
  const cursor = cursors.at(-1);
  const { value, error, isLoading, again } = useAsked<Page<AnyRecord>>(`${kind} ${q} ${cursor ?? ''}`, (signal) =>
    listRecords(kind, { q: q || undefined, cursor }, signal),
  );
  useLive((event) => event.kind === kind && again(), again);
  useEffect(() => {
    document.title = `${words(listWords[kind])} · MailCrm`;
  });
  return (
    <>
      <div className={styles.head}>
        <h1 className={styles.title} tabIndex={-1}>
          {words(listWords[kind])}
        </h1>
        <SearchBox
          aria-label={words('searchIn', { name: words(listWords[kind]) })}
          placeholder={words('searchIn', { name: words(listWords[kind]) })}
          value={q}
          onChange={(_, data) => {
            setQ(data.value);
            setCursors([]);
          }}
        />
      </div>
      {error && <ErrorBanner text={errorOf(error, words)} actions={[{ label: words('tryAgain'), onPress: again }]} />}
      {isLoading && <p role="status">{words('loading')}</p>}
      {value?.items.length === 0 && (
        <p className={styles.quiet}>{q ? words('nothingFound', { text: q }) : words('noRecords')}</p>
      )}
      <ul className={styles.list}>
        {value?.items.map((record) => (
          <li key={record.id} className={styles.row}>
            <Link to={`/${pathOf[kind]}/${record.id}`} className={styles.name}>
              <bdi>{record.name}</bdi>
            </Link>
            <div className={styles.quiet}>
              <bdi>
                {[factsOf(cardOf(record), language, words), record.owner.displayName].filter(Boolean).join(' · ')}
              </bdi>
            </div>
          </li>
        ))}
      </ul>
      {cursors.length > 0 && <Button onClick={() => setCursors((old) => old.slice(0, -1))}>{words('back')}</Button>}{' '}
      {value?.nextCursor && (
        <Button onClick={() => setCursors((old) => [...old, value.nextCursor as string])}>{words('showMore')}</Button>
      )}
    </>
  );
}

const cardOf = (record: AnyRecord) => ({
  ...record,
  value: 'value' in record ? record.value : null,
  currency: 'currency' in record ? record.currency : null,
  status: 'status' in record ? record.status : undefined,
  organization: 'organization' in record ? record.organization : null,
  emails: 'emails' in record ? record.emails : undefined,
});
