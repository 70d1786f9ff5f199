import { makeStyles } from '@fluentui/react-components';
import { patchUser } from '../api/admin';
import type { AdminUser } from '../api/types';
import { useAct } from '../records/useAct';
import { ErrorBanner } from '../ui/ErrorBanner';
import { errorOf } from '../words/sentences';
import { useWords } from '../words/words';
import { focusRow } from './AdminRow';
import { BlindPreview } from './BlindPreview';

const useStyles = makeStyles({ text: { margin: 0, overflowWrap: 'anywhere' } });

interface Props {
  user: AdminUser;
  again: () => void;
  close: () => void;
}

/** Who was marked as left sees again what colleagues see: told by number first (S6). */
export function TakeBack({ user, again, close }: Props) {
  const styles = useStyles();
  const words = useWords();
  const { act, isBusy, error } = useAct(again);
  const take = () =>
    void act(
      [user.id, 'back'],
      (key) => patchUser(user.id, { left: false }, key),
      () => {
        focusRow(user.id);
        close();
        again();
        return { said: words('said_back', { name: user.displayName }) };
      },
    );
  return (
    <>
      <p className={styles.text}>{words('takeBackMeans')}</p>
      {error && <ErrorBanner text={errorOf(error, words)} />}
      <BlindPreview
        request={{ return: { userId: user.id } }}
        label={words('takeBackNamed', { name: user.displayName })}
        isBusy={isBusy}
        agree={take}
      />
    </>
  );
}
