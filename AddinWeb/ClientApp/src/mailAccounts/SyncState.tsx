import { makeStyles, Spinner, tokens } from '@fluentui/react-components';
import {
  CheckmarkCircleRegular,
  ClockRegular,
  ErrorCircleRegular,
  PlugDisconnectedRegular,
  WarningRegular,
} from '@fluentui/react-icons';
import { useEffect, useRef } from 'react';
import type { Completeness, FolderCompleteness } from '../api/mailAccountTypes';
import { timeOf } from '../words/sentences';
import { useLanguage, useWords, type Words } from '../words/words';
import { doneOf, perMinute, type Watched } from './rate';
import { overallOf, type Overall } from './overall';
import { troubleOf } from './trouble';

const useStyles = makeStyles({
  state: { outlineStyle: 'none', display: 'flex', columnGap: tokens.spacingHorizontalS, alignItems: 'flex-start' },
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

interface Props {
  watched: Watched;
  /** all is taken, however old: then it is known how much there is */
  isWhole: boolean;
  /** what stood here before is gone with what was pressed */
  takesFocus: boolean;
}

/** How it stands with the whole mailbox, in a sentence; and why, where something stands in the way. */
export function SyncState({ watched, isWhole, takesFocus }: Props) {
  const styles = useStyles();
  const words = useWords();
  const language = useLanguage();
  const completeness = watched.now;
  const { account } = completeness;
  const state = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (takesFocus && document.activeElement === document.body) state.current?.focus();
  }, [takesFocus]);
  const overall = overallOf(completeness);
  const more = [
    overall === 'first' && progressOf(watched, isWhole, words, language),
    account.trouble && troubleOf(account.trouble, words, account.shared),
    overall === 'retry' &&
      account.nextTryAt &&
      words('triesAgain', { date: timeOf(new Date(account.nextTryAt), language) }),
    overall !== 'first' &&
      account.lastSuccessAt &&
      words('lastLooked', { date: timeOf(new Date(account.lastSuccessAt), language) }),
  ];
  return (
    <div ref={state} className={styles.state} tabIndex={-1}>
      <span className={styles.icon}>
        <StateIcon overall={overall} />
      </span>
      <div>
        <p className={styles.text} role="status">
          {sentenceOf(overall, completeness, words, language)}
        </p>
        <p className={styles.more}>{more.filter(Boolean).join(language === 'ja' ? '' : ' ')}</p>
      </div>
    </div>
  );
}

function StateIcon({ overall }: { overall: Overall }) {
  const styles = useStyles();
  if (overall === 'first' || overall === 'running' || overall === 'attachments')
    return <Spinner size="extra-tiny" aria-hidden />;
  const [Icon, look] = looks[overall];
  return <Icon className={styles[look]} fontSize={20} aria-hidden />;
}

function sentenceOf(overall: Overall, { folders }: Completeness, words: Words, language: string): string {
  if (overall !== 'gaps') return words(`sync_${overall}`);
  const count = folders.reduce((sum, folder) => sum + folder.gaps, 0);
  return words('sync_gaps', { count, n: new Intl.NumberFormat(language).format(count) });
}

/** All folders together, and how fast they go. */
function progressOf(watched: Watched, isWhole: boolean, words: Words, language: string): string {
  const { folders } = watched.now;
  const n = (count: number) => new Intl.NumberFormat(language).format(count);
  const sum = (of: (folder: FolderCompleteness) => number) => folders.reduce((all, folder) => all + of(folder), 0);
  const stored = n(sum((folder) => folder.stored));
  const rate = sum((folder) => perMinute(watched, folder.id) ?? 0);
  const all = sum((folder) => Math.max(folder.mailbox, doneOf(folder)));
  return [
    isWhole ? words('sync_total', { stored, all: n(all) }) : words('sync_totalFound', { stored }),
    rate > 0 && words('sync_rate', { n: n(rate) }),
  ]
    .filter(Boolean)
    .join(language === 'ja' ? '' : ' ');
}
