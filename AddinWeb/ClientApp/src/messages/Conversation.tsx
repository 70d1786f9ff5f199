import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import type { Action } from '../api/actions';
import { ApiError } from '../api/client';
import { getConversation } from '../api/conversations';
import type { OwnMessage } from '../api/types';
import { ErrorBanner } from '../ui/ErrorBanner';
import { PopoverButton } from '../ui/PopoverButton';
import { errorOf, timeOf } from '../words/sentences';
import { hasWord, useLanguage, useWords } from '../words/words';
import { SplitHere } from './SplitHere';

const around = 2;

const useStyles = makeStyles({
  list: { margin: 0, padding: 0, listStyle: 'none', display: 'flex', flexDirection: 'column', rowGap: '8px' },
  this: { fontWeight: tokens.fontWeightSemibold },
  who: { overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, marginTop: tokens.spacingVerticalS },
});

interface Props {
  message: OwnMessage;
  stamp: unknown;
  act: (action: Action) => void;
}

/** The conversation of the open mail. `stamp` changes when there may be something new. */
export function Conversation({ message, stamp, act }: Props) {
  const words = useWords();
  const { mails, error } = useMails(message.conversationId, stamp);
  return error ? (
    <ErrorBanner text={errorOf(error, words, 'reading')} />
  ) : (
    <Mails message={message} mails={mails} act={act} />
  );
}

/** The mails around this one, each with the rule that placed it here (R66), and the way to part them. */
export function Mails({ message, mails, act }: Omit<Props, 'stamp'> & { mails: OwnMessage[] }) {
  const styles = useStyles();
  const words = useWords();
  const [isWhole, showWhole] = useState(false);
  const at = mails.findIndex((one) => one.id === message.id);
  const shown = isWhole ? mails : mails.slice(Math.max(0, at - around), Math.max(0, at) + around + 1);
  return (
    <>
      <ol className={styles.list} aria-busy={mails.length === 0}>
        {shown.map((mail) => (
          <Mail key={mail.id} mail={mail} isThis={mail.id === message.id} />
        ))}
      </ol>
      <div className={styles.actions}>
        {shown.length < mails.length && (
          <Button size="small" onClick={() => showWhole(true)}>
            {words('showAll', { count: mails.length })}
          </Button>
        )}
        {at >= 0 && mails.length > 1 && (
          <PopoverButton label={words('splitHere')} size="small">
            {(close) => <SplitHere later={at === 0 ? 0 : mails.length - 1 - at} act={act} close={close} />}
          </PopoverButton>
        )}
      </div>
    </>
  );
}

function Mail({ mail, isThis }: { mail: OwnMessage; isThis: boolean }) {
  const styles = useStyles();
  const words = useWords();
  const language = useLanguage();
  const { name, address } = mail.from;
  const placed = `placed_${mail.placedBy}`;
  return (
    <li aria-current={isThis || undefined}>
      <div className={`${styles.who} ${isThis ? styles.this : ''}`}>
        <bdi>{isThis ? words('thisMail') : name || address || words('senderUnread')}</bdi>
        {' · '}
        <time dateTime={mail.date}>{timeOf(new Date(mail.date), language)}</time>
      </div>
      {hasWord(placed) && <div className={styles.quiet}>{words(placed)}</div>}
    </li>
  );
}

function useMails(id: string, stamp: unknown) {
  const [read, setRead] = useState<{ id: string; mails: OwnMessage[]; error: ApiError | null }>({ id, ...nothing });
  useEffect(() => {
    const asking = new AbortController();
    getConversation(id, asking.signal).then(
      ({ items }) => setRead({ id, mails: items, error: null }),
      (error) => !asking.signal.aborted && setRead({ id, mails: [], error: error as ApiError }),
    );
    return () => asking.abort();
  }, [id, stamp]);
  // The mails of the conversation that this one was split from are none of its own.
  return read.id === id ? read : nothing;
}

const nothing = { mails: [] as OwnMessage[], error: null };
