import { useState } from 'react';
import { newKey, type ApiError } from '../api/client';
import { chooseScope, disconnectMailbox, fetchGaps, getCompleteness, getFolders, syncNow } from '../api/mailAccounts';
import type { MailAccount, MailFolder } from '../api/mailAccountTypes';
import type { Page } from '../api/types';
import { ChooseFolders } from '../mailAccounts/ChooseFolders';
import { MailboxStatus, type Doing } from '../mailAccounts/MailboxStatus';
import { watch, type Watched } from '../mailAccounts/rate';
import { ReadingFolders } from '../mailAccounts/ReadingFolders';
import { AskedState } from '../records/AskedState';
import { useSay } from '../records/said';
import { useAsked } from '../records/useAsked';
import { useLanguage, useWords } from '../words/words';
import { useMailboxNews } from './useMailboxNews';

interface Props {
  account: MailAccount;
  /** the sign-in under way, or what came of it; a shared mailbox has none */
  doing?: Doing | null;
  /** the rep has just connected it: the eye is here */
  isNew?: boolean;
  reconnect?: () => void;
  /** something was done to the account: read it anew */
  changed: () => void;
}

/** One mailbox: its folders are read, then chosen from, then watched. */
export function SyncedMailbox({ account, doing: signing = null, isNew = false, reconnect, changed }: Props) {
  const words = useWords();
  const say = useSay();
  const numbers = new Intl.NumberFormat(useLanguage());
  // Null: nobody has pressed anything that changes what stands here.
  const [isChanging, setChanging] = useState<boolean | null>(null);
  const [doing, setDoing] = useState<Doing | null>(null);

  const act = <T,>(name: Doing['act'], write: Promise<T>, done: (answer: T) => string | null) => {
    setDoing({ act: name, error: null });
    write.then(
      (answer) => {
        setDoing(null);
        changed();
        const said = done(answer);
        if (said) say(said, null);
      },
      (failure) => {
        setDoing({ act: name, error: failure as ApiError });
        changed();
      },
    );
  };
  const sync = () => act('sync', syncNow(account.id, newKey()), () => words('said_syncing'));
  const disconnect = account.shared
    ? null
    : () =>
        act('disconnect', disconnectMailbox(account.id, newKey()), () =>
          words('said_disconnected', { name: account.address }),
        );
  if (account.state === 'choosing' && !account.foldersKnown)
    return <ReadingFolders account={account} tryNow={sync} disconnect={disconnect} />;
  if (account.state === 'choosing' || isChanging)
    return (
      <Choosing
        account={account}
        takesFocus={isNew || isChanging !== null}
        doing={doing}
        choose={(scope) =>
          act('scope', chooseScope(account.id, scope, newKey()), () => {
            setChanging(false);
            return null;
          })
        }
        cancel={account.state === 'choosing' ? null : () => setChanging(false)}
      />
    );
  return (
    <Watching
      account={account}
      takesFocus={isChanging !== null}
      doing={doing ?? signing}
      reconnect={reconnect ?? sync}
      syncNow={sync}
      change={() => setChanging(true)}
      fetchNow={(itemIds) =>
        act('fetch', fetchGaps(account.id, itemIds, newKey()), ({ items }) =>
          words('said_fetching', { count: items, n: numbers.format(items) }),
        )
      }
      disconnect={disconnect}
    />
  );
}

type ChoosingProps = Pick<Parameters<typeof ChooseFolders>[0], 'account' | 'choose' | 'cancel' | 'takesFocus'> & {
  doing: Doing | null;
};

function Choosing({ account, doing, ...ways }: ChoosingProps) {
  const folders = useAsked<Page<MailFolder>>(`folders ${account.id}`, (signal) => getFolders(account.id, signal));
  useMailboxNews(folders.again);
  return (
    <>
      <AskedState asked={folders} />
      {folders.value && (
        <ChooseFolders
          account={account}
          folders={folders.value.items}
          isBusy={doing !== null && !doing.error}
          error={doing?.error ?? null}
          {...ways}
        />
      )}
    </>
  );
}

type WatchingProps = Omit<Parameters<typeof MailboxStatus>[0], 'watched' | 'folders'> & { account: MailAccount };

function Watching({ account, ...ways }: WatchingProps) {
  const watched = useAsked<Watched>(`completeness ${account.id}`, async (signal, before) =>
    watch(before, await getCompleteness(account.id, signal), Date.now()),
  );
  // Only to say in what a folder lies: they may come late, or not at all.
  const folders = useAsked<Page<MailFolder>>(`folders ${account.id}`, (signal) => getFolders(account.id, signal));
  useMailboxNews(watched.again);
  return (
    <>
      <AskedState asked={watched} />
      {watched.value && <MailboxStatus watched={watched.value} folders={folders.value?.items ?? []} {...ways} />}
    </>
  );
}
