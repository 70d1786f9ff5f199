import { Consent } from '../linking/Consent';
import type { Pending } from '../linking/pending';
import type { Joining } from '../messages/JoinOffers';
import type { Words } from '../words/words';
import { newIdOf } from './optimistic';
import type { Entry } from './outbox';
import type { PaneSession } from './session';

/** The question who may see the mail, as an action waits for it; null: it does not ask. */
function consentTo(entry: Entry | undefined, session: PaneSession, label?: (count: number) => string) {
  if (entry?.state !== 'asking' || !entry.preview) return null;
  const { key, preview } = entry;
  return (
    <Consent
      preview={preview}
      label={label?.(preview.count)}
      agree={() => session.consent(key)}
      cancel={() => session.cancel(key)}
    />
  );
}

/** The answers to notices ask beside the notices. */
export const noticesOf = (entries: Entry[], session: PaneSession) =>
  consentTo(
    entries.find(({ state, action: { kind } }) => state === 'asking' && ['confirm', 'createPersons'].includes(kind)),
    session,
  );

/** Links under way, by the record: each says so, and asks, on its own card. */
export function pendingOf(entries: Entry[], session: PaneSession, words: Words): Pending {
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
    consent: (recordId) => consentTo(entryOf(recordId), session),
  };
}

/** Joins under way, by the other conversation. */
export function joiningOf(entries: Entry[], session: PaneSession, words: Words): Joining {
  const entryOf = (id: string) => entries.find(({ action }) => action.kind === 'join' && action.other.id === id);
  return {
    isJoining: (id) => entryOf(id) !== undefined,
    consent: (id) => consentTo(entryOf(id), session, (count) => words('joinAndShow', { count })),
  };
}
