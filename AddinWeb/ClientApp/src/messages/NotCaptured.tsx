import { Button, makeStyles, tokens } from '@fluentui/react-components';
import type { Action } from '../api/actions';
import { useWords } from '../words/words';

const useStyles = makeStyles({
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  text: { color: tokens.colorNeutralForeground2, flex: '1 1 auto' },
});

interface Props {
  isDeletedHere: boolean;
  /** an action that captures it is under way */
  isCapturing: boolean;
  act: (action: Action) => void;
}

export function NotCaptured({ isDeletedHere, isCapturing, act }: Props) {
  const styles = useStyles();
  const words = useWords();
  return (
    <div className={styles.line}>
      <span className={styles.text}>
        {words(isCapturing ? 'capturing' : isDeletedHere ? 'deletedHere' : 'notCaptured')}
      </span>
      {!isCapturing && (
        <Button size="small" onClick={() => act({ kind: 'capture', again: isDeletedHere })}>
          {words(isDeletedHere ? 'addAgain' : 'add')}
        </Button>
      )}
    </div>
  );
}
