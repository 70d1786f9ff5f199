import { makeStyles, tokens } from '@fluentui/react-components';
import type { Completeness, WaitingWrite } from '../api/mailAccountTypes';
import { Section } from '../ui/Section';
import { timeOf } from '../words/sentences';
import { useLanguage, useWords } from '../words/words';
import { troubleOf } from './trouble';

const useStyles = makeStyles({
  quiet: { color: tokens.colorNeutralForeground3, margin: 0, fontSize: tokens.fontSizeBase200 },
  list: { listStyle: 'none', margin: 0, padding: 0 },
  row: {
    display: 'flex',
    flexDirection: 'column',
    overflowWrap: 'anywhere',
    padding: `${tokens.spacingVerticalS} 0`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
});

/** What the rep did here and the mailbox has not followed yet (R64). */
export function WaitingWrites({ waitingWrites, writes }: Pick<Completeness, 'waitingWrites' | 'writes'>) {
  const styles = useStyles();
  const words = useWords();
  const language = useLanguage();
  const facts = (write: WaitingWrite) => [words(`write_${write.kind}`), timeOf(new Date(write.at), language)];
  const why = (write: WaitingWrite) =>
    [
      troubleOf(write.reason ?? '', words),
      words('triesAgain', { date: timeOf(new Date(write.nextTryAt), language) }),
    ].join(language === 'ja' ? '' : ' ');
  return (
    <Section title={words('writes')}>
      <p className={styles.quiet}>{words('writesMean')}</p>
      {waitingWrites > writes.length && (
        <p className={styles.quiet}>
          {words('writesShown', { n: new Intl.NumberFormat(language).format(writes.length) })}
        </p>
      )}
      <ul className={styles.list}>
        {writes.map((write, place) => (
          <li key={place} className={styles.row}>
            <bdi>{write.subject === null ? words('writeOfDeleted') : write.subject || words('noSubject')}</bdi>
            <span className={styles.quiet}>{facts(write).join(' · ')}</span>
            {write.attempts > 0 && <span className={styles.quiet}>{why(write)}</span>}
          </li>
        ))}
      </ul>
    </Section>
  );
}
