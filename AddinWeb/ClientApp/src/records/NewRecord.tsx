import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons';
import { useRef, useState, type FormEvent } from 'react';
import { Link, useNavigate } from 'react-router';
import { pathOf } from '../api/paths';
import { ApiError, newKey } from '../api/client';
import { createDeal, createLead, createOrganization, createPerson, createProject } from '../api/records';
import type { RecordKind, RecordRef, Written } from '../api/types';
import { ErrorBanner } from '../ui/ErrorBanner';
import { readMoney } from '../ui/money';
import { MoneyFields } from '../ui/MoneyFields';
import { PopoverButton } from '../ui/PopoverButton';
import { errorOf } from '../words/sentences';
import { useWords } from '../words/words';
import { useSay } from './said';

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalS },
});

/** The list's button with the form for one more of its kind. */
export function NewRecord({ kind }: { kind: RecordKind }) {
  const words = useWords();
  return (
    <PopoverButton label={words(`createKind_${kind}`)} icon={<AddRegular />}>
      {(close) => <Form kind={kind} close={close} />}
    </PopoverButton>
  );
}

function Form({ kind, close }: { kind: RecordKind; close: () => void }) {
  const styles = useStyles();
  const words = useWords();
  const say = useSay();
  const navigate = useNavigate();
  const attempt = useRef({ words: '', key: '' });
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [money, setMoney] = useState({ value: '', currency: '' });
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const worth = readMoney(money);
  const isReady = name.trim() !== '' && worth !== null && !isBusy;

  const create = async (event: FormEvent) => {
    event.preventDefault();
    if (!isReady) return;
    setBusy(true);
    setError(null);
    const title = name.trim();
    const emails = email.trim() ? [email.trim()] : [];
    try {
      // The same words sent twice are one act; other words are another.
      const sent = JSON.stringify([title, emails, worth]);
      if (attempt.current.words !== sent) attempt.current = { words: sent, key: newKey() };
      const act = attempt.current.key;
      const make: Record<RecordKind, () => Promise<Written & { id: string }>> = {
        person: () => createPerson({ name: title, emails }, act),
        organization: () => createOrganization({ name: title }, act),
        lead: () => createLead({ title, emails }, act),
        deal: () => createDeal({ title, personIds: [], ...worth }, act),
        project: () => createProject({ title }, act),
      };
      const made = await make[kind]();
      close();
      const list = `/${pathOf[kind]}`;
      say(words('said_made', { name: title }), made.change?.undoUntil ? made.change.id : null, () => navigate(list));
      navigate(`${list}/${made.id}`);
    } catch (failure) {
      setError(failure as ApiError);
      setBusy(false);
    }
  };
  const same = error?.code === 'already_there' ? (error.problem?.record as RecordRef | undefined) : undefined;
  return (
    <form className={styles.form} onSubmit={(event) => void create(event)}>
      <Field label={words(kind === 'person' || kind === 'organization' ? 'name' : 'title')} required>
        <Input value={name} dir="auto" maxLength={200} onChange={(_, data) => setName(data.value)} />
      </Field>
      {kind === 'deal' && (
        <MoneyFields
          labels={{ value: words('value'), currency: words('currency') }}
          money={money}
          onChange={setMoney}
        />
      )}
      {(kind === 'person' || kind === 'lead') && (
        <Field label={words('email')}>
          <Input type="email" value={email} onChange={(_, data) => setEmail(data.value)} />
        </Field>
      )}
      {error && <ErrorBanner text={same ? words('sameAddress') : errorOf(error, words)} />}
      {same && (
        <Link to={`/${pathOf[same.kind]}/${same.id}`}>
          <bdi>{same.name}</bdi>
        </Link>
      )}
      <Button type="submit" appearance="primary" disabledFocusable={!isReady}>
        {words('createWord')}
      </Button>
    </form>
  );
}
