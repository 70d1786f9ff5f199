import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons';
import { useEffect, useRef } from 'react';

const useStyles = makeStyles({
  bar: {
    pointerEvents: 'auto',
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalXS,
    maxWidth: '40rem',
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalS} ${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorTransparentStroke}`,
    backgroundColor: tokens.colorNeutralBackgroundInverted,
    color: tokens.colorNeutralForegroundInverted,
    boxShadow: tokens.shadow8,
  },
  text: { flex: '1 1 10rem', overflowWrap: 'anywhere' },
  dismiss: { marginInlineStart: 'auto' },
  button: {
    color: tokens.colorNeutralForegroundInverted,
    ':hover': { color: tokens.colorNeutralForegroundInverted, textDecorationLine: 'underline' },
    ':hover:active': { color: tokens.colorNeutralForegroundInverted },
  },
});

interface Props {
  /** null: nothing is said, and the place stays for screen readers */
  text: string | null;
  /** what can be done about it: undo, or undo all the same */
  way: { label: string; onPress: () => void } | null;
  dismiss: { label: string; onPress: () => void };
  className?: string;
}

/** What an act came to, said to screen readers too, with the way back. */
export function SaidBar({ text, way, dismiss, className }: Props) {
  const styles = useStyles();
  const first = useRef<HTMLButtonElement>(null);
  const label = way?.label;
  useEffect(() => {
    // The button that was pressed may have gone with what it did; then the way back is where the eye goes.
    if (text && document.activeElement === document.body) first.current?.focus();
  }, [text, label]);
  return (
    <div className={className} role="status">
      {text && (
        <div className={styles.bar}>
          <span className={styles.text}>
            <bdi>{text}</bdi>
          </span>
          {way && (
            <Button ref={first} size="small" appearance="transparent" className={styles.button} onClick={way.onPress}>
              {way.label}
            </Button>
          )}
          <Button
            size="small"
            appearance="transparent"
            className={mergeClasses(styles.button, styles.dismiss)}
            icon={<DismissRegular />}
            aria-label={dismiss.label}
            onClick={dismiss.onPress}
          />
        </div>
      )}
    </div>
  );
}
