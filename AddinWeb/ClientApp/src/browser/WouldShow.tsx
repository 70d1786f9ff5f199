import { Button, makeStyles, tokens } from '@fluentui/react-components';
import type { ApiError } from '../api/client';
import { gainOf } from '../words/sentences';
import { useLanguage, useWords } from '../words/words';

const useStyles = makeStyles({
  text: { margin: 0, overflowWrap: 'anywhere' },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

interface Props {
  /** code would_expose */
  error: ApiError;
  agree: () => void;
  cancel: () => void;
}

/** What was asked would show mail to people: they are named before it happens (R11). */
export function WouldShow({ error, agree, cancel }: Props) {
  const styles = useStyles();
  const words = useWords();
  const language = useLanguage();
  const { count = 0, messages = 1, people = [] } = error.problem ?? {};
  const preview = { people: people.map((one) => ({ ...one, messages })), count, messages, warnings: [] };
  return (
    <div role="group" aria-label={words('whoSees')}>
      {gainOf(preview, language, words).map((sentence) => (
        <p key={sentence} className={styles.text}>
          <bdi>{sentence}</bdi>
        </p>
      ))}
      <div className={styles.buttons}>
        <Button size="small" appearance="primary" onClick={agree}>
          {words('shareWith', { count })}
        </Button>
        <Button size="small" onClick={cancel}>
          {words('cancel')}
        </Button>
      </div>
    </div>
  );
}
