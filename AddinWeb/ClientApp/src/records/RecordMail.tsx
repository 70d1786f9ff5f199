import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { AnyRecord } from '../api/records';
import type { LiveEvent } from '../api/types';
import { ErrorBanner } from '../ui/ErrorBanner';
import { Section } from '../ui/Section';
import { timeOf } from '../words/sentences';
import { useLanguage, useWords } from '../words/words';
import { AskedState } from './AskedState';
import { useLive } from './live';
import { MailItem } from './MailItem';
import { useRecordMail } from './useRecordMail';

const useStyles = makeStyles({
  all: { display: 'flex', flexDirection: 'column', alignItems: 'stretch', rowGap: tokens.spacingVerticalS },
  list: { listStyle: 'none', margin: 0, padding: 0 },
  quiet: { color: tokens.colorNeutralForeground3, margin: 0 },
});

interface Props {
  record: AnyRecord;
  concerns: (event: LiveEvent) => boolean;
  recordChanged: () => void;
}

/** The mail on a record. With the event that takes a mail back it goes, opened or not, and a quiet line says so. */
export function RecordMail({ record, concerns, recordChanged }: Props) {
  const styles = useStyles();
  const words = useWords();
  const language = useLanguage();
  const mail = useRecordMail(record.kind, record.id);
  const [openId, setOpenId] = useState<string | null>(null);
  const [told, setTold] = useState(0);
  const changed = () => {
    mail.again();
    recordChanged();
  };
  // A mail of one's own may come onto the record, or go, by an event of its own alone.
  const isMine = (event: LiveEvent) => event.kind === 'message' || event.kind === 'conversation';
  useLive((event) => (concerns(event) || isMine(event)) && mail.again(), mail.again);

  const rows = mail.value;
  // What went and comes back comes back closed.
  if (openId && rows && !rows.messages.some((one) => one.id === openId)) setOpenId(null);
  const went = (rows?.vanished ?? 0) - told;
  const last = [
    record.lastMailReceivedAt && words('lastReceived', { date: timeOf(new Date(record.lastMailReceivedAt), language) }),
    record.lastMailSentAt && words('lastSent', { date: timeOf(new Date(record.lastMailSentAt), language) }),
  ].filter(Boolean);
  return (
    <Section title={words('mailOnIt')}>
      <div className={styles.all}>
        {last.length > 0 && <p className={styles.quiet}>{last.join(' · ')}</p>}
        {went > 0 && (
          <ErrorBanner
            tone="notice"
            text={words('vanished', { count: went })}
            dismiss={{ label: words('dismiss'), onPress: () => setTold(rows?.vanished ?? 0) }}
          />
        )}
        <AskedState asked={mail} />
        {rows?.messages.length === 0 && <p className={styles.quiet}>{words('noMail')}</p>}
        <ul className={styles.list}>
          {rows?.messages.map((message) => (
            <MailItem
              key={message.id}
              message={message}
              isOpen={openId === message.id}
              toggle={() => setOpenId((open) => (open === message.id ? null : message.id))}
              changed={changed}
            />
          ))}
        </ul>
        {rows?.hasMore && (
          <div>
            <Button onClick={mail.more}>{words('showMore')}</Button>
          </div>
        )}
      </div>
    </Section>
  );
}
