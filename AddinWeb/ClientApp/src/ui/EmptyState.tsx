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
  text: {
    margin: 0,
    overflowWrap: 'anywhere',
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    fontWeight: tokens.fontWeightRegular,
  },
});

interface Props {
  text: string;
  /** nothing else is on the page: the sentence is its heading */
  isPage?: boolean;
  action?: { label: string; onPress: () => void };
  children?: ReactNode;
}

/** One short sentence and one button. */
export function EmptyState({ text, isPage, action, children }: Props) {
  const styles = useStyles();
  const Text = isPage ? 'h1' : 'p';
  return (
    <div className={styles.state}>
      <Text className={styles.text}>{text}</Text>
      {action && (
        <Button appearance="primary" onClick={action.onPress}>
          {action.label}
        </Button>
      )}
      {children}
    </div>
  );
}
