import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { Link, Navigate, useParams } from 'react-router';
import { pathOf } from '../api/paths';
import { getRecord, type AnyRecord } from '../api/records';
import type { LiveEvent, RecordKind } from '../api/types';
import { EmptyState } from '../ui/EmptyState';
import { KindIcon } from '../ui/icons';
import { PageTitle } from '../ui/PageTitle';
import { errorOf } from '../words/sentences';
import { useWords } from '../words/words';
import { AskedState } from './AskedState';
import { Duplicates } from './Duplicates';
import { useLive } from './live';
import { Notes } from './Notes';
import { RecordActions } from './RecordActions';
import { RecordFacts } from './RecordFacts';
import { RecordMail } from './RecordMail';
import { useAsked } from './useAsked';
import { useTitle } from './useTitle';

const useStyles = makeStyles({
  page: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalL },
  head: { display: 'flex', alignItems: 'center', columnGap: tokens.spacingHorizontalS, minWidth: 0 },
  // Narrow: facts, mail, notes. Wide: the mail beside the two.
  columns: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: `${tokens.spacingVerticalL} ${tokens.spacingHorizontalXXL}`,
    '@media (min-width: 900px)': { gridTemplateColumns: '20rem minmax(0, 1fr)', gridTemplateRows: 'auto 1fr' },
  },
  mail: { minWidth: 0, '@media (min-width: 900px)': { gridColumn: '2', gridRow: '1 / span 2' } },
  link: { color: tokens.colorBrandForegroundLink },
});

/** The page of the record whose id stands in the address. */
export function RecordPage({ kind }: { kind: RecordKind }) {
  const { id = '' } = useParams();
  return <OneRecord key={id} kind={kind} id={id} />;
}

/** A record with its facts and the mail on it that the viewer may see; it follows what happens (R106, S77). */
function OneRecord({ kind, id }: { kind: RecordKind; id: string }) {
  const styles = useStyles();
  const words = useWords();
  const asked = useAsked<AnyRecord>(`${kind}/${id}`, (signal) => getRecord(kind, id, signal));
  const { value: record, error, isLoading, again, set } = asked;
  useTitle(record?.name);
  useLive((event) => record && concerns(event, record) && again(), again);

  if (isLoading) return <AskedState asked={asked} />;
  if (!record)
    return (
      <EmptyState
        isPage
        text={error?.status === 404 || !error ? words('recordGone') : errorOf(error, words, 'repeated')}
      >
        {error?.status !== 404 && <Button onClick={again}>{words('tryAgain')}</Button>}
        <Link className={styles.link} to={`/${pathOf[kind]}`}>
          {words('backToList')}
        </Link>
      </EmptyState>
    );
  // It was merged: what there is now answered for it (S34).
  if (record.id !== id) return <Navigate to={`/${pathOf[kind]}/${record.id}`} replace />;
  return (
    <article className={styles.page}>
      <header className={styles.head}>
        <KindIcon kind={kind} />
        <PageTitle>{record.name}</PageTitle>
      </header>
      <AskedState asked={asked} />
      <RecordActions record={record} changed={set} again={again} />
      {record.kind === 'person' && <Duplicates person={record} changed={set} again={again} />}
      <div className={styles.columns}>
        <RecordFacts record={record} changed={set} again={again} />
        <div className={styles.mail}>
          <RecordMail record={record} concerns={(event) => concerns(event, record)} recordChanged={again} />
        </div>
        <Notes kind={kind} id={id} />
      </div>
    </article>
  );
}

/** It, a record that it names, or for an organization any whose mail it gathers (S3). */
function concerns(event: LiveEvent, record: AnyRecord): boolean {
  if (record.kind === 'organization') return event.kind === 'person' || event.kind === 'deal' || event.id === record.id;
  const named = [
    'organization' in record ? record.organization : null,
    'person' in record ? record.person : null,
    'convertedTo' in record ? record.convertedTo : null,
    'deal' in record ? record.deal : null,
    ...('persons' in record ? record.persons : []),
    ...('deals' in record ? record.deals : []),
  ];
  return event.id === record.id || named.some((one) => one?.id === event.id);
}
