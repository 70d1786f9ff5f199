import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { useId, useState, type FormEvent } from 'react';
import { newKey, type ApiError } from '../api/client';
import { changeNeverCapture, getMyNeverCapture } from '../api/neverCapture';
import type { Me, MyNeverCapture, NeverCaptureList } from '../api/types';
import { AskedState } from '../records/AskedState';
import { useLive } from '../records/live';
import { useSay } from '../records/said';
import { useAsked } from '../records/useAsked';
import { ErrorBanner } from '../ui/ErrorBanner';
import { Section } from '../ui/Section';
import { errorOf } from '../words/sentences';
import { useWords } from '../words/words';
import { SettingsFrame } from './SettingsFrame';

const useStyles = makeStyles({
  list: { listStyle: 'none', margin: 0, padding: 0 },
  row: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalXS} 0`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  entry: { flex: '1 1 14rem', minWidth: 0, overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3, margin: 0, fontSize: tokens.fontSizeBase200 },
  form: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'flex-end',
    gap: tokens.spacingHorizontalS,
    marginTop: tokens.spacingVerticalM,
  },
  field: { flex: '1 1 16rem' },
  // Below the field and its button, across the whole line.
  hint: {
    flex: '1 0 100%',
    margin: `0 0 ${tokens.spacingVerticalS}`,
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
  },
});

/** What no door captures: the rep's own list, and the company's, which admins change (R70). */
export function NeverCapture({ me }: { me: Me }) {
  const styles = useStyles();
  const words = useWords();
  const asked = useAsked<MyNeverCapture>('never capture', getMyNeverCapture);
  useLive((event) => event.kind === 'me' && asked.again(), asked.again);
  return (
    <SettingsFrame title="neverCapture">
      <p className={styles.quiet}>{words('neverCaptureMeans')}</p>
      <AskedState asked={asked} />
      {asked.value && (
        <>
          <Section title={words('neverCaptureMine')}>
            <List list={asked.value} whose="me" done={asked.again} />
          </Section>
          <Section title={words('neverCaptureCompanys')}>
            <p className={styles.quiet}>{words('neverCaptureCompanysMeans')}</p>
            <List list={asked.value.company} whose={me.role === 'admin' ? 'admin' : null} done={asked.again} />
          </Section>
        </>
      )}
    </SettingsFrame>
  );
}

interface ListProps {
  list: NeverCaptureList;
  /** null: to be read only */
  whose: 'me' | 'admin' | null;
  done: () => void;
}

function List({ list, whose, done }: ListProps) {
  const styles = useStyles();
  const words = useWords();
  const say = useSay();
  const hint = useId();
  const [entry, setEntry] = useState('');
  const [error, setError] = useState<ApiError | null>(null);
  const entries = [...list.addresses, ...list.domains];

  const change = (one: string, isAdded: boolean) => {
    if (!whose) return;
    setError(null);
    changeNeverCapture(whose, one, isAdded, newKey()).then(
      ({ change: made }) => {
        if (isAdded) setEntry('');
        done();
        say(words(isAdded ? 'said_neverCapture' : 'said_captureAgain', { name: one }), made?.id ?? null, done);
      },
      (failure) => setError(failure as ApiError),
    );
  };
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (entry.trim()) change(entry.trim(), true);
  };
  return (
    <>
      {entries.length === 0 && <p className={styles.quiet}>{words('neverCaptureNone')}</p>}
      <ul className={styles.list}>
        {entries.map((one) => (
          <li key={one} className={styles.row}>
            <div className={styles.entry}>
              <bdi>{one}</bdi>
              {!one.includes('@') && <div className={styles.quiet}>{words('neverCaptureWholeDomain')}</div>}
            </div>
            {whose && (
              <Button size="small" aria-label={words('removeNamed', { name: one })} onClick={() => change(one, false)}>
                {words('remove')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {whose && (
        <form className={styles.form} onSubmit={add}>
          <Field className={styles.field} label={words(whose === 'me' ? 'neverCaptureNew' : 'neverCaptureNewCompanys')}>
            <Input aria-describedby={hint} value={entry} onChange={(_, data) => setEntry(data.value)} />
          </Field>
          <Button type="submit" disabledFocusable={!entry.trim()}>
            {words('addEntry')}
          </Button>
          <p id={hint} className={styles.hint}>
            {words('neverCaptureHint')}
          </p>
        </form>
      )}
      {error && <ErrorBanner text={errorOf(error, words)} />}
    </>
  );
}
