import { makeStyles } from '@fluentui/react-components';
import { SaidBar } from '../ui/SaidBar';
import { useLanguage, useWords } from '../words/words';
import type { Entry } from './outbox';
import { sentenceOf } from './sentence';
import type { PaneSession, Said } from './session';

const useStyles = makeStyles({ region: { position: 'sticky', bottom: '12px', zIndex: 1 } });

interface Props {
  said: Said | null;
  /** an undo, or another sender, that would show mail to more people */
  asking: Entry | null;
  session: PaneSession;
}

/** What the last action came to, and the way back. */
export function LastAction({ said, asking, session }: Props) {
  const styles = useStyles();
  const words = useWords();
  const language = useLanguage();
  const count = asking?.preview?.count ?? 0;
  const isUndo = asking?.action.kind === 'undo';
  const way = asking
    ? { label: words(isUndo ? 'undoAndShow' : 'correctAndShow', { count }), onPress: () => session.consent(asking.key) }
    : said && said.undo.length > 0
      ? { label: words('undo'), onPress: () => session.act({ kind: 'undo', changes: said.undo }) }
      : null;
  return (
    <SaidBar
      className={styles.region}
      text={
        asking ? words(isUndo ? 'undoShows' : 'correctShows', { count }) : said && sentenceOf(said, language, words)
      }
      way={way}
      dismiss={{
        label: words(asking ? 'cancel' : 'dismiss'),
        onPress: () => (asking ? session.cancel(asking.key) : session.dismiss()),
      }}
    />
  );
}
