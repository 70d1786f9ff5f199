import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import { Link, useParams } from 'react-router';
import { pathOf } from '../api/actions';
import { getRecord, type AnyRecord } from '../api/records';
import type { RecordKind } from '../api/types';
import { EmptyState } from '../ui/EmptyState';
import { ErrorBanner } from '../ui/ErrorBanner';
import { KindIcon } from '../ui/icons';
import { Section } from '../ui/Section';
import { errorOf, timeOf } from '../words/sentences';
import { useLanguage, useWords } from '../words/words';
import { useLive } from './live';
import { MailItem } from './MailItem';
import { Notes } from './Notes';
import { RecordFacts } from './RecordFacts';
import { useAsked } from './useAsked';
import { useRecordMail } from './useRecordMail';

const useStyles = makeStyles({
  page: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalL },
  head: { display: 'flex', alignItems: 'center', columnGap: tokens.spacingHorizontalS, minWidth: 0 },
  title: {
    margin: 0,
    fontSize: tokens.fontSizeBase500,
    lineHeight: tokens.lineHeightBase500,
    overflowWrap: 'anywhere',
    outlineStyle: 'none',
  },
  columns: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: tokens.spacingHorizontalXXL,
    '@media (min-width: 900px)': { gridTemplateColumns: '20rem minmax(0, 1fr)' },
  },
  side: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalL, minWidth: 0 },
  list: { listStyle: 'none', margin: 0, padding: 0 },
  quiet: { color: tokens.colorNeutralForeground3, margin: 0 },
});

/** A record with its facts and the mail on it that the viewer may see; it follows what happens (R106, S77). */
export function RecordPage({ kind }: { kind: RecordKind }) {
  const { id = '' } = useParams();
  const styles = useStyles();
  const words = useWords();
  const {
    value: record,
    error,
    isLoading,
    again,
    set,
  } = useAsked<AnyRecord>(`${kind}/${id}`, (signal) => getRecord(kind, id, signal));
  useTitle(record?.name);

  if (isLoading) return <p role="status">{words('loading')}</p>;
  if (!record)
    return (
      <EmptyState text={error?.status === 404 ? words('recordGone') : errorOf(error as never, words)}>
        {error?.status !== 404 && <Button onClick={again}>{words('tryAgain')}</Button>}
        <Link to={`/${pathOf[kind]}`}>{words('backToList')}</Link>
      </EmptyState>
    );
  return (
    <article className={styles.page}>
      <header className={styles.head}>
        <KindIcon kind={kind} />
        <h1 className={styles.title} tabIndex={-1} dir="auto">
          {record.name}
        </h1>
      </header>
      {error && <ErrorBanner text={errorOf(error, words)} actions={[{ label: words('tryAgain'), onPress: again }]} />}
      <div className={styles.columns}>
        <div className={styles.side}>
          <RecordFacts record={record} changed={set} again={again} />
          <Notes kind={kind} id={id} />
        </div>
        <Mail kind={kind} id={id} record={record} recordChanged={again} />
      </div>
    </article>
  );
}

interface MailProps {
  kind: RecordKind;
  id: string;
  record: AnyRecord;
  recordChanged: () => void;
}

function Mail({ kind, id, record, recordChanged }: MailProps) {
  const styles = useStyles();
  const words = useWords();
  const language = useLanguage();
  const mail = useRecordMail(kind, id);
  const [openId, setOpenId] = useState<string | null>(null);
  const refresh = () => {
    mail.again();
    recordChanged();
  };
  useLive(
    (event) => (event.id === id || event.kind === 'message' || event.kind === 'conversation') && refresh(),
    refresh,
  );
  const last = [
    record.lastMailReceivedAt && words('lastReceived', { date: timeOf(new Date(record.lastMailReceivedAt), language) }),
    record.lastMailSentAt && words('lastSent', { date: timeOf(new Date(record.lastMailSentAt), language) }),
  ].filter(Boolean);
  return (
    <Section title={words('mailOnIt')}>
      {last.length > 0 && <p className={styles.quiet}>{last.join(' · ')}</p>}
      <div aria-live="polite">
        {mail.vanished > 0 && <ErrorBanner tone="notice" text={words('vanished', { count: mail.vanished })} />}
      </div>
      {mail.error && (
        <ErrorBanner text={errorOf(mail.error, words)} actions={[{ label: words('tryAgain'), onPress: mail.again }]} />
      )}
      {!mail.messages && !mail.error && <p role="status">{words('loading')}</p>}
      {mail.messages?.length === 0 && <p className={styles.quiet}>{words('noMail')}</p>}
      <ul className={styles.list}>
        {mail.messages?.map((message) => (
          <MailItem
            key={message.id}
            message={message}
            isOpen={openId === message.id}
            toggle={() => setOpenId((open) => (open === message.id ? null : message.id))}
            changed={refresh}
          />
        ))}
      </ul>
      {mail.hasMore && <Button onClick={mail.more}>{words('showMore')}</Button>}
    </Section>
  );
}

function useTitle(name: string | undefined): void {
  useEffect(() => {
    document.title = name ? `${name} · MailCrm` : 'MailCrm';
  }, [name]);
}
