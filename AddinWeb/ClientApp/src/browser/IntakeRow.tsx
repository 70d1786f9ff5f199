import { makeStyles, tokens } from '@fluentui/react-components';
import { Fragment, type ReactNode } from 'react';
import { Link } from 'react-router';
import type { IntakeLine } from '../api/types';
import { timeOf } from '../words/sentences';
import { hasWord, useLanguage, useWords, type WordKey } from '../words/words';
import { sizeOf } from './sizeOf';

const useStyles = makeStyles({
  row: { padding: `${tokens.spacingVerticalS} 0`, borderBottom: `1px solid ${tokens.colorNeutralStroke2}` },
  subject: { fontWeight: tokens.fontWeightSemibold, overflowWrap: 'anywhere' },
  refused: { color: tokens.colorStatusDangerForeground1 },
  link: { color: tokens.colorBrandForegroundLink },
  quiet: {
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    margin: 0,
    overflowWrap: 'anywhere',
  },
});

/** Where what the reason speaks of is changed. */
const remedies: Record<string, { to: string; word: WordKey }> = {
  unknown_sender: { to: '/settings/sender-addresses', word: 'senderAddresses' },
  never_capture: { to: '/settings/never-capture', word: 'neverCapture' },
  never_capture_company: { to: '/settings/never-capture', word: 'neverCapture' },
};

interface Props {
  line: IntakeLine;
  /** false: the admin's view, envelope and reason alone */
  isMine: boolean;
}

/** One line of the intake log: what happened, what it means, what to do. */
export function IntakeRow({ line, isMine }: Props) {
  const styles = useStyles();
  const words = useWords();
  const language = useLanguage();
  const isTaken = line.outcome === 'stored' || line.outcome === 'merged';
  const remedy = isMine ? remedies[line.reason] : undefined;
  const reason = `reason_${line.reason}${line.detail === null && line.reason.startsWith('never') ? '_hidden' : ''}`;
  const at = (time: string) => <time dateTime={time}>{timeOf(new Date(time), language)}</time>;
  const facts: ReactNode[] = [
    <>
      {at(line.at)}
      {line.times > 1 && (
        <>
          {' '}
          {words('timesUntil', { count: line.times })} {at(line.lastAt)})
        </>
      )}
    </>,
    line.from && <bdi>{words(line.proven ? 'fromAddress' : 'claimsFrom', { name: line.from })}</bdi>,
    line.proof && words('provenBy', { proof: line.proof }),
    wordOr(`toKind_${line.addressKind}`, line.addressKind),
    words('fromHost', { host: line.host }),
    line.size > 0 && sizeOf(line.size, language),
  ].filter(Boolean);

  function wordOr(key: string, other: string, values?: Record<string, string>) {
    return hasWord(key) ? words(key, values) : other;
  }
  return (
    <li className={styles.row}>
      {line.subject !== null && (
        <div className={styles.subject} dir="auto">
          {line.messageId ? (
            <Link className={styles.link} to={`/intake-log/${line.messageId}`}>
              {line.subject || words('noSubject')}
            </Link>
          ) : (
            line.subject || words('noSubject')
          )}
        </div>
      )}
      <div className={isTaken ? undefined : styles.refused}>
        {wordOr(`outcome_${line.outcome}`, line.outcome)} {wordOr(reason, '', { name: line.detail ?? '' })}
      </div>
      {remedy && (
        <Link className={styles.link} to={remedy.to}>
          {words(remedy.word)}
        </Link>
      )}
      <div className={styles.quiet}>
        {facts.map((fact, at) => (
          <Fragment key={at}>
            {at > 0 && ' · '}
            {fact}
          </Fragment>
        ))}
      </div>
    </li>
  );
}
