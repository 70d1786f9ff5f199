import { Button, makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { ApiError } from '../api/client';
import type { MailFolder } from '../api/mailAccountTypes';
import { ErrorBanner } from '../ui/ErrorBanner';
import { PopoverButton } from '../ui/PopoverButton';
import { Section } from '../ui/Section';
import { useLanguage, useWords } from '../words/words';
import { inOrder } from './folderName';
import { FolderRow } from './FolderRow';
import { Gaps } from './Gaps';
import { overallOf } from './overall';
import { linesOf, treeOf } from './folderTree';
import { perMinute, type Watched } from './rate';
import { isEverything } from './since';
import { SyncState } from './SyncState';
import { mailboxErrorOf } from './trouble';
import { WaitingWrites } from './WaitingWrites';

const useStyles = makeStyles({
  all: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalL },
  list: { listStyle: 'none', margin: 0, padding: 0 },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  text: { margin: 0 },
  quiet: { color: tokens.colorNeutralForeground3, margin: 0, fontSize: tokens.fontSizeBase200 },
});

/** An act on the mailbox that is under way, or failed. */
export interface Doing {
  act: 'sync' | 'fetch' | 'reconnect' | 'disconnect' | 'scope' | 'connect';
  error: ApiError | null;
}

interface Props {
  watched: Watched;
  /** the mailbox's folders, to say in what those that are synced lie */
  folders: MailFolder[];
  takesFocus: boolean;
  doing: Doing | null;
  reconnect: () => void;
  syncNow: () => void;
  change: () => void;
  fetchNow: (itemIds: string[]) => void;
  /** null: it is not the reader who ends it */
  disconnect: (() => void) | null;
}

/** A mailbox that syncs: how it stands, folder by folder and, where something is missing, mail by mail. */
export function MailboxStatus({ watched, folders: known, takesFocus, doing, fetchNow, ...ways }: Props) {
  const styles = useStyles();
  const words = useWords();
  const language = useLanguage();
  const { account, folders, gaps, ...writes } = watched.now;
  const isWhole = account.since !== null && isEverything(account.since);
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(new Date(account.since ?? 0));
  const isBusy = doing !== null && doing.error === null;
  const lines = linesOf(treeOf(known, language));
  const placeOf = (id: string) => lines.findIndex((line) => line.folder.id === id);
  const rows = [...folders]
    .sort(inOrder(language))
    .sort((one, other) => placeOf(one.id) - placeOf(other.id))
    .map((folder) => ({ folder, within: lines[placeOf(folder.id)]?.within ?? [] }));
  return (
    <div className={styles.all}>
      <SyncState watched={watched} isWhole={isWhole} takesFocus={takesFocus} />
      {doing?.error && doing.act !== 'fetch' && <ErrorBanner text={mailboxErrorOf(doing.error, words)} />}
      <Acts watched={watched} isBusy={isBusy} doing={doing} {...ways} />
      {folders.length > 0 && (
        <Section title={words('foldersOf', { name: account.address })}>
          {account.since && !isWhole && <p className={styles.quiet}>{words('syncedFrom', { date })}</p>}
          <ul className={styles.list}>
            {rows.map(({ folder, within }) => (
              <FolderRow
                key={folder.id}
                folder={folder}
                within={within}
                isWhole={isWhole}
                perMinute={perMinute(watched, folder.id)}
                lastSuccessAt={account.lastSuccessAt}
              />
            ))}
          </ul>
        </Section>
      )}
      {gaps.length > 0 && (
        <Gaps
          gaps={gaps}
          folders={folders}
          isBusy={isBusy}
          error={doing?.act === 'fetch' ? doing.error : null}
          fetchNow={fetchNow}
        />
      )}
      {writes.writes.length > 0 && <WaitingWrites {...writes} />}
    </div>
  );
}

type ActsProps = Omit<Props, 'fetchNow' | 'folders' | 'takesFocus'> & { isBusy: boolean };

function Acts({ watched, isBusy, doing, reconnect, syncNow, change, disconnect }: ActsProps): ReactNode {
  const styles = useStyles();
  const words = useWords();
  const { account } = watched.now;
  const overall = overallOf(watched.now);
  const isReconnecting = isBusy && doing?.act === 'reconnect';
  return (
    <div className={styles.buttons}>
      {overall === 'reconnect' ? (
        <Button appearance="primary" disabledFocusable={isBusy} onClick={reconnect}>
          {words(isReconnecting ? 'reconnecting' : 'reconnect')}
        </Button>
      ) : (
        <Button
          appearance={overall === 'stopped' ? 'primary' : 'secondary'}
          disabledFocusable={isBusy}
          onClick={syncNow}
        >
          {words(overall === 'stopped' ? 'tryAgain' : 'syncNow')}
        </Button>
      )}
      {account.foldersKnown && <Button onClick={change}>{words('changeFolders')}</Button>}
      {disconnect && (
        <PopoverButton label={words('disconnect')} title={words('disconnectNamed', { name: account.address })}>
          {(close) => (
            <>
              <p className={styles.text}>{words('disconnectMeans')}</p>
              <Button
                onClick={() => {
                  close();
                  disconnect();
                }}
              >
                {words('disconnectNamed', { name: account.address })}
              </Button>
            </>
          )}
        </PopoverButton>
      )}
    </div>
  );
}
