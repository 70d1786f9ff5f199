import { Button, makeStyles, ToggleButton, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { getIntakeLog } from '../api/me';
import type { IntakeLine, Me } from '../api/types';
import { AskedState } from '../records/AskedState';
import { usePages } from '../records/usePages';
import { useTitle } from '../records/useTitle';
import { PageTitle } from '../ui/PageTitle';
import { timeOf } from '../words/sentences';
import { hasWord, useLanguage, useWords, type WordKey } from '../words/words';
import { sizeOf } from './sizeOf';

const useStyles = makeStyles({
  page: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalM },
  whose: { display: 'flex', gap: tokens.spacingHorizontalS },
  list: { listStyle: 'none', margin: 0, padding: 0 },
  row: { padding: `${tokens.spacingVerticalS} 0`, borderBottom: `1px solid ${tokens.colorNeutralStroke2}` },
  subject: { fontWeight: tokens.fontWeightSemibold, overflowWrap: 'anywhere' },
  refused: { color: tokens.colorStatusDangerForeground1 },
  quiet: {
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    margin: 0,
    overflowWrap: 'anywhere',
  },
});

/** Every attempt to hand over mail by Smart BCC: mine, and for an admin the company's without subjects (R28, S11). */
export function IntakeLog({ me }: { me: Me }) {
  const styles = useStyles();
  const words = useWords();
  const [whose, setWhose] = useState<'me' | 'admin'>('me');
  useTitle(words('intakeNav'));
  return (
    <div className={styles.page}>
      <PageTitle>{words('intakeNav')}</PageTitle>
      <p className={styles.quiet}>{words('intakeMeans')}</p>
      {me.role === 'admin' && (
        <div className={styles.whose} role="group" aria-label={words('intakeNav')}>
          <ToggleButton size="small" checked={whose === 'me'} onClick={() => setWhose('me')}>
            {words('intakeMine')}
          </ToggleButton>
          <ToggleButton size="small" checked={whose === 'admin'} onClick={() => setWhose('admin')}>
            {words('intakeCompany')}
          </ToggleButton>
        </div>
      )}
      <Lines key={whose} whose={whose} />
    </div>
  );
}

function Lines({ whose }: { whose: 'me' | 'admin' }) {
  const styles = useStyles();
  const words = useWords();
  const log = usePages<IntakeLine>(`intake log ${whose}`, (cursor, signal) => getIntakeLog(whose, cursor, signal));
  return (
    <>
      <AskedState asked={log} />
      {log.value?.items.length === 0 && <p className={styles.quiet}>{words('noIntake')}</p>}
      <ul className={styles.list}>
        {log.value?.items.map((line) => (
          <Line key={line.id} line={line} />
        ))}
      </ul>
      <div>
        {log.value?.hasMore && <Button onClick={log.more}>{words('showMore')}</Button>}{' '}
        {log.value && <Button onClick={log.again}>{words('readAgain')}</Button>}
      </div>
    </>
  );
}

function Line({ line }: { line: IntakeLine }) {
  const styles = useStyles();
  const words = useWords();
  const language = useLanguage();
  const wordOf = (key: string) => (hasWord(key) ? words(key as WordKey) : key.replace(/^[a-z]+_/, ''));
  const isTaken = line.outcome === 'stored' || line.outcome === 'merged';
  return (
    <li className={styles.row}>
      {line.subject !== null && (
        <div className={styles.subject} dir="auto">
          {line.subject || words('noSubject')}
        </div>
      )}
      <div className={isTaken ? undefined : styles.refused}>
        {wordOf(`outcome_${line.outcome}`)}
        {!isTaken && line.reason && <> {wordOf(`reason_${line.reason}`)}</>}
      </div>
      <div className={styles.quiet}>
        <time dateTime={line.at}>{timeOf(new Date(line.at), language)}</time>
        {line.from && (
          <>
            {' · '}
            <bdi>{words(line.proven ? 'fromAddress' : 'claimsFrom', { name: line.from })}</bdi>
          </>
        )}
        {' · '}
        {wordOf(`toKind_${line.addressKind}`)}
        {' · '}
        {words('fromHost', { host: line.host })}
        {' · '}
        {sizeOf(line.size, language)}
      </div>
    </li>
  );
}
