import { makeStyles, tokens } from '@fluentui/react-components';
import { useState, useSyncExternalStore } from 'react';
import type { PublicSettings } from '../api/types';
import { WhichMail } from '../messages/WhichMail';
import { openWindow } from '../office/host';
import type { NestedSignIn } from '../signIn/nestedSignIn';
import { EmptyState } from '../ui/EmptyState';
import { ErrorBanner } from '../ui/ErrorBanner';
import { PaneSkeleton } from '../ui/Skeletons';
import { errorOf } from '../words/sentences';
import { useWords } from '../words/words';
import { Diagnostics } from './Diagnostics';
import { MailBody } from './MailBody';
import { MailboxNotice } from './MailboxNotice';
import type { Entry } from './outbox';
import { LastAction } from './LastAction';
import type { PaneSession } from './session';
import { StateBanner, StateScreen } from './StateScreen';
import { useMe } from './useMe';
import { useSignIn } from './useSignIn';

const useStyles = makeStyles({
  pane: {
    boxSizing: 'border-box',
    minHeight: 'calc(100vh - 24px)',
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalM,
  },
  rest: { flex: '1 0 auto', display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalM },
});

interface Props {
  settings: PublicSettings;
  session: PaneSession;
  signIn: NestedSignIn;
}

export function Pane({ settings, session, signIn }: Props) {
  const styles = useStyles();
  const words = useWords();
  const state = useSyncExternalStore(session.subscribe, session.current);
  const me = useMe(state.open !== null);
  const signing = useSignIn(signIn, session);
  // Of the trouble with one mail: another mail, or an answer, closes them.
  const [detailsOf, setDetailsOf] = useState<number | null>(null);
  const { item, open, error, trouble } = state;
  if (detailsOf !== null && (!error || detailsOf !== item.epoch)) setDetailsOf(null);

  if (error && detailsOf === item.epoch)
    return (
      <Diagnostics
        hasRun
        step={error.code.startsWith('sign_in') ? 'signIn' : 'api'}
        detail={[error.code, error.status || '', error.detail].filter(Boolean).join(' ')}
        settings={settings}
        back={() => setDetailsOf(null)}
      />
    );
  if (item.kind !== 'mail')
    return (
      <EmptyState
        isPage
        text={words(item.kind === 'none' ? 'nothingOpen' : 'notAMail')}
        action={{ label: words('openBrowser'), onPress: () => openWindow(settings.webUrl) }}
      />
    );
  const ways = { tryAgain: session.refresh, showDetails: () => setDetailsOf(item.epoch), signing };
  return (
    <div className={styles.pane}>
      <WhichMail mail={item} />
      {open && <StateBanner error={error} waiting={state.waiting} {...ways} />}
      {trouble && (
        <ErrorBanner
          text={
            trouble.subject === null
              ? errorOf(trouble.error, words)
              : words('error_about', { error: errorOf(trouble.error, words), subject: trouble.subject })
          }
          actions={
            trouble.error.code === 'mailbox_needs_reconnect'
              ? [{ label: words('signInAgain'), onPress: () => signing.startWith(trouble.error.problem?.claims) }]
              : []
          }
          dismiss={{ label: words('dismiss'), onPress: session.dismiss }}
        />
      )}
      {error?.status !== 403 && (
        <MailboxNotice isAnswered={open !== null} settings={settings} session={session} signIn={signIn} />
      )}
      <div className={styles.rest} key={item.epoch}>
        {open ? (
          <MailBody state={state} open={open} subject={item.subject} session={session} me={me} settings={settings} />
        ) : error ? (
          <StateScreen error={error} {...ways} />
        ) : (
          <PaneSkeleton label={words('loading')} />
        )}
      </div>
      <LastAction said={state.said} asking={whatAsks(state.entries)} session={session} />
    </div>
  );
}

// A link asks on its own card.
const whatAsks = (entries: Entry[]): Entry | null =>
  entries.find(({ state, action }) => state === 'asking' && ['undo', 'sender', 'visibility'].includes(action.kind)) ??
  null;
