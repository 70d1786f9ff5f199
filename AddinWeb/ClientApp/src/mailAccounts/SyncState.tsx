import { makeStyles, Spinner, tokens } from '@fluentui/react-components';
import {
  CheckmarkCircleRegular,
  ClockRegular,
  ErrorCircleRegular,
  PlugDisconnectedRegular,
  WarningRegular,
} from '@fluentui/react-icons';
import type { Completeness } from '../api/mailAccountTypes';
import { timeOf } from '../words/sentences';
import { useLanguage, useWords, type Words } from '../words/words';
import { overallOf, type Overall } from './overall';
import { troubleOf } from './trouble';

const useStyles = makeStyles({
  state: { display: 'flex', columnGap: tokens.spacingHorizontalS, alignItems: 'flex-start' },
  icon: { flexShrink: 0, display: 'inline-flex', minHeight: tokens.lineHeightBase400, alignItems: 'center' },
  text: { margin: 0, fontSize: tokens.fontSizeBase400, lineHeight: tokens.lineHeightBase400, overflowWrap: 'anywhere' },
  more: { margin: 0, color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
  good: { color: tokens.colorStatusSuccessForeground1 },
  warn: { color: tokens.colorStatusWarningForeground1 },
  bad: { color: tokens.colorStatusDangerForeground1 },
});

const looks = {
  reconnect: [PlugDisconnectedRegular, 'bad'],
  stopped: [ErrorCircleRegular, 'bad'],
  retry: [ClockRegular, 'warn'],
  noFolders: [WarningRegular, 'warn'],
  gaps: [WarningRegular, 'warn'],
  fresh: [CheckmarkCircleRegular, 'good'],
} as const;

/** How it stands with the whole mailbox, in a sentence; and why, where something stands in the way. */
export function SyncState({ completeness }: { completeness: Completeness }) {
  const styles = useStyles();
  const words = useWords();
  const language = useLanguage();
  const { account } = completeness;
  const overall = overallOf(completeness);
  const more = [
    account.trouble && troubleOf(account.trouble, words),
    overall === 'retry' &&
      account.nextTryAt &&
      words('triesAgain', { date: timeOf(new Date(account.nextTryAt), language) }),
    account.lastSuccessAt && words('lastLooked', { date: timeOf(new Date(account.lastSuccessAt), language) }),
  ];
  return (
    <div className={styles.state} role="status">
      <span className={styles.icon}>
        <StateIcon overall={overall} />
      </span>
      <div>
        <p className={styles.text}>{sentenceOf(overall, completeness, words, language)}</p>
        <p className={styles.more}>{more.filter(Boolean).join(language === 'ja' ? '' : ' ')}</p>
      </div>
    </div>
  );
}

function StateIcon({ overall }: { overall: Overall }) {
  const styles = useStyles();
  if (overall === 'first' || overall === 'running') return <Spinner size="extra-tiny" aria-hidden />;
  const [Icon, look] = looks[overall];
  return <Icon className={styles[look]} fontSize={20} aria-hidden />;
}

function sentenceOf(overall: Overall, { folders }: Completeness, words: Words, language: string): string {
  if (overall !== 'gaps') return words(`sync_${overall}`);
  const count = folders.reduce((sum, folder) => sum + folder.gaps, 0);
  return words('sync_gaps', { count, n: new Intl.NumberFormat(language).format(count) });
}
