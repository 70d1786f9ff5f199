import { Button, Field, Input, makeStyles, Textarea, tokens } from '@fluentui/react-components';
import { useState, type FormEvent } from 'react';
import { Link } from 'react-router';
import { pathOf } from '../api/paths';
import { patchRecord, type AnyRecord } from '../api/records';
import { ErrorBanner } from '../ui/ErrorBanner';
import { errorOf } from '../words/sentences';
import { useWords } from '../words/words';
import { useAct } from './useAct';

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalS },
});

interface Props {
  record: AnyRecord;
  changed: (record: AnyRecord) => void;
  again: () => void;
  close: () => void;
}

/** Its name or title and its addresses, one on a line. */
export function EditRecord({ record, changed, again, close }: Props) {
  const styles = useStyles();
  const words = useWords();
  const { act, isBusy, error } = useAct();
  const isNamed = record.kind === 'person' || record.kind === 'organization';
  const hasEmails = 'emails' in record;
  const [name, setName] = useState(record.name);
  const [emails, setEmails] = useState(hasEmails ? record.emails.join('\n') : '');

  const save = (event: FormEvent) => {
    event.preventDefault();
    if (!name.trim()) return;
    const fields = {
      version: record.version,
      ...(isNamed ? { name: name.trim() } : { title: name.trim() }),
      ...(hasEmails ? { emails: emails.split(/[\s,;]+/).filter(Boolean) } : {}),
    };
    void act(
      fields,
      (key) => patchRecord(record.kind, record.id, fields, key),
      (written) => {
        close();
        if (written.id) changed(written);
        return { undone: again };
      },
    );
  };
  const same = error?.code === 'already_there' ? error.problem?.record : undefined;
  return (
    <form className={styles.form} onSubmit={save}>
      <Field label={words(isNamed ? 'name' : 'title')} required>
        <Input value={name} dir="auto" maxLength={200} onChange={(_, data) => setName(data.value)} />
      </Field>
      {hasEmails && (
        <Field label={words('emailsByLine')}>
          <Textarea value={emails} resize="vertical" onChange={(_, data) => setEmails(data.value)} />
        </Field>
      )}
      {error && <ErrorBanner text={same ? words('sameAddress') : errorOf(error, words)} />}
      {same && (
        <Link to={`/${pathOf[same.kind]}/${same.id}`}>
          <bdi>{same.name}</bdi>
        </Link>
      )}
      <Button type="submit" appearance="primary" disabledFocusable={isBusy || !name.trim()}>
        {words('save')}
      </Button>
    </form>
  );
}
