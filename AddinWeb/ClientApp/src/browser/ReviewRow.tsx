import { Badge, Button, Checkbox, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { Link } from 'react-router';
import type { ApiError } from '../api/client';
import { pathOf } from '../api/paths';
import { findRecords } from '../api/records';
import type { RecordCard, ReviewItem } from '../api/types';
import { useAsked } from '../records/useAsked';
import { ErrorBanner } from '../ui/ErrorBanner';
import { PopoverButton } from '../ui/PopoverButton';
import { errorOf, timeOf } from '../words/sentences';
import { hasWord, useLanguage, useWords } from '../words/words';
import { SearchField } from './SearchField';
import { WouldShow } from './WouldShow';

const useStyles = makeStyles({
  row: {
    position: 'relative',
    display: 'grid',
    gridTemplateColumns: 'auto minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalXS,
    padding: `${tokens.spacingVerticalS} 0`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  words: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS, minWidth: 0 },
  what: { flex: '1 1 16rem', minWidth: 0, overflowWrap: 'anywhere' },
  name: { color: tokens.colorNeutralForeground1, fontWeight: tokens.fontWeightSemibold },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  found: { listStyle: 'none', margin: 0, padding: 0, maxHeight: '240px', overflowY: 'auto' },
  one: { justifyContent: 'flex-start', width: '100%', textAlign: 'start', overflowWrap: 'anywhere', minWidth: 0 },
});

interface Props {
  row: ReviewItem;
  isChosen: boolean;
  choose: (isChosen: boolean) => void;
  run: (change: 'keep' | 'remove') => void;
  move: (personId: string, expose: boolean) => Promise<unknown>;
}

export function ReviewRow({ row: { record, mail, inUse }, isChosen, choose, run, move }: Props) {
  const styles = useStyles();
  const words = useWords();
  const language = useLanguage();
  const { name } = record;
  const code = `inUse_${inUse}`;
  return (
    <li className={styles.row}>
      <Checkbox
        checked={isChosen}
        aria-label={words('choose', { name })}
        onChange={(_, { checked }) => choose(checked === true)}
      />
      <div className={styles.words}>
        <div className={styles.what}>
          <Link className={styles.name} to={`/${pathOf[record.kind]}/${record.id}`}>
            <bdi>{name}</bdi>
          </Link>{' '}
          {record.kind !== 'person' && (
            <Badge appearance="tint" size="small">
              {words(record.kind)}
            </Badge>
          )}
          <div className={styles.quiet}>
            <bdi>{(record.emails ?? []).filter((one) => one !== name).join(', ')}</bdi>
          </div>
          {mail && (
            <div className={styles.quiet}>
              {words('madeBy')} <bdi>{mail.subject || words('noSubject')}</bdi>
              {' · '}
              <time dateTime={mail.date}>{timeOf(new Date(mail.date), language)}</time>
            </div>
          )}
          {inUse && <div className={styles.quiet}>{hasWord(code) ? words(code) : words('inUse_in_use')}</div>}
        </div>
        <Button size="small" aria-label={words('keepNamed', { name })} onClick={() => run('keep')}>
          {words('keep')}
        </Button>
        {!inUse && (
          <>
            <Button size="small" aria-label={words('removeNamed', { name })} onClick={() => run('remove')}>
              {words('remove')}
            </Button>
            {record.kind === 'person' && (
              <PopoverButton size="small" label={words('moveAddress')}>
                {(close) => <Whose record={record} close={close} move={move} />}
              </PopoverButton>
            )}
          </>
        )}
      </div>
    </li>
  );
}

/** The person that the address really belongs to. */
function Whose({ record, close, move }: { record: RecordCard; close: () => void; move: Props['move'] }) {
  const styles = useStyles();
  const words = useWords();
  const [q, setQ] = useState('');
  const [asking, setAsking] = useState<{ person: RecordCard; error: ApiError } | null>(null);
  const found = useAsked(`whose ${q}`, (signal) =>
    q ? findRecords(q, ['person'], signal) : Promise.resolve({ items: [], nextCursor: null }),
  );
  const give = (person: RecordCard, expose: boolean) =>
    move(person.id, expose).then(close, (error: ApiError) => setAsking({ person, error }));
  if (asking?.error.code === 'would_expose')
    return (
      <WouldShow error={asking.error} agree={() => void give(asking.person, true)} cancel={() => setAsking(null)} />
    );
  const others = found.value?.items.filter((one) => one.id !== record.id) ?? [];
  return (
    <>
      {asking && <ErrorBanner text={errorOf(asking.error, words)} />}
      <SearchField label={words('whoseAddress')} found={setQ} />
      <ul className={styles.found}>
        {others.map((person) => (
          <li key={person.id}>
            <Button appearance="subtle" className={styles.one} onClick={() => void give(person, false)}>
              <span>
                <bdi>{person.name}</bdi>
                <span className={styles.quiet}>
                  {' '}
                  <bdi>{person.emails?.[0]}</bdi>
                </span>
              </span>
            </Button>
          </li>
        ))}
      </ul>
      <span role="status" className={styles.quiet}>
        {q && found.value && others.length === 0 ? words('nothingFound', { text: q }) : ''}
      </span>
    </>
  );
}
