import { makeStyles, tokens } from '@fluentui/react-components';
import { getSharedMailboxes } from '../api/mailAccounts';
import type { SharedMailbox } from '../api/mailAccountTypes';
import type { Me, Page } from '../api/types';
import { troubleOf } from '../mailAccounts/trouble';
import { AskedState } from '../records/AskedState';
import { useAsked } from '../records/useAsked';
import { PopoverButton } from '../ui/PopoverButton';
import { timeOf } from '../words/sentences';
import { useLanguage, useWords, type Words } from '../words/words';
import { AdminFrame } from './AdminFrame';
import { AdminRow } from './AdminRow';
import { ConnectShared } from './ConnectShared';
import { DisconnectShared } from './DisconnectShared';
import { useMailboxNews } from './useMailboxNews';

const useStyles = makeStyles({
  list: { listStyle: 'none', margin: 0, padding: 0 },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200, margin: 0 },
  tools: { position: 'relative' },
});

/** Mailboxes that are nobody's own: whose mail they become and how they stand, never what is in them (S11, S15). */
export const SharedMailboxes = ({ me }: { me: Me }) => (
  <AdminFrame me={me} title="sharedMailboxesNav">
    <List />
  </AdminFrame>
);

function List() {
  const styles = useStyles();
  const words = useWords();
  const language = useLanguage();
  const asked = useAsked<Page<SharedMailbox>>('shared mailboxes', getSharedMailboxes);
  useMailboxNews(asked.again);
  const { value, again } = asked;
  return (
    <>
      <p className={styles.quiet}>{words('sharedMailboxesMean')}</p>
      <AskedState asked={asked} />
      {value?.items.length === 0 && <p className={styles.quiet}>{words('noSharedMailboxes')}</p>}
      {value && (
        <div className={styles.tools}>
          <PopoverButton label={words('connectShared')}>
            {(close) => <ConnectShared again={again} close={close} />}
          </PopoverButton>
        </div>
      )}
      <ul className={styles.list}>
        {value?.items.map((mailbox) => (
          <AdminRow
            key={mailbox.id}
            id={mailbox.id}
            name={mailbox.address}
            facts={[
              words('stewardIs', { name: mailbox.steward.displayName }),
              [
                words('connectedSince', { date: timeOf(new Date(mailbox.connectedAt), language) }),
                stateOf(mailbox, words),
              ].join(language === 'ja' ? '' : ' '),
              mailbox.trouble ? troubleOf(mailbox.trouble, words, true) : '',
            ].filter(Boolean)}
          >
            <PopoverButton
              size="small"
              label={words('disconnect')}
              title={words('disconnectNamed', { name: mailbox.address })}
            >
              {(close) => <DisconnectShared mailbox={mailbox} again={again} close={close} />}
            </PopoverButton>
          </AdminRow>
        ))}
      </ul>
    </>
  );
}

function stateOf({ state, trouble, steward }: SharedMailbox, words: Words): string {
  if (state === 'stopped') return words('sync_stopped');
  if (trouble) return words('sync_retry');
  return state === 'choosing' ? words('shared_choosing', { name: steward.displayName }) : words('shared_syncing');
}
