import { makeStyles, ProgressBar, tokens } from '@fluentui/react-components';
import type { FolderCompleteness, MailFolder } from '../api/mailAccountTypes';
import { timeOf } from '../words/sentences';
import { useLanguage, useWords } from '../words/words';
import { folderName } from './folderName';
import { doneOf } from './rate';

const useStyles = makeStyles({
  row: {
    padding: `${tokens.spacingVerticalS} 0`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalXXS,
  },
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    columnGap: tokens.spacingHorizontalL,
    overflowWrap: 'anywhere',
  },
  name: { fontWeight: tokens.fontWeightSemibold, minWidth: 0 },
  within: { color: tokens.colorNeutralForeground3, fontWeight: tokens.fontWeightRegular },
  counts: { fontVariantNumeric: 'tabular-nums' },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200, overflowWrap: 'anywhere' },
  missing: { color: tokens.colorStatusWarningForeground1, fontWeight: tokens.fontWeightSemibold },
});

interface Props {
  folder: FolderCompleteness;
  /** the folders that it lies in */
  within: MailFolder[];
  /** all of the folder is taken, however old: then what is left is known */
  isWhole: boolean;
  perMinute: number | null;
  /** when the mailbox was last synced: of a folder that goes with it nothing needs to be said */
  lastSuccessAt: string | null;
}

const lag = 15 * 60_000;

/** How far a folder is: on its way while the first round runs, after that what the mailbox and MailCrm hold (R69). */
export function FolderRow({ folder, within, isWhole, perMinute, lastSuccessAt }: Props) {
  const styles = useStyles();
  const words = useWords();
  const language = useLanguage();
  const numbers = new Intl.NumberFormat(language);
  const n = (count: number) => numbers.format(count);
  const isFirst = folder.phase !== 'following';
  const name = folderName(folder, words);
  const done = doneOf(folder);
  const hasBegun = done > 0;
  const isBehind =
    folder.lastSuccessAt !== null && Date.parse(lastSuccessAt ?? '') - Date.parse(folder.lastSuccessAt) > lag;
  const quiet = [
    hasBegun && isFirst && !isWhole && words('folderHolds', { all: n(folder.mailbox) }),
    isFirst && perMinute !== null && words('perMinute', { n: n(perMinute) }),
    keptOut(folder).length > 0 && words('keptOut', { names: new Intl.ListFormat(language).format(keptOut(folder)) }),
    folder.attachmentsPending > 0 && counted('attachmentsPending', folder.attachmentsPending),
    folder.withoutAttachments > 0 && counted('withoutAttachments', folder.withoutAttachments),
    !isFirst && !folder.lastSuccessAt && words('neverSynced'),
    !isFirst && isBehind && words('lastLooked', { date: timeOf(new Date(folder.lastSuccessAt ?? 0), language) }),
  ].filter(Boolean);

  function counted(key: 'attachmentsPending' | 'withoutAttachments' | 'kept_drafts', count: number): string {
    return words(key, { count, n: n(count) });
  }
  function keptOut({ older, drafts, neverCapture, deletedHere }: FolderCompleteness): string[] {
    return [
      older > 0 && words('kept_older', { n: n(older) }),
      drafts > 0 && counted('kept_drafts', drafts),
      neverCapture > 0 && words('kept_neverCapture', { n: n(neverCapture) }),
      deletedHere > 0 && words('kept_deletedHere', { n: n(deletedHere) }),
    ].filter((one) => one !== false);
  }
  const counts = !isFirst
    ? words('folderBoth', { mailbox: n(folder.mailbox), stored: n(folder.stored) })
    : isWhole
      ? words('folderProgress', {
          stored: n(folder.stored),
          all: n(folder.mailbox),
          left: n(Math.max(0, folder.mailbox - done)),
        })
      : !hasBegun
        ? words('folderWaits')
        : words('folderFound', { found: n(done), stored: n(folder.stored) });
  return (
    <li className={styles.row}>
      <div className={styles.line}>
        <span className={styles.name}>
          {within.map((one) => (
            <span key={one.id} className={styles.within}>
              <bdi>{folderName(one, words)}</bdi> ›{' '}
            </span>
          ))}
          <bdi>{name}</bdi>
        </span>
        <span className={styles.counts}>{counts}</span>
      </div>
      {isFirst && hasBegun && (
        <ProgressBar
          aria-label={name}
          value={isWhole ? done : undefined}
          max={isWhole ? Math.max(1, folder.mailbox) : undefined}
        />
      )}
      {folder.gaps > 0 && <span className={styles.missing}>{words('missing', { n: n(folder.gaps) })}</span>}
      {quiet.length > 0 && <span className={styles.quiet}>{quiet.join(' · ')}</span>}
    </li>
  );
}
