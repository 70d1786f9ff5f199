import { makeStyles } from '@fluentui/react-components';
import { SaidBar } from '../ui/SaidBar';
import { useLanguage, useWords } from '../words/words';
import type { Entry } from './outbox';
import { questionOf, sentenceOf } from './sentence';
import type { PaneSession, Said } from './session';

const useStyles = makeStyles({ region: { position: 'sticky', bottom: '12px', zIndex: 1 } });

interface Props {
  said: Said | null;
  /** an undo, another sender, or a share that waited: it would show mail to more people */
  asking: Entry | null;
  session: PaneSession;
}

/** What the last action came to, and the way back. */
export function LastAction({ said, asking, session }: Props) {
  const styles = useStyles();
  const words = useWords();
  const language = useLanguage();
  const question = asking && questionOf(asking, language, words);
  const way = question
    ? { label: question.label, onPress: () => session.consent(asking.key) }
    : said && said.undo.length > 0
      ? { label: words('undo'), onPress: () => session.act({ kind: 'undo', changes: said.undo }) }
      : null;
  return (
    <SaidBar
      className={styles.region}
      text={question ? question.text : said && sentenceOf(said, language, words)}
      way={way}
      dismiss={{
        label: words(asking ? 'cancel' : 'dismiss'),
        onPress: () => (asking ? session.cancel(asking.key) : session.dismiss()),
      }}
    />
  );
}
