import { Button, Field, Input, makeStyles } from '@fluentui/react-components';
import { useState } from 'react';
import { connectSharedMailbox } from '../api/mailAccounts';
import { findUsers } from '../api/records';
import { mailboxErrorOf } from '../mailAccounts/trouble';
import { Finder, type Found } from '../records/Finder';
import { useAct } from '../records/useAct';
import { ErrorBanner } from '../ui/ErrorBanner';
import { useWords } from '../words/words';

const useStyles = makeStyles({ text: { margin: 0, overflowWrap: 'anywhere' } });

interface Props {
  again: () => void;
  close: () => void;
}

/** Which mailbox, and whose its mail becomes. */
export function ConnectShared({ again, close }: Props) {
  const styles = useStyles();
  const words = useWords();
  const { act, isBusy, error } = useAct();
  const [address, setAddress] = useState('');
  const [steward, setSteward] = useState<Found | null>(null);
  const find = async (q: string, signal?: AbortSignal) =>
    (await findUsers(q, signal)).items.map(({ id, displayName, email }) => ({ id, name: displayName, fact: email }));
  const connect = ({ id, name }: Found) =>
    void act(
      [address.trim(), id],
      (key) => connectSharedMailbox(address.trim(), id, key),
      (mailbox) => {
        close();
        again();
        return { said: words('said_sharedConnected', { address: mailbox.address, name }) };
      },
    );
  const isGone = error?.problem?.errors?.stewardId !== undefined;
  return (
    <>
      <Field label={words('sharedAddress')} required>
        <Input type="email" value={address} maxLength={254} onChange={(_, data) => setAddress(data.value)} />
      </Field>
      <Finder label={words('findSteward')} find={find} chosen={steward} choose={setSteward} />
      {steward && (
        <p className={styles.text}>
          <bdi>{words('stewardMeans', { name: steward.name })}</bdi>
        </p>
      )}
      {error && <ErrorBanner text={isGone ? words('error_steward_gone') : mailboxErrorOf(error, words)} />}
      {steward && (
        <Button
          appearance="primary"
          disabledFocusable={isBusy || !address.trim()}
          onClick={() => address.trim() && connect(steward)}
        >
          {words('connectFor', { name: steward.name })}
        </Button>
      )}
    </>
  );
}
