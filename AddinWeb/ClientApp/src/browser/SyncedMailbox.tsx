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
  /** the sign-in under way, or what came of it */
  doing: Doing | null;
  reconnect: () => void;
  /** something was done to the account: read it anew */
  changed: () => void;
}

/** One mailbox: its folders are read, then chosen from, then watched. */
export function SyncedMailbox({ account, changed, ...signing }: Props) {
  const words = useWords();
  const say = useSay();
  const numbers = new Intl.NumberFormat(useLanguage());
  const [isChanging, setChanging] = useState(false);
  const [doing, setDoing] = useState<Doing | null>(null);

  const act = <T,>(name: Doing['act'], write: Promise<T>, done: (answer: T) => string) => {
    setDoing({ act: name, error: null });
    write.then(
      (answer) => {
        setDoing(null);
        changed();
        say(done(answer), null);
      },
      (failure) => {
        setDoing({ act: name, error: failure as ApiError });
        changed();
      },
    );
  };
  const sync = () => act('sync', syncNow(account.id, newKey()), () => words('said_syncing'));
  const disconnect = () =>
    act('disconnect', disconnectMailbox(account.id, newKey()), () =>
      words('said_disconnected', { name: account.address }),
    );
  if (account.state === 'choosing' && !account.foldersKnown)
    return <ReadingFolders account={account} tryNow={sync} disconnect={disconnect} />;
  if (account.state === 'choosing' || isChanging)
    return (
      <Choosing
        account={account}
        doing={doing}
        choose={(scope) =>
          act('scope', chooseScope(account.id, scope, newKey()), () => {
            setChanging(false);
            return words('said_scope');
          })
        }
        cancel={account.state === 'choosing' ? null : () => setChanging(false)}
      />
    );
  return (
    <Watching
      account={account}
      doing={doing ?? signing.doing}
      reconnect={signing.reconnect}
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

type ChoosingProps = Pick<Parameters<typeof ChooseFolders>[0], 'account' | 'choose' | 'cancel'> & {
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

type WatchingProps = Omit<Parameters<typeof MailboxStatus>[0], 'watched'> & { account: MailAccount };

function Watching({ account, ...ways }: WatchingProps) {
  const watched = useAsked<Watched>(`completeness ${account.id}`, async (signal, before) =>
    watch(before, await getCompleteness(account.id, signal), Date.now()),
  );
  useMailboxNews(watched.again);
  return (
    <>
      <AskedState asked={watched} />
      {watched.value && <MailboxStatus watched={watched.value} {...ways} />}
    </>
  );
}
