import { Button, makeStyles } from '@fluentui/react-components';
import { patchUser } from '../api/admin';
import type { AdminUser } from '../api/types';
import { useAct } from '../records/useAct';
import { ErrorBanner } from '../ui/ErrorBanner';
import { errorOf } from '../words/sentences';
import { useWords } from '../words/words';
import { focusRow } from './AdminRow';

const useStyles = makeStyles({ text: { margin: 0, overflowWrap: 'anywhere' } });

interface Props {
  user: AdminUser;
  again: () => void;
  close: () => void;
}

/** What stays and what goes when somebody leaves (S57). It shows nobody anything. */
export function MarkAsLeft({ user, again, close }: Props) {
  const styles = useStyles();
  const words = useWords();
  const { act, isBusy, error } = useAct(again);
  const mark = () =>
    void act(
      [user.id, 'left'],
      (key) => patchUser(user.id, { left: true }, key),
      () => {
        focusRow(user.id);
        close();
        again();
        return { said: words('said_left', { name: user.displayName }) };
      },
    );
  return (
    <>
      <p className={styles.text}>{words('leaveMeans')}</p>
      {user.records > 0 && <p className={styles.text}>{words('leaveRecords', { count: user.records })}</p>}
      {error && <ErrorBanner text={errorOf(error, words)} />}
      <Button appearance="primary" disabledFocusable={isBusy} onClick={mark}>
        {words('markNamed', { name: user.displayName })}
      </Button>
    </>
  );
}
