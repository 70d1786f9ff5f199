import { makeStyles, tokens } from '@fluentui/react-components';
import type { OwnMessage } from '../api/types';
import { useWords } from '../words/words';

const useStyles = makeStyles({
  quiet: { margin: 0, color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
});

/** How the mail here and the one in the mailbox differ: only one of them is there, or only one is whole. */
export function InMailbox({ message }: { message: OwnMessage }) {
  const styles = useStyles();
  const words = useWords();
  return (
    <>
      {message.noLongerInMailbox && <p className={styles.quiet}>{words('noLongerInMailbox')}</p>}
      {message.withoutAttachments && <p className={styles.quiet}>{words('mailWithoutAttachments')}</p>}
    </>
  );
}
