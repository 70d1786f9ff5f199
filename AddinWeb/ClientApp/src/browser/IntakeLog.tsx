import { Button, makeStyles, Select, ToggleButton, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { getIntakeLog, type IntakeWish } from '../api/me';
import type { IntakeLine, IntakeOutcome, Me } from '../api/types';
import { AskedState } from '../records/AskedState';
import { useLive } from '../records/live';
import { usePages } from '../records/usePages';
import { useTitle } from '../records/useTitle';
import { PageTitle } from '../ui/PageTitle';
import { useWords } from '../words/words';
import { IntakeRow } from './IntakeRow';

const useStyles = makeStyles({
  page: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalM },
  choices: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  list: { listStyle: 'none', margin: 0, padding: 0 },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200, margin: 0 },
});

const day = 24 * 60 * 60 * 1_000;
const outcomes = {
  all: [],
  taken: ['stored', 'merged'],
  refused: ['refused'],
  waiting: ['try_again'],
} satisfies Record<string, IntakeOutcome[]>;
const outcomeWords = {
  all: 'intakeAll',
  taken: 'intakeTaken',
  refused: 'intakeRefused',
  waiting: 'intakeWaiting',
} as const;
const times = { any: 0, day: 1, week: 7, month: 30 } as const;
const timeWords = { any: 'intakeAnyTime', day: 'intakeDay', week: 'intakeWeek', month: 'intakeMonth' } as const;
const namesOf = <T extends object>(map: T) => Object.keys(map) as (keyof T)[];

/** Every attempt to hand over mail by Smart BCC: mine, and for an admin the company's without subjects (R28, S11). */
export function IntakeLog({ me }: { me: Me }) {
  const styles = useStyles();
  const words = useWords();
  const [whose, setWhose] = useState<'me' | 'admin'>('me');
  const [outcome, setOutcome] = useState<keyof typeof outcomes>('all');
  const [time, setTime] = useState<{ name: keyof typeof times; from?: string }>({ name: 'any' });
  useTitle(words('intakeNav'));
  const since = (name: keyof typeof times) => {
    const days = times[name];
    setTime({ name, from: days ? new Date(Date.now() - days * day).toISOString() : undefined });
  };
  return (
    <div className={styles.page}>
      <PageTitle>{words('intakeNav')}</PageTitle>
      <p className={styles.quiet}>{words('intakeMeans')}</p>
      {me.role === 'admin' && (
        <div className={styles.choices} role="group" aria-label={words('intakeWhose')}>
          <ToggleButton size="small" checked={whose === 'me'} onClick={() => setWhose('me')}>
            {words('intakeMine')}
          </ToggleButton>
          <ToggleButton size="small" checked={whose === 'admin'} onClick={() => setWhose('admin')}>
            {words('intakeCompany')}
          </ToggleButton>
        </div>
      )}
      <div className={styles.choices} role="group" aria-label={words('intakeWhich')}>
        {namesOf(outcomes).map((one) => (
          <ToggleButton key={one} size="small" checked={outcome === one} onClick={() => setOutcome(one)}>
            {words(outcomeWords[one])}
          </ToggleButton>
        ))}
        <Select
          size="small"
          aria-label={words('intakeWhen')}
          value={time.name}
          onChange={(_, { value }) => since(value as keyof typeof times)}
        >
          {namesOf(times).map((one) => (
            <option key={one} value={one}>
              {words(timeWords[one])}
            </option>
          ))}
        </Select>
      </div>
      <Lines whose={whose} wish={{ outcome: outcomes[outcome], from: time.from }} />
    </div>
  );
}

function Lines({ whose, wish }: { whose: 'me' | 'admin'; wish: IntakeWish }) {
  const styles = useStyles();
  const words = useWords();
  const log = usePages<IntakeLine>(`intake log ${whose} ${JSON.stringify(wish)}`, (cursor, signal) =>
    getIntakeLog(whose, wish, cursor, signal),
  );
  // What was taken is told as a message, what was refused as a line of the log.
  useLive((event) => (event.kind === 'intake' || event.kind === 'message') && log.again(), log.again);
  const isFiltered = Boolean(wish.outcome?.length || wish.from);
  return (
    <>
      <AskedState asked={log} />
      {log.value?.items.length === 0 && (
        <p className={styles.quiet}>{words(isFiltered ? 'noIntakeSuch' : 'noIntake')}</p>
      )}
      <ul className={styles.list}>
        {log.value?.items.map((line) => (
          <IntakeRow key={line.id} line={line} isMine={whose === 'me'} />
        ))}
      </ul>
      <div>
        {log.value?.hasMore && <Button onClick={log.more}>{words('showMore')}</Button>}{' '}
        {log.value && <Button onClick={log.again}>{words('readAgain')}</Button>}
      </div>
    </>
  );
}
