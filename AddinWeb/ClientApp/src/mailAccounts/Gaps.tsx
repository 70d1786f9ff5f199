import { Button, Checkbox, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { ApiError } from '../api/client';
import type { FolderCompleteness, MailGap } from '../api/mailAccountTypes';
import { ErrorBanner } from '../ui/ErrorBanner';
import { Section } from '../ui/Section';
import { timeOf } from '../words/sentences';
import { hasWord, useLanguage, useWords, type Words } from '../words/words';
import { folderName } from './folderName';
import { mailboxErrorOf, troubleOf } from './trouble';

const useStyles = makeStyles({
  quiet: { color: tokens.colorNeutralForeground3, margin: 0, fontSize: tokens.fontSizeBase200 },
  list: { listStyle: 'none', margin: 0, padding: 0 },
  fetch: { marginTop: tokens.spacingVerticalM },
  row: { borderBottom: `1px solid ${tokens.colorNeutralStroke2}` },
  label: { display: 'flex', flexDirection: 'column', overflowWrap: 'anywhere', minWidth: 0 },
});

interface Props {
  gaps: MailGap[];
  folders: FolderCompleteness[];
  isBusy: boolean;
  error: ApiError | null;
  fetchNow: (itemIds: string[]) => void;
}

/** What the mailbox has and MailCrm has not, mail by mail, with the reason and a way to fetch it now (R69). */
export function Gaps({ gaps, folders, isBusy, error, fetchNow }: Props) {
  const styles = useStyles();
  const words = useWords();
  const language = useLanguage();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const n = (count: number) => new Intl.NumberFormat(language).format(count);
  const all = folders.reduce((sum, folder) => sum + folder.gaps, 0);
  // What has come meanwhile is chosen no longer.
  const ids = gaps.map((gap) => gap.itemId).filter((id) => chosen.has(id));
  const areAll = ids.length === gaps.length;
  const choose = (id: string, isChosen: boolean) =>
    setChosen(new Set(isChosen ? [...ids, id] : ids.filter((one) => one !== id)));
  const facts = (gap: MailGap) =>
    [
      folders.filter((folder) => folder.id === gap.folderId).map((folder) => folderName(folder, words))[0],
      gap.receivedAt && timeOf(new Date(gap.receivedAt), language),
    ].filter(Boolean);
  const why = (gap: MailGap) =>
    [
      reasonOf(gap, words),
      gap.nextTryAt ? words('triesAgain', { date: timeOf(new Date(gap.nextTryAt), language) }) : words('waitsForYou'),
    ].join(language === 'ja' ? '' : ' ');
  return (
    <Section title={words('gaps')}>
      <p className={styles.quiet}>{words('gapsMean')}</p>
      {all > gaps.length && <p className={styles.quiet}>{words('gapsShown', { n: n(gaps.length) })}</p>}
      <Checkbox
        label={words('chooseAll')}
        checked={areAll ? true : ids.length > 0 ? 'mixed' : false}
        onChange={() => setChosen(new Set(areAll ? [] : gaps.map((gap) => gap.itemId)))}
      />
      <ul className={styles.list}>
        {gaps.map((gap) => (
          <li key={gap.itemId} className={styles.row}>
            <Checkbox
              checked={chosen.has(gap.itemId)}
              onChange={(_, { checked }) => choose(gap.itemId, checked === true)}
              label={
                <span className={styles.label}>
                  <bdi>{gap.subject || words('noSubject')}</bdi>
                  <span className={styles.quiet}>{facts(gap).join(' · ')}</span>
                  <span className={styles.quiet}>{why(gap)}</span>
                </span>
              }
            />
          </li>
        ))}
      </ul>
      {error && <ErrorBanner text={mailboxErrorOf(error, words)} />}
      <Button className={styles.fetch} disabledFocusable={ids.length === 0 || isBusy} onClick={() => fetchNow(ids)}>
        {words('fetchCount', { count: ids.length, n: n(ids.length) })}
      </Button>
    </Section>
  );
}

/** Why it is missing: what is wrong with the mail itself, or with the mailbox as a whole. */
function reasonOf({ reason }: MailGap, words: Words): string {
  const key = `gap_${reason ?? ''}`;
  if (hasWord(key)) return words(key);
  return reason && hasWord(`trouble_${reason}`) ? troubleOf(reason, words) : words('gap_unknown');
}
