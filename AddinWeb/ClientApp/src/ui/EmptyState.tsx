import { Button, makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  state: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    rowGap: tokens.spacingVerticalM,
    padding: `${tokens.spacingVerticalM} 0`,
    color: tokens.colorNeutralForeground2,
  },
  text: { margin: 0, overflowWrap: 'anywhere' },
});

interface Props {
  text: string;
  action?: { label: string; onPress: () => void };
  children?: ReactNode;
}

/** One short sentence and one button. */
export function EmptyState({ text, action, children }: Props) {
  const styles = useStyles();
  return (
    <div className={styles.state}>
      <p className={styles.text}>{text}</p>
      {action && (
        <Button appearance="primary" onClick={action.onPress}>
          {action.label}
        </Button>
      )}
      {children}
    </div>
  );
}
