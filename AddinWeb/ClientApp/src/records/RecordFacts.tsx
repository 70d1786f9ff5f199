import { Dropdown, Field, makeStyles, Option, tokens } from '@fluentui/react-components';
import { useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import { pathOf } from '../api/paths';
import { ApiError, newKey } from '../api/client';
import { patchRecord, type AnyRecord } from '../api/records';
import type { RecordRef, VisibleTo } from '../api/types';
import { ErrorBanner } from '../ui/ErrorBanner';
import { errorOf, moneyOf, nameOf } from '../words/sentences';
import { hasWord, useLanguage, useWords } from '../words/words';
import { CopyAddress } from './CopyAddress';
import { RecordSight } from './RecordSight';
import { useSay } from './said';

const useStyles = makeStyles({
  all: { display: 'grid', rowGap: tokens.spacingVerticalM },
  facts: {
    margin: 0,
    display: 'grid',
    gridTemplateColumns: 'minmax(5rem, auto) minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalM,
    rowGap: tokens.spacingVerticalS,
  },
  term: { color: tokens.colorNeutralForeground3 },
  value: { margin: 0, overflowWrap: 'anywhere' },
  link: { color: tokens.colorBrandForegroundLink },
});

const statuses: Record<string, string[]> = {
  deal: ['open', 'won', 'lost'],
  lead: ['open', 'archived'],
  project: ['open', 'done'],
};

interface Props {
  record: AnyRecord;
  changed: (record: AnyRecord) => void;
  again: () => void;
}

/** What the record says of itself, and the few things that are changed often. */
export function RecordFacts({ record, changed, again }: Props) {
  const styles = useStyles();
  const words = useWords();
  const language = useLanguage();
  const say = useSay();
  const [error, setError] = useState<ApiError | null>(null);

  const patch = (fields: { status?: string; visibleTo?: VisibleTo }) => {
    setError(null);
    patchRecord(record.kind, record.id, { version: record.version, ...fields }, newKey()).then(
      (written) => {
        if (written.id) changed(written);
        say(words('said_saved'), written.change?.undoUntil ? written.change.id : null, again);
      },
      (failure) => {
        setError(failure as ApiError);
        again();
      },
    );
  };
  const status = 'status' in record ? record.status : null;
  return (
    <section className={styles.all} aria-label={words('details')}>
      {error && (
        <ErrorBanner
          text={errorOf(error, words)}
          dismiss={{ label: words('dismiss'), onPress: () => setError(null) }}
        />
      )}
      {status && <Status kind={record.kind} status={status} choose={(wanted) => patch({ status: wanted })} />}
      <dl className={styles.facts}>
        {'value' in record && record.value != null && (
          <Fact term={words('value')}>{moneyOf(record.value, record.currency, language)}</Fact>
        )}
        {'emails' in record && record.emails.length > 0 && (
          <Fact term={words('email')}>
            {record.emails.map((email) => (
              <div key={email}>
                <a className={styles.link} href={`mailto:${encodeURIComponent(email)}`}>
                  <bdi>{email}</bdi>
                </a>
              </div>
            ))}
          </Fact>
        )}
        <Related term={words('organization')} records={'organization' in record ? [record.organization] : []} />
        <Related term={words('person')} records={'person' in record ? [record.person] : []} />
        <Related term={words('status_converted')} records={'convertedTo' in record ? [record.convertedTo] : []} />
        <Related term={words('people')} records={'persons' in record ? record.persons : []} />
        <Related term={words('deal')} records={'deal' in record ? [record.deal] : []} />
        <Related term={words('dealsNav')} records={'deals' in record ? record.deals : []} />
        <Fact term={words('ownerWord')}>
          <bdi>{nameOf(record.owner, words)}</bdi>
        </Fact>
        <Fact term={words('whoSeesRecord')}>
          <RecordSight record={record} change={(visibleTo) => patch({ visibleTo })} />
        </Fact>
        {'smartBccAddress' in record && record.smartBccAddress && (
          <Fact term={words('smartBcc')}>
            <CopyAddress address={record.smartBccAddress} />
          </Fact>
        )}
      </dl>
    </section>
  );
}

function Status({ kind, status, choose }: { kind: string; status: string; choose: (status: string) => void }) {
  const words = useWords();
  const wordOf = (one: string) => (hasWord(`status_${one}`) ? words(`status_${one}` as 'status_open') : one);
  return (
    <Field label={words('statusWord')}>
      <Dropdown
        value={wordOf(status)}
        selectedOptions={[status]}
        disabled={status === 'converted'}
        inlinePopup
        onOptionSelect={(_, { optionValue }) => optionValue && optionValue !== status && choose(optionValue)}
      >
        {(statuses[kind] ?? []).map((choice) => (
          <Option key={choice} value={choice}>
            {wordOf(choice)}
          </Option>
        ))}
      </Dropdown>
    </Field>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  const styles = useStyles();
  return (
    <>
      <dt className={styles.term}>{term}</dt>
      <dd className={styles.value}>{children}</dd>
    </>
  );
}

function Related({ term, records }: { term: string; records: (RecordRef | null)[] }) {
  const styles = useStyles();
  const there = records.filter((record) => record !== null);
  if (there.length === 0) return null;
  return (
    <Fact term={term}>
      {there.map((record) => (
        <div key={record.id}>
          <Link className={styles.link} to={`/${pathOf[record.kind]}/${record.id}`}>
            <bdi>{record.name}</bdi>
          </Link>
        </div>
      ))}
    </Fact>
  );
}
