import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { createContext, useCallback, useContext, useState, type ReactNode } from 'react';
import { ApiError, newKey } from '../api/client';
import { undoChange } from '../api/messages';
import { errorOf } from '../words/sentences';
import { useWords } from '../words/words';

interface Said {
  text: string;
  change: string | null;
  changed: () => void;
  /** undoing would show mail to this many people again: asked once more */
  exposes: number;
}

type Say = (text: string, change: string | null, changed: () => void) => void;

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
  },
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    maxWidth: '40rem',
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorTransparentStroke}`,
    backgroundColor: tokens.colorNeutralBackgroundInverted,
    color: tokens.colorNeutralForegroundInverted,
    boxShadow: tokens.shadow8,
  },
  text: { flex: '1 1 12rem', overflowWrap: 'anywhere' },
  button: { color: tokens.colorNeutralForegroundInverted },
});

/** The one place at the foot of every page where what happened is said, to screen readers too. */
export function SaidRegion({ children }: { children: ReactNode }) {
  const styles = useStyles();
  const words = useWords();
  const [said, setSaid] = useState<Said | null>(null);
  const say = useCallback<Say>((text, change, changed) => setSaid({ text, change, changed, exposes: 0 }), []);

  const undo = async (one: Said) => {
    try {
      await undoChange(one.change as string, one.exposes > 0, newKey());
      one.changed();
      setSaid({ ...one, text: words('said_undone'), change: null, exposes: 0 });
    } catch (failure) {
      const error = failure as ApiError;
      const exposes = error.code === 'would_expose' ? Number(error.problem?.count ?? 0) : 0;
      setSaid(
        exposes > 0
          ? { ...one, text: words('undoShows', { count: exposes }), exposes }
          : { ...one, text: errorOf(error, words), change: null, exposes: 0 },
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
              <Button size="small" appearance="transparent" className={styles.button} onClick={() => void undo(said)}>
                {words(said.exposes > 0 ? 'undoAndShow' : 'undo', { count: said.exposes })}
              </Button>
            )}
            <Button size="small" appearance="transparent" className={styles.button} onClick={() => setSaid(null)}>
              {words('dismiss')}
            </Button>
          </div>
        )}
      </div>
    </SayContext>
  );
}
