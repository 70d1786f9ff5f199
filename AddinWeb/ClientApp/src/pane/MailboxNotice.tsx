import { useEffect, useState, type ComponentType } from 'react';
import type { PublicSettings } from '../api/types';
import type { NestedSignIn } from '../signIn/nestedSignIn';
import type { PaneSession } from './session';

export interface MailboxNoticeProps {
  settings: PublicSettings;
  session: PaneSession;
  signIn: NestedSignIn;
}

/** How it stands with the synced mailbox: asked, and its code loaded, once the pane has said what it is opened for. */
export function MailboxNotice({ isAnswered, ...props }: MailboxNoticeProps & { isAnswered: boolean }) {
  const [Shown, setShown] = useState<ComponentType<MailboxNoticeProps> | null>(null);
  const isWanted = isAnswered && !Shown;
  useEffect(() => {
    if (!isWanted) return;
    // Without it the pane is whole: a chunk that does not come is not worth a word.
    import('./SyncedMailbox').then(
      ({ SyncedMailbox }) => setShown(() => SyncedMailbox),
      () => undefined,
    );
  }, [isWanted]);
  return Shown && <Shown {...props} />;
}
