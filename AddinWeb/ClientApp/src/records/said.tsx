import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons';
import { createContext, useCallback, useContext, useEffect, useRef, useState, type ReactNode } from 'react';
import { ApiError, newKey } from '../api/client';
import { undoChange } from '../api/messages';
import { errorOf } from '../words/sentences';
import { useWords } from '../words/words';

interface Said {
  text: string;
  change: string | null;
  undone?: () => void;
  /** undoing would show mail to this many people again: asked once more */
  exposes: number;
}

/** `change`: what can be undone; `undone`: read anew what it touched. */
type Say = (text: string, change: string | null, undone?: () => void) => void;

const SayContext = createContext<Say>(() => undefined);

/** Tells what an act came to, with the way back. */
export const useSay = (): Say => useContext(SayContext);

const useStyles = makeStyles({
  region: {
    position: 'fixed',
    insetInline: '16px',
    bottom: '16px',
    display: 'grid',
    justifyItems: 'center',
    zIndex: 10,
    pointerEvents: 'none',
  },
  bar: {
    pointerEvents: 'auto',
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalXS,
    maxWidth: '40rem',
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorTransparentStroke}`,
    backgroundColor: tokens.colorNeutralBackgroundInverted,
    color: tokens.colorNeutralForegroundInverted,
    boxShadow: tokens.shadow8,
  },
  text: { flex: '0 1 auto', overflowWrap: 'anywhere' },
  button: {
    color: tokens.colorNeutralForegroundInverted,
    ':hover': { color: tokens.colorNeutralForegroundInverted, textDecorationLine: 'underline' },
    ':hover:active': { color: tokens.colorNeutralForegroundInverted },
  },
});

/** The one place at the foot of every page where what happened is said, to screen readers too. */
export function SaidRegion({ children }: { children: ReactNode }) {
  const styles = useStyles();
  const words = useWords();
  const [said, setSaid] = useState<Said | null>(null);
  const wayBack = useRef<HTMLButtonElement>(null);
  const say = useCallback<Say>((text, change, undone) => setSaid({ text, change, undone, exposes: 0 }), []);
  useEffect(() => {
    // The button that was pressed may have gone with what it did; then the way back is where the eye goes.
    if (said && document.activeElement === document.body) wayBack.current?.focus();
  }, [said]);

  const undo = async (one: Said) => {
    try {
      await undoChange(one.change as string, one.exposes > 0, newKey());
      one.undone?.();
      setSaid({ text: words('said_undone'), change: null, exposes: 0 });
    } catch (failure) {
      const error = failure as ApiError;
      const exposes = error.code === 'would_expose' ? (error.problem?.count ?? 0) : 0;
      setSaid(
        exposes > 0
          ? { ...one, text: words('undoShows', { count: exposes }), exposes }
          : {
              text: errorOf(error, words),
              change: error.isPassing ? one.change : null,
              undone: one.undone,
              exposes: 0,
            },
      );
    }
  };
  return (
    <SayContext value={say}>
      {children}
      <div className={styles.region} role="status">
        {said && (
          <div className={styles.bar}>
            <span className={styles.text}>
              <bdi>{said.text}</bdi>
            </span>
            {said.change && (
              <Button
                ref={wayBack}
                size="small"
                appearance="transparent"
                className={styles.button}
                onClick={() => void undo(said)}
              >
                {said.exposes > 0 ? words('undoAndShow', { count: said.exposes }) : words('undo')}
              </Button>
            )}
            <Button
              size="small"
              appearance="transparent"
              className={styles.button}
              icon={<DismissRegular />}
              aria-label={words(said.exposes > 0 ? 'cancel' : 'dismiss')}
              onClick={() => setSaid(null)}
            />
          </div>
        )}
      </div>
    </SayContext>
  );
}
