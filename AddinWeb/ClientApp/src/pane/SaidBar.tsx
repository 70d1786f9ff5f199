import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons';
import { useEffect, useRef } from 'react';
import { useLanguage, useWords } from '../words/words';
import { sentenceOf } from './sentence';
import type { Said } from './session';

const useStyles = makeStyles({
  region: { position: 'sticky', bottom: '12px', zIndex: 1 },
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorTransparentStroke}`,
    backgroundColor: tokens.colorNeutralBackgroundInverted,
    color: tokens.colorNeutralForegroundInverted,
    boxShadow: tokens.shadow8,
  },
  text: { flex: '1 1 10rem', overflowWrap: 'anywhere' },
  button: {
    color: tokens.colorNeutralForegroundInverted,
    ':hover': { color: tokens.colorNeutralForegroundInverted, textDecorationLine: 'underline' },
    ':hover:active': { color: tokens.colorNeutralForegroundInverted },
  },
});

interface Props {
  said: Said | null;
  undo: (changes: string[]) => void;
  dismiss: () => void;
}

/** What the last action came to, told once to screen readers too, and the way back. */
export function SaidBar({ said, undo, dismiss }: Props) {
  const styles = useStyles();
  const words = useWords();
  const language = useLanguage();
  const undoButton = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // The button that was pressed may have gone with what it did; then the way back is where the eye goes.
    if (said && document.activeElement === document.body) undoButton.current?.focus();
  }, [said]);
  return (
    <div className={styles.region} role="status">
      {said && (
        <div className={styles.bar}>
          <span className={styles.text}>
            <bdi>{sentenceOf(said, language, words)}</bdi>
          </span>
          {said.undo.length > 0 && (
            <Button
              ref={undoButton}
              size="small"
              appearance="transparent"
              className={styles.button}
              onClick={() => undo(said.undo)}
            >
              {words('undo')}
            </Button>
          )}
          <Button
            size="small"
            appearance="transparent"
            className={styles.button}
            icon={<DismissRegular />}
            aria-label={words('dismiss')}
            onClick={dismiss}
          />
        </div>
      )}
    </div>
  );
}
