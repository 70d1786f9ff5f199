import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { CopyRegular } from '@fluentui/react-icons';
import { useCopy } from '../ui/useCopy';
import { useWords } from '../words/words';

const useStyles = makeStyles({
  all: { display: 'grid', rowGap: tokens.spacingVerticalXS, justifyItems: 'start' },
  code: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    overflowWrap: 'anywhere',
    userSelect: 'all',
  },
});

/** A Smart BCC address with the button that copies it. */
export function CopyAddress({ address }: { address: string }) {
  const styles = useStyles();
  const words = useWords();
  const [state, copy] = useCopy();
  return (
    <div className={styles.all}>
      <span className={styles.code}>{address}</span>
      <Button size="small" icon={<CopyRegular />} onClick={() => copy(address)}>
        {words(state === 'copied' ? 'copied' : 'copyAddress')}
      </Button>
      <span role="status">{state === 'failed' && words('copyFailed')}</span>
    </div>
  );
}
