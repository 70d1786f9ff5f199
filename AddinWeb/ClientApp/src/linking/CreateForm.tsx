import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { useState, type FormEvent } from 'react';
import type { Action, NewRecord } from '../api/actions';
import { topicOf } from '../words/subject';
import { useWords } from '../words/words';

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalS },
  narrow: { width: '100%', minWidth: 0 },
  pair: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) 5rem', columnGap: tokens.spacingHorizontalS },
});

interface Props {
  kind: NewRecord['kind'];
  /** the people the record is made for, the first one first */
  people: { name: string; address: string }[];
  subject: string;
  /** persons that a deal is with */
  personIds?: string[];
  act: (action: Action) => void;
  close: () => void;
}

/** A record made from the mail, filled in with what the mail says. */
export function CreateForm({ kind, people, subject, personIds = [], act, close }: Props) {
  const styles = useStyles();
  const words = useWords();
  const [first] = people;
  const [name, setName] = useState(
    kind === 'person' ? (first?.name ?? '') || (first?.address ?? '') : topicOf(subject),
  );
  const [email, setEmail] = useState(first?.address ?? '');
  const [value, setValue] = useState('');
  const [currency, setCurrency] = useState('');
  const amount = Number(value.replace(/[\s,]/g, ''));
  const isReady = name.trim() !== '' && !Number.isNaN(amount);

  const create = (event: FormEvent) => {
    event.preventDefault();
    if (!isReady) return;
    const emails = email.trim() ? [email.trim()] : [];
    const title = name.trim();
    const money = value.trim() ? { value: amount, currency: currency.trim().toUpperCase() || undefined } : {};
    const record: NewRecord =
      kind === 'person'
        ? { kind, name: title, emails }
        : kind === 'lead'
          ? { kind, title, lastName: first?.name || undefined, emails }
          : { kind, title, personIds, ...money };
    act({ kind: 'create', record });
    close();
  };
  return (
    <form className={styles.form} onSubmit={create}>
      <Field label={words(kind === 'person' ? 'name' : 'title')}>
        <Input autoFocus value={name} dir="auto" onChange={(_, data) => setName(data.value)} />
      </Field>
      {kind !== 'deal' && (
        <Field label={words('email')}>
          <Input type="email" value={email} onChange={(_, data) => setEmail(data.value)} />
        </Field>
      )}
      {kind === 'deal' && (
        <div className={styles.pair}>
          <Field label={words('value')}>
            <Input
              className={styles.narrow}
              inputMode="decimal"
              value={value}
              onChange={(_, data) => setValue(data.value)}
            />
          </Field>
          <Field label={words('currency')}>
            <Input
              className={styles.narrow}
              maxLength={3}
              value={currency}
              onChange={(_, data) => setCurrency(data.value)}
            />
          </Field>
        </div>
      )}
      <Button type="submit" appearance="primary" disabledFocusable={!isReady}>
        {words('createAndLink')}
      </Button>
    </form>
  );
}
