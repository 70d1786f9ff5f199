import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useId, useState } from 'react';
import { newKey, type ApiError } from '../api/client';
import { confirmMessage, deleteMessage, getDoubtfulMail } from '../api/review';
import type { OwnMessage, Written } from '../api/types';
import { useLive } from '../records/live';
import { useSay } from '../records/said';
import { usePages } from '../records/usePages';
import { errorOf, timeOf } from '../words/sentences';
import { useLanguage, useWords, type WordKey } from '../words/words';
import { WouldShow } from './WouldShow';

const useStyles = makeStyles({
  box: {
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  title: { margin: 0, fontSize: tokens.fontSizeBase400 },
  quiet: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200, margin: 0 },
  list: { listStyle: 'none', margin: 0, padding: 0 },
  row: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    paddingTop: tokens.spacingVerticalS,
  },
  what: { flex: '1 1 16rem', minWidth: 0, overflowWrap: 'anywhere' },
  subject: { fontWeight: tokens.fontWeightSemibold },
});

/** Mail in my name for which an old signature alone vouches (S30); nothing when there is none. */
export function DoubtfulMail() {
  const styles = useStyles();
  const words = useWords();
  const id = useId();
  const mail = usePages<OwnMessage>('doubtful mail', getDoubtfulMail);
  useLive((event) => event.kind === 'message' && mail.again(), mail.again);
  const rows = mail.value?.items ?? [];
  if (rows.length === 0) return null;
  return (
    <section className={styles.box} aria-labelledby={id}>
      <h2 id={id} className={styles.title}>
        {words('isThisYours')}
      </h2>
      <p className={styles.quiet}>{words('isThisYoursMeans')}</p>
      <ul className={styles.list}>
        {rows.map((message) => (
          <Row key={message.id} message={message} again={mail.again} />
        ))}
      </ul>
      {mail.value?.hasMore && <Button onClick={mail.more}>{words('showMore')}</Button>}
    </section>
  );
}

function Row({ message, again }: { message: OwnMessage; again: () => void }) {
  const styles = useStyles();
  const words = useWords();
  const language = useLanguage();
  const say = useSay();
  const [asking, setAsking] = useState<ApiError | null>(null);
  const answer = (write: Promise<Written>, done: WordKey) =>
    void write.then(
      ({ change }) => {
        again();
        say(words(done), change?.undoUntil ? change.id : null, again);
      },
      (error: ApiError) => {
        if (error.code === 'would_expose') setAsking(error);
        else say(errorOf(error, words), null);
      },
    );
  const people = message.to.map((one) => one.name || one.address).join(', ');
  return (
    <li className={styles.row}>
      <div className={styles.what}>
        <div className={styles.subject} dir="auto">
          {message.subject || words('noSubject')}
        </div>
        <div className={styles.quiet}>
          <bdi>{words('toPeople', { names: people })}</bdi>
          {' · '}
          <time dateTime={message.date}>{timeOf(new Date(message.date), language)}</time>
        </div>
      </div>
      {asking ? (
        <WouldShow
          error={asking}
          agree={() => answer(confirmMessage(message.id, true, newKey()), 'said_confirmed')}
          cancel={() => setAsking(null)}
        />
      ) : (
        <>
          <Button size="small" onClick={() => answer(confirmMessage(message.id, false, newKey()), 'said_confirmed')}>
            {words('isMine')}
          </Button>
          <Button size="small" onClick={() => answer(deleteMessage(message.id, newKey()), 'said_disowned')}>
            {words('isNotMine')}
          </Button>
        </>
      )}
    </li>
  );
}
