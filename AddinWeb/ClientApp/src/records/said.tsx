import { makeStyles } from '@fluentui/react-components';
import { createContext, useCallback, useContext, useState, type ReactNode } from 'react';
import { ApiError, newKey } from '../api/client';
import { undoChange } from '../api/messages';
import { SaidBar } from '../ui/SaidBar';
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
});

/** The one place at the foot of every page where what happened is said, to screen readers too. */
export function SaidRegion({ children }: { children: ReactNode }) {
  const styles = useStyles();
  const words = useWords();
  const [said, setSaid] = useState<Said | null>(null);
  const say = useCallback<Say>((text, change, undone) => setSaid({ text, change, undone, exposes: 0 }), []);

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
      <SaidBar
        className={styles.region}
        text={said && said.text}
        way={
          said?.change
            ? {
                label: said.exposes > 0 ? words('undoAndShow', { count: said.exposes }) : words('undo'),
                onPress: () => void undo(said),
              }
            : null
        }
        dismiss={{
          label: words(said && said.exposes > 0 ? 'cancel' : 'dismiss'),
          onPress: () => setSaid(null),
        }}
      />
    </SayContext>
  );
}
