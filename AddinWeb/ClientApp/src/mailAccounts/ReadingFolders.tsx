import { Button, makeStyles, Spinner, tokens } from '@fluentui/react-components';
import type { MailAccount } from '../api/mailAccountTypes';
import { ErrorBanner } from '../ui/ErrorBanner';
import { timeOf } from '../words/sentences';
import { useLanguage, useWords } from '../words/words';
import { troubleOf } from './trouble';

const useStyles = makeStyles({
  all: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', rowGap: tokens.spacingVerticalM },
});

interface Props {
  account: MailAccount;
  tryNow: () => void;
  /** null: it is not the reader who ends it */
  disconnect: (() => void) | null;
}

/** Connected a moment ago: the folders come by themselves, or it is said why they do not. */
export function ReadingFolders({ account, tryNow, disconnect }: Props) {
  const styles = useStyles();
  const words = useWords();
  const language = useLanguage();
  const { trouble, nextTryAt } = account;
  if (!trouble)
    return (
      <div role="status">
        <Spinner size="tiny" labelPosition="after" label={words('readingFolders', { name: account.address })} />
      </div>
    );
  const again = nextTryAt && words('triesAgain', { date: timeOf(new Date(nextTryAt), language) });
  return (
    <div className={styles.all}>
      <ErrorBanner
        tone="notice"
        text={[troubleOf(trouble, words, account.shared), again].filter(Boolean).join(' ')}
        actions={[{ label: words('tryAgain'), onPress: tryNow }]}
      />
      {disconnect && <Button onClick={disconnect}>{words('disconnect')}</Button>}
    </div>
  );
}
