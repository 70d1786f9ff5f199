import { Badge, Button, makeStyles, SearchBox, tokens } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import { pathOf } from '../api/paths';
import { listRecords, type AnyRecord } from '../api/records';
import type { Page, RecordKind } from '../api/types';
import { PageTitle } from '../ui/PageTitle';
import { moneyOf, nameOf } from '../words/sentences';
import { hasWord, useLanguage, useWords, type WordKey, type Words } from '../words/words';
import { AskedState } from './AskedState';
import { useLive } from './live';
import { NewRecord } from './NewRecord';
import { useAsked } from './useAsked';
import { useTitle } from './useTitle';

const useStyles = makeStyles({
  page: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalM },
  // The form beneath the button finds its place by this line.
  tools: {
    position: 'relative',
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
  },
  search: { width: '20rem', maxWidth: '100%' },
  list: { listStyle: 'none', margin: 0, padding: 0 },
  row: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    padding: `${tokens.spacingVerticalS} 0`,
  },
  name: {
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground1,
    overflowWrap: 'anywhere',
    textDecorationLine: 'none',
    ':hover': { textDecorationLine: 'underline' },
  },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200, overflowWrap: 'anywhere' },
  turns: { display: 'flex', gap: tokens.spacingHorizontalS },
});

export const listWords: Record<RecordKind, WordKey> = {
  deal: 'dealsNav',
  lead: 'leadsNav',
  person: 'personsNav',
  organization: 'organizationsNav',
  project: 'projectsNav',
};

const typingPause = 200;

/** All records of a kind that the viewer may see, newest first, or those that a search finds. */
export function RecordList({ kind }: { kind: RecordKind }) {
  const styles = useStyles();
  const words = useWords();
  const [typed, setTyped] = useState('');
  const [q, setQ] = useState('');
  const [cursors, setCursors] = useState<string[]>([]);
  const cursor = cursors.at(-1);
  const asked = useAsked<Page<AnyRecord>>(`${kind} ${q} ${cursor ?? ''}`, (signal) =>
    listRecords(kind, { q: q || undefined, cursor }, signal),
  );
  useLive((event) => event.kind === kind && asked.again(), asked.again);
  const title = words(listWords[kind]);
  useTitle(title);
  useEffect(() => {
    const timer = setTimeout(() => {
      setQ(typed.trim());
      setCursors([]);
    }, typingPause);
    return () => clearTimeout(timer);
  }, [typed]);

  // While the next answer is awaited the last one stays, so that typing does not make the list flicker.
  const [last, setLast] = useState(asked.value);
  if (asked.value && asked.value !== last) setLast(asked.value);
  const shown = asked.value ?? (asked.isLoading ? last : null);
  return (
    <div className={styles.page}>
      <PageTitle>{title}</PageTitle>
      <div className={styles.tools}>
        <NewRecord kind={kind} />
        <SearchBox
          className={styles.search}
          aria-label={words('searchIn', { name: title })}
          placeholder={words('searchIn', { name: title })}
          value={typed}
          onChange={(_, data) => setTyped(data.value)}
        />
      </div>
      {!shown && <AskedState asked={asked} />}
      {shown?.items.length === 0 && (
        <p className={styles.quiet}>{q ? words('nothingFound', { text: q }) : words('noRecords')}</p>
      )}
      <ul className={styles.list} aria-busy={asked.isLoading}>
        {shown?.items.map((record) => (
          <Row key={record.id} record={record} />
        ))}
      </ul>
      <div className={styles.turns}>
        {cursors.length > 0 && <Button onClick={() => setCursors((old) => old.slice(0, -1))}>{words('back')}</Button>}
        {asked.value?.nextCursor && (
          <Button onClick={() => setCursors((old) => [...old, asked.value?.nextCursor as string])}>
            {words('nextPage')}
          </Button>
        )}
      </div>
    </div>
  );
}

function Row({ record }: { record: AnyRecord }) {
  const styles = useStyles();
  const words = useWords();
  const language = useLanguage();
  return (
    <li className={styles.row}>
      <div>
        <Link to={`/${pathOf[record.kind]}/${record.id}`} className={styles.name}>
          <bdi>{record.name}</bdi>
        </Link>{' '}
        {'isNewByMail' in record && record.isNewByMail && (
          <Badge appearance="tint" size="small">
            {words('newByMail')}
          </Badge>
        )}
        <div className={styles.quiet}>
          <bdi>{factsIn(record, language, words).join(' · ')}</bdi>
        </div>
      </div>
    </li>
  );
}

function factsIn(record: AnyRecord, language: string, words: Words): string[] {
  const status = 'status' in record ? `status_${record.status}` : '';
  const facts = [
    hasWord(status) && words(status),
    'value' in record && record.value != null && moneyOf(record.value, record.currency, language),
    'organization' in record && record.organization?.name,
    'emails' in record && record.emails[0],
    nameOf(record.owner, words),
  ];
  return facts.filter((fact) => typeof fact === 'string' && fact !== '') as string[];
}
