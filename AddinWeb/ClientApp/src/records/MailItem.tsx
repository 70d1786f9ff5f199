import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { LockClosedRegular, PeopleRegular } from '@fluentui/react-icons';
import { Fragment, useContext, useId } from 'react';
import type { RecordMessage } from '../api/types';
import { nameOf, timeOf } from '../words/sentences';
import { useLanguage, useWords, type Words } from '../words/words';
import { AttachmentButton, MailFrame } from './MailFrame';
import { OwnLinks } from './OwnLinks';
import { OwnMailContext } from './ownMail';
import { OwnVisibility } from './OwnVisibility';

const useStyles = makeStyles({
  item: { borderBottom: `1px solid ${tokens.colorNeutralStroke2}`, padding: `${tokens.spacingVerticalS} 0` },
  head: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) auto',
    columnGap: tokens.spacingHorizontalM,
    width: '100%',
    textAlign: 'start',
    padding: tokens.spacingHorizontalXS,
    fontWeight: tokens.fontWeightRegular,
    justifyContent: 'start',
    alignItems: 'start',
  },
  subject: { fontWeight: tokens.fontWeightSemibold, overflowWrap: 'anywhere', display: 'block' },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200, overflowWrap: 'anywhere' },
  snippet: {
    color: tokens.colorNeutralForeground2,
    display: 'block',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  open: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalS,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalXS}`,
  },
  row: {
    position: 'relative',
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
  },
});

interface Props {
  message: RecordMessage;
  isOpen: boolean;
  toggle: () => void;
  changed: () => void;
}

/** One mail on a record's page: folded a line, opened the mail itself. */
export function MailItem({ message, isOpen, toggle, changed }: Props) {
  const styles = useStyles();
  const words = useWords();
  const language = useLanguage();
  const region = useId();
  const ownMail = useContext(OwnMailContext);
  const files = message.attachments.filter((one) => !one.inline);
  const body = (
    <>
      <MailFrame message={message} />
      {files.length > 0 && (
        <div className={styles.row}>
          {files.map((one) => (
            <AttachmentButton key={one.n} message={message} attachment={one} />
          ))}
        </div>
      )}
    </>
  );
  return (
    <li className={styles.item}>
      <Button
        appearance="transparent"
        className={styles.head}
        aria-expanded={isOpen}
        aria-controls={isOpen ? region : undefined}
        onClick={toggle}
      >
        <span style={{ minWidth: 0 }}>
          <span className={styles.subject} dir="auto">
            {message.subject || words('noSubject')}
          </span>
          <span className={styles.quiet}>
            <bdi>{message.from.name || message.from.address || words('senderUnread')}</bdi>
            {whose(message, words).map((one) => (
              <Fragment key={one}>
                {' · '}
                <bdi>{one}</bdi>
              </Fragment>
            ))}
            {files.length > 0 && (
              <>
                {' · '}
                {words('attachments', { count: files.length })}
              </>
            )}
          </span>
          {!isOpen && (
            <span className={styles.snippet} dir="auto">
              {message.snippet}
            </span>
          )}
        </span>
        <time dateTime={message.date} className={styles.quiet}>
          {timeOf(new Date(message.date), language)}
        </time>
      </Button>
      {isOpen && (
        <div id={region} className={styles.open}>
          <div className={styles.quiet}>
            <bdi>{words('toPeople', { names: message.to.map((one) => one.name || one.address).join(', ') })}</bdi>
            {message.cc.length > 0 && (
              <>
                {' · '}
                <bdi>{words('ccPeople', { names: message.cc.map((one) => one.name || one.address).join(', ') })}</bdi>
              </>
            )}
          </div>
          {message.mine && message.visibility && (
            <div className={styles.row}>
              {message.visibility === 'shared' ? <PeopleRegular aria-hidden /> : <LockClosedRegular aria-hidden />}
              {words(message.visibility === 'shared' ? 'sharedWord' : 'onlyYou')}
              <OwnVisibility message={message} changed={changed} />
            </div>
          )}
          {message.links && message.links.length > 0 && <OwnLinks message={message} changed={changed} />}
          {message.mine ? ownMail(message, changed, body) : body}
        </div>
      )}
    </li>
  );
}

/** Whose copy it is; what a colleague sent says so by its sender. A forward is never shown as the sender's own word. */
function whose({ mine, isSent, owner, alsoSharedBy, forwardedBy }: RecordMessage, words: Words): string[] {
  const others = alsoSharedBy.map((one) => nameOf(one, words)).join(', ');
  return [
    ...(mine ? [words('yourMail')] : isSent ? [] : [words('mailOf', { name: nameOf(owner, words) })]),
    ...(forwardedBy
      ? [mine ? words('forwardedByYou') : words('forwardedBy', { name: nameOf(forwardedBy, words) })]
      : []),
    ...(others ? [words('alsoSharedBy', { names: others })] : []),
  ];
}
