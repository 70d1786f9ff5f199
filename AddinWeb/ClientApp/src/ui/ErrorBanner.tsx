import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons';

const useStyles = makeStyles({
  banner: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground1,
  },
  error: {
    backgroundColor: tokens.colorStatusDangerBackground1,
    border: `1px solid ${tokens.colorStatusDangerBorder1}`,
  },
  notice: { backgroundColor: tokens.colorNeutralBackground3, border: `1px solid ${tokens.colorNeutralStroke2}` },
  text: { flex: '1 1 12rem', overflowWrap: 'anywhere' },
  // The cross stays in its corner; what can be done stands below.
  besideDismiss: { flexBasis: 'calc(100% - 48px)' },
});

interface Props {
  text: string;
  /** error: something the user did went wrong · notice: something to know, which mends itself or has a button */
  tone?: 'error' | 'notice';
  actions?: { label: string; onPress: () => void }[];
  dismiss?: { label: string; onPress: () => void };
}

export function ErrorBanner({ text, tone = 'error', actions = [], dismiss }: Props) {
  const styles = useStyles();
  return (
    <div className={`${styles.banner} ${styles[tone]}`} role={tone === 'error' ? 'alert' : 'status'}>
      <span className={mergeClasses(styles.text, dismiss && styles.besideDismiss)} dir="auto">
        {text}
      </span>
      {dismiss && (
        <Button
          size="small"
          appearance="transparent"
          icon={<DismissRegular />}
          aria-label={dismiss.label}
          onClick={dismiss.onPress}
        />
      )}
      {actions.map((action) => (
        <Button key={action.label} size="small" appearance="secondary" onClick={action.onPress}>
          {action.label}
        </Button>
      ))}
    </div>
  );
}
