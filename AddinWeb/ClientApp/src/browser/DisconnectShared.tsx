import { Button, makeStyles } from '@fluentui/react-components';
import { disconnectSharedMailbox } from '../api/mailAccounts';
import type { SharedMailbox } from '../api/mailAccountTypes';
import { mailboxErrorOf } from '../mailAccounts/trouble';
import { useAct } from '../records/useAct';
import { ErrorBanner } from '../ui/ErrorBanner';
import { useWords } from '../words/words';

const useStyles = makeStyles({ text: { margin: 0, overflowWrap: 'anywhere' } });

interface Props {
  mailbox: SharedMailbox;
  again: () => void;
  close: () => void;
}

/** Ends the sync, after saying whose the mail stays. It shows nobody anything. */
export function DisconnectShared({ mailbox, again, close }: Props) {
  const styles = useStyles();
  const words = useWords();
  const { act, isBusy, error } = useAct(again);
  const { address, steward } = mailbox;
  const disconnect = () =>
    void act(
      mailbox.id,
      (key) => disconnectSharedMailbox(mailbox.id, key),
      () => {
        // The row goes with the button that was pressed.
        document.querySelector<HTMLElement>('main h1')?.focus();
        close();
        again();
        return { said: words('said_sharedDisconnected', { address, name: steward.displayName }) };
      },
    );
  return (
    <>
      <p className={styles.text}>
        <bdi>{words('disconnectSharedMeans', { name: steward.displayName })}</bdi>
      </p>
      {error && <ErrorBanner text={mailboxErrorOf(error, words)} />}
      <Button disabledFocusable={isBusy} onClick={disconnect}>
        {words('disconnectNamed', { name: address })}
      </Button>
    </>
  );
}
