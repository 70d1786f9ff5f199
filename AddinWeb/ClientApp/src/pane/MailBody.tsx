import { makeStyles, tokens } from '@fluentui/react-components';
import { pathOf } from '../api/paths';
import type { OpenMessage, PublicSettings, RecordKind } from '../api/types';
import { Consent } from '../linking/Consent';
import { CreateMenu } from '../linking/CreateMenu';
import { Links } from '../linking/Links';
import { LinkSearch } from '../linking/LinkSearch';
import { People } from '../linking/People';
import type { Pending } from '../linking/pending';
import { Suggestions } from '../linking/Suggestions';
import { Copies } from '../messages/Copies';
import { Forwarded } from '../messages/Forwarded';
import { NeverCaptured } from '../messages/NeverCaptured';
import { NotCaptured } from '../messages/NotCaptured';
import { Notices } from '../messages/Notices';
import { VisibilityChip } from '../messages/VisibilityChip';
import { openWindow } from '../office/host';
import { EmptyState } from '../ui/EmptyState';
import { PopoverButton } from '../ui/PopoverButton';
import { useWords, type Words } from '../words/words';
import { More } from './More';
import { newIdOf } from './optimistic';
import type { Entry } from './outbox';
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
      {open.message && <Notices notices={open.message.notices} act={act} consent={consentOf(state.entries, session)} />}
      {mayCapture && <People {...common} />}
      <Links {...common} />
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

function consentOf(entries: Entry[], session: PaneSession) {
  const asking = entries.find(
    ({ state, action }) => state === 'asking' && (action.kind === 'confirm' || action.kind === 'createPersons'),
  );
  if (!asking?.preview) return null;
  const { key, preview } = asking;
  return <Consent preview={preview} agree={() => session.consent(key)} cancel={() => session.cancel(key)} />;
}

function pendingOf(entries: Entry[], session: PaneSession, words: Words): Pending {
  const entryOf = (recordId: string) =>
    entries.find(
      ({ key, action, record }) =>
        (action.kind === 'link' && action.record.id === recordId) ||
        (action.kind === 'create' && (record?.id ?? newIdOf(key)) === recordId),
    );
  return {
    isLinking: (recordId) => entryOf(recordId) !== undefined,
    word: (recordId) => {
      const entry = entryOf(recordId);
      return entry ? words(entry.state === 'asking' ? 'notLinkedYet' : 'linking') : null;
    },
    consent: (recordId) => {
      const entry = entryOf(recordId);
      if (entry?.state !== 'asking' || !entry.preview) return null;
      const { key, preview } = entry;
      return <Consent preview={preview} agree={() => session.consent(key)} cancel={() => session.cancel(key)} />;
    },
  };
}
