import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { useState, type FormEvent } from 'react';
import type { Action } from '../api/actions';
import type { OwnMessage } from '../api/types';
import { useWords } from '../words/words';

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalS },
});

interface Props {
  message: OwnMessage;
  act: (action: Action) => void;
  close: () => void;
}

/** Who really wrote the mail that was forwarded. */
export function CorrectSender({ message, act, close }: Props) {
  const styles = useStyles();
  const words = useWords();
  const [name, setName] = useState(message.from.name);
  const [address, setAddress] = useState(message.from.address);
  const isReady = /^[^\s@]+@[^\s@]+$/.test(address.trim());
  const correct = (event: FormEvent) => {
    event.preventDefault();
    if (!isReady) return;
    act({ kind: 'sender', sender: { name: name.trim(), address: address.trim() } });
    close();
  };
  return (
    <form className={styles.form} onSubmit={correct}>
      <Field label={words('email')}>
        <Input autoFocus type="email" value={address} onChange={(_, data) => setAddress(data.value)} />
      </Field>
      <Field label={words('name')}>
        <Input value={name} dir="auto" onChange={(_, data) => setName(data.value)} />
      </Field>
      <Button type="submit" appearance="primary" disabledFocusable={!isReady}>
        {words('correctSender')}
      </Button>
    </form>
  );
}
