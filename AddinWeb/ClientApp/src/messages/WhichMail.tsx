import { makeStyles, tokens } from '@fluentui/react-components';
import type { OpenMail } from '../office/currentItem';
import { namesOf, timeOf } from '../words/sentences';
import { directionOf } from '../words/subject';
import { useLanguage, useWords } from '../words/words';

const useStyles = makeStyles({
  header: { minWidth: 0 },
  subject: {
    margin: 0,
    fontSize: tokens.fontSizeBase400,
    lineHeight: tokens.lineHeightBase400,
    fontWeight: tokens.fontWeightSemibold,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  people: {
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: tokens.spacingHorizontalS,
    color: tokens.colorNeutralForeground2,
  },
  names: { flex: '1 1 5rem', minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  time: { flex: 'none', marginInlineStart: 'auto', color: tokens.colorNeutralForeground3 },
});

/** The proof that the pane and the mail agree: it changes in the same frame as the selection. */
export function WhichMail({ mail }: { mail: OpenMail }) {
  const styles = useStyles();
  const words = useWords();
  const language = useLanguage();
  const people = mail.isMine ? mail.to : [mail.from];
  const named = people.map(({ name, address }) => ({ displayName: name || address || words('noName') }));
  const names = named.length === 0 ? words('noName') : namesOf(named.slice(0, 2), named.length, language, words);
  const subject = mail.subject.trim() || words('noSubject');
  return (
    <header className={styles.header}>
      <h1 className={styles.subject} dir={directionOf(subject)} title={subject}>
        {subject}
      </h1>
      <div className={styles.people}>
        <span className={styles.names} title={people.map((one) => one.address).join(', ')}>
          <bdi>{mail.isMine ? words('toPeople', { names }) : names}</bdi>
        </span>
        {mail.date && (
          <time className={styles.time} dateTime={mail.date.toISOString()}>
            {timeOf(mail.date, language)}
          </time>
        )}
      </div>
    </header>
  );
}
