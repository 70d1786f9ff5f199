import { Button, makeStyles } from '@fluentui/react-components';
import type { Action } from '../api/actions';
import { useWords } from '../words/words';

const useStyles = makeStyles({ text: { margin: 0, overflowWrap: 'anywhere' } });

interface Props {
  /** how many mails of the conversation came after this one; 0: to take them along would change nothing */
  later: number;
  act: (action: Action) => void;
  close: () => void;
}

/** This mail, or it and all later ones, into a conversation of their own. */
export function SplitHere({ later, act, close }: Props) {
  const styles = useStyles();
  const words = useWords();
  const split = (count: number | null) => {
    act({ kind: 'split', later: count });
    close();
  };
  return (
    <>
      <p className={styles.text}>{words('splitMeans')}</p>
      <Button appearance="primary" onClick={() => split(null)}>
        {words('splitThis')}
      </Button>
      {later > 0 && <Button onClick={() => split(later)}>{words('splitLater', { count: later })}</Button>}
    </>
  );
}
