import { Badge, makeStyles, tokens } from '@fluentui/react-components';
import type { MailAccount } from '../api/mailAccountTypes';
import { useWords } from '../words/words';

const useStyles = makeStyles({
  title: {
    margin: 0,
    fontSize: tokens.fontSizeBase400,
    lineHeight: tokens.lineHeightBase400,
    fontWeight: tokens.fontWeightSemibold,
    overflowWrap: 'anywhere',
  },
  // It ends what belongs to the mailbox above it.
  shared: { marginTop: tokens.spacingVerticalL },
  quiet: { margin: 0, color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

/** Which mailbox the rest is about, where there are several; and what it means that one is shared (S15). */
export function MailboxTitle({ account }: { account: MailAccount }) {
  const styles = useStyles();
  const words = useWords();
  return (
    <div className={account.shared ? styles.shared : undefined}>
      <h2 className={styles.title}>
        <bdi>{account.address}</bdi>
        {account.shared && (
          <>
            {' '}
            <Badge appearance="tint" color="informative" size="small">
              {words('sharedMailbox')}
            </Badge>
          </>
        )}
      </h2>
      {account.shared && <p className={styles.quiet}>{words('sharedMailboxIs')}</p>}
    </div>
  );
}
