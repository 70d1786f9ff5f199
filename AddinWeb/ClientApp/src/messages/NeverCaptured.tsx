import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useWords } from '../words/words';

const useStyles = makeStyles({
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  text: { color: tokens.colorNeutralForeground2, flex: '1 1 12rem', overflowWrap: 'anywhere' },
});

interface Props {
  entry: string;
  isCompanys: boolean;
  openSettings: () => void;
}

/** R70: why this mail is not captured, and where that is changed; there is no way past it from here. */
export function NeverCaptured({ entry, isCompanys, openSettings }: Props) {
  const styles = useStyles();
  const words = useWords();
  return (
    <div className={styles.line}>
      <span className={styles.text}>
        {words(isCompanys ? 'neverCapturedByCompany' : 'neverCapturedBy', { name: entry })}
      </span>
      <Button size="small" onClick={openSettings}>
        {words('openNeverCapture')}
      </Button>
    </div>
  );
}
