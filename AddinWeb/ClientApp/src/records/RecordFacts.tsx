import { Button, Dropdown, Field, makeStyles, Option, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { Link } from 'react-router';
import { pathOf } from '../api/actions';
import { ApiError, newKey } from '../api/client';
import { previewAudience } from '../api/messages';
import { patchRecord, type AnyRecord } from '../api/records';
import type { AudiencePreview, RecordRef, VisibleTo } from '../api/types';
import { ErrorBanner } from '../ui/ErrorBanner';
import { PopoverButton } from '../ui/PopoverButton';
import { useCopy } from '../ui/useCopy';
import { errorOf } from '../words/sentences';
import { hasWord, useLanguage, useWords, type WordKey } from '../words/words';
import { Gain } from './OwnVisibility';
import { useSay } from './said';
import { useAsked } from './useAsked';

const useStyles = makeStyles({
  facts: { margin: 0, display: 'grid', gridTemplateColumns: 'auto minmax(0, 1fr)', columnGap: '12px', rowGap: '8px' },
  term: { color: tokens.colorNeutralForeground3 },
  value: { margin: 0, overflowWrap: 'anywhere' },
  code: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200, overflowWrap: 'anywhere' },
  row: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, alignItems: 'center' },
});

const statuses = { deal: ['open', 'won', 'lost'], lead: ['open', 'archived'], project: ['open', 'done'] };
const sights: VisibleTo[] = ['owner', 'team', 'everyone'];
const sightWords: Record<VisibleTo, WordKey> = { owner: 'ownerOnly', team: 'teamWord', everyone: 'everyoneWord' };

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
        changed(written);
        say(words('said_saved'), written.change?.undoUntil ? written.change.id : null, again);
      },
      (failure) => {
        setError(failure as ApiError);
        again();
      },
    );
  };
  const status = 'status' in record ? record.status : null;
  const word = (key: string) => (hasWord(key) ? words(key) : key);
  const choices = record.kind in statuses ? statuses[record.kind as keyof typeof statuses] : [];
  return (
    <section aria-label={words('details')}>
      {error && (
        <ErrorBanner
          text={errorOf(error, words)}
          dismiss={{ label: words('dismiss'), onPress: () => setError(null) }}
        />
      )}
      {status && (
        <Field label={words('statusWord')}>
          <Dropdown
            value={word(`status_${status}`)}
            selectedOptions={[status]}
            onOptionSelect={(_, { optionValue }) =>
              optionValue && optionValue !== status && patch({ status: optionValue })
            }
          >
            {choices.map((choice) => (
              <Option key={choice} value={choice}>
                {word(`status_${choice}`)}
              </Option>
            ))}
          </Dropdown>
        </Field>
      )}
      <dl className={styles.facts}>
        {'value' in record && record.value != null && (
          <Fact
            term={words('value')}
          >{`${new Intl.NumberFormat(language).format(record.value)} ${record.currency ?? ''}`}</Fact>
        )}
        {'emails' in record && record.emails.length > 0 && (
          <Fact term={words('email')}>
            {record.emails.map((email) => (
              <div key={email}>
                <a href={`mailto:${email}`}>{email}</a>
              </div>
            ))}
          </Fact>
        )}
        {'organization' in record && record.organization && (
          <Fact term={words('organization')}>
            <RecordLink record={record.organization} />
          </Fact>
        )}
        {'persons' in record && record.persons.length > 0 && (
          <Fact term={words('people')}>
            {record.persons.map((person) => (
              <div key={person.id}>
                <RecordLink record={person} />
              </div>
            ))}
          </Fact>
        )}
        {'deals' in record && record.deals.length > 0 && (
          <Fact term={words('dealsNav')}>
            {record.deals.map((deal) => (
              <div key={deal.id}>
                <RecordLink record={deal} />
              </div>
            ))}
          </Fact>
        )}
        {'person' in record && record.person && (
          <Fact term={words('person')}>
            <RecordLink record={record.person} />
          </Fact>
        )}
        <Fact term={words('ownerWord')}>
          <bdi>{record.owner.displayName}</bdi>
        </Fact>
        <Fact term={words('whoSeesRecord')}>
          <div className={styles.row}>
            {words(sightWords[record.visibleTo])}
            {record.mine &&
              sights
                .filter((sight) => sight !== record.visibleTo)
                .map((sight) => (
                  <PopoverButton key={sight} size="small" label={words(sightWords[sight])} title={words('showTo')}>
                    {(close) => (
                      <Widen
                        record={record}
                        sight={sight}
                        agree={() => {
                          close();
                          patch({ visibleTo: sight });
                        }}
                      />
                    )}
                  </PopoverButton>
                ))}
          </div>
        </Fact>
        {'smartBccAddress' in record && record.smartBccAddress && (
          <Fact term={words('smartBcc')}>
            <Address address={record.smartBccAddress} />
          </Fact>
        )}
      </dl>
    </section>
  );
}

function Fact({ term, children }: { term: string; children: React.ReactNode }) {
  const styles = useStyles();
  return (
    <>
      <dt className={styles.term}>{term}</dt>
      <dd className={styles.value}>{children}</dd>
    </>
  );
}

const RecordLink = ({ record }: { record: RecordRef }) => (
  <Link to={`/${pathOf[record.kind]}/${record.id}`}>
    <bdi>{record.name}</bdi>
  </Link>
);

function Address({ address }: { address: string }) {
  const styles = useStyles();
  const words = useWords();
  const [state, copy] = useCopy();
  return (
    <div className={styles.row}>
      <span className={styles.code}>{address}</span>
      <Button size="small" onClick={() => copy(address)} aria-live="polite">
        {words(state === 'copied' ? 'copied' : state === 'failed' ? 'copyFailed' : 'copyAddress')}
      </Button>
    </div>
  );
}

function Widen({ record, sight, agree }: { record: AnyRecord; sight: VisibleTo; agree: () => void }) {
  const words = useWords();
  const { value, error } = useAsked<AudiencePreview>(`widen ${record.id} ${sight}`, (signal) =>
    previewAudience({ recordId: record.id, visibleTo: sight }, signal),
  );
  return (
    <>
      {value && value.count === 0 ? <p>{words('nobodyGainsMail')}</p> : <Gain preview={value} />}
      {error && <ErrorBanner text={errorOf(error, words)} />}
      <Button appearance="primary" disabledFocusable={!value} onClick={agree}>
        {value && value.count > 0
          ? words('showMessagesTo', { count: value.count, messages: value.messages })
          : words(sightWords[sight])}
      </Button>
    </>
  );
}
