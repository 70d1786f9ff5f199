import { Button, Checkbox, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { useState, type FormEvent } from 'react';
import type { Action, NewRecord } from '../api/actions';
import type { Participant } from '../api/types';
import { readMoney } from '../ui/money';
import { MoneyFields } from '../ui/MoneyFields';
import { topicOf } from '../words/subject';
import { useWords } from '../words/words';

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalS },
});

interface Props {
  kind: NewRecord['kind'];
  /** the people the record is made for, the first one first */
  people: { name: string; address: string; colleague?: Participant['colleague'] }[];
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
  const [money, setMoney] = useState({ value: '', currency: '' });
  const [isOf, setIsOf] = useState(true);
  const organization = kind === 'person' ? first?.colleague?.organization : null;
  const worth = readMoney(money);
  const isReady = name.trim() !== '' && worth !== null;

  const create = (event: FormEvent) => {
    event.preventDefault();
    if (!isReady) return;
    const emails = email.trim() ? [email.trim()] : [];
    const title = name.trim();
    const record: NewRecord =
      kind === 'person'
        ? { kind, name: title, emails, ...(organization && isOf ? { organizationId: organization.id } : {}) }
        : kind === 'lead'
          ? { kind, title, lastName: first?.name || undefined, emails }
          : { kind, title, personIds, ...worth };
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
      {organization && (
        <Checkbox
          label={<bdi>{words('worksAt', { organization: organization.name })}</bdi>}
          checked={isOf}
          onChange={(_, { checked }) => setIsOf(checked === true)}
        />
      )}
      {kind === 'deal' && (
        <MoneyFields
          labels={{ value: words('value'), currency: words('currency') }}
          money={money}
          onChange={setMoney}
        />
      )}
      <Button type="submit" appearance="primary" disabledFocusable={!isReady}>
        {words('createAndLink')}
      </Button>
    </form>
  );
}
