import { makeStyles, tokens } from '@fluentui/react-components';
import { pathOf } from '../api/paths';
import type { OpenMessage, PublicSettings, RecordKind } from '../api/types';
import { CreateMenu } from '../linking/CreateMenu';
import { Links } from '../linking/Links';
import { LinkSearch } from '../linking/LinkSearch';
import { People } from '../linking/People';
import { Suggestions } from '../linking/Suggestions';
import { Copies } from '../messages/Copies';
import { Forwarded } from '../messages/Forwarded';
import { InMailbox } from '../messages/InMailbox';
import { JoinOffers } from '../messages/JoinOffers';
import { NeverCaptured } from '../messages/NeverCaptured';
import { NotCaptured } from '../messages/NotCaptured';
import { Notices } from '../messages/Notices';
import { VisibilityChip } from '../messages/VisibilityChip';
import { openWindow } from '../office/host';
import { EmptyState } from '../ui/EmptyState';
import { PopoverButton } from '../ui/PopoverButton';
import { useWords } from '../words/words';
import { More } from './More';
import { joiningOf, noticesOf, pendingOf } from './pending';
import type { PaneSession, PaneState } from './session';

const useStyles = makeStyles({
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  chip: { display: 'flex', minWidth: 0 },
});

interface Props {
  state: PaneState;
  open: OpenMessage;
  subject: string;
  session: PaneSession;
  me: string | null;
  settings: PublicSettings;
}

/** All that is known of the mail and can be done with it, from who sees it to what is needed seldom. */
export function MailBody({ state, open, subject, session, me, settings }: Props) {
  const styles = useStyles();
  const words = useWords();
  const { act } = session;
  const page = (path: string) => openWindow(`${settings.webUrl}/${path}`);
  const openRecord = (kind: RecordKind, id: string) => page(`${pathOf[kind]}/${id}`);
  const pending = pendingOf(state.entries, session, words);
  const isLinked = open.links.some((link) => !pending.isLinking(link.record.id));

  if (open.mailboxOwner)
    return (
      <EmptyState
        text={words('colleaguesMailbox', { name: open.mailboxOwner.displayName })}
        action={{ label: words('openBrowser'), onPress: () => page('') }}
      />
    );
  // What a notice offers is not said twice.
  const offered = new Set(open.message?.notices.flatMap((one) => (one.records ?? []).map((record) => record.id)));
  const common = { open, pending, me, act, openRecord };
  const mayCapture = open.message !== null || !open.neverCaptured;
  return (
    <>
      {open.message ? (
        <div className={styles.chip}>
          <VisibilityChip message={open.message} audience={open.audience} isLinked={isLinked} me={me} act={act} />
        </div>
      ) : open.neverCaptured ? (
        <NeverCaptured {...open.neverCaptured} openSettings={() => page('settings/never-capture')} />
      ) : (
        <NotCaptured isDeletedHere={open.deletedHere} isCapturing={state.entries.length > 0} act={act} />
      )}
      {open.message && <Forwarded message={open.message} act={act} />}
      {open.message && <InMailbox message={open.message} />}
      {open.message && <Notices notices={open.message.notices} act={act} consent={noticesOf(state.entries, session)} />}
      {mayCapture && <People {...common} />}
      <Links {...common} />
      <JoinOffers
        subject={subject}
        links={open.links}
        offers={open.conversation?.offers ?? []}
        joining={joiningOf(state.entries, session, words)}
        act={act}
      />
      <Copies copies={open.copies} openRecord={openRecord} />
      {!open.deletedHere && mayCapture && (
        <>
          <Suggestions
            suggestions={open.suggestions.filter((one) => !offered.has(one.record.id))}
            me={me}
            canRefuse={open.captured}
            act={act}
          />
          <div className={styles.actions}>
            <PopoverButton label={words('linkTo')}>{(close) => <LinkSearch act={act} close={close} />}</PopoverButton>
            <CreateMenu open={open} subject={subject} act={act} />
          </div>
        </>
      )}
      <More
        open={open}
        me={me}
        act={act}
        openPage={(record) => (record ? openRecord(record.kind, record.id) : page(''))}
      />
    </>
  );
}
