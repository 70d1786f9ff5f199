import { ApiError } from './client';
import { askingFirst, ConsentNeeded } from './consent';
import { deleteJoinOffer, getConversation, postJoin, postSplit } from './conversations';
import { deleteLink, putLink } from './links';
import {
  captureMessage,
  changesOf,
  getOwnMessage,
  previewAudience,
  putConversationVisibility,
  putMessageVisibility,
  putSender,
  undoChange,
  type ItemKeys,
} from './messages';
import { changeNeverCapture } from './neverCapture';
import { changeReview, confirmMessage, createPersons, deleteMessage, dismissNotice, dismissSuggestion } from './review';
import { createDeal, createLead, createPerson, type NewDeal, type NewLead, type NewPerson } from './records';
import type {
  Address,
  AudiencePreview,
  ConversationMoved,
  JoinOffer,
  OwnMessage,
  RecordCard,
  Visibility,
  Written,
} from './types';

export type NewRecord = ({ kind: 'person' } & NewPerson) | ({ kind: 'lead' } & NewLead) | ({ kind: 'deal' } & NewDeal);

/** What the rep can do with the open mail, as data: it can wait for the connection and be done later. */
export type Action =
  | { kind: 'capture'; again: boolean }
  | { kind: 'link'; record: RecordCard }
  | { kind: 'unlink'; record: RecordCard }
  | { kind: 'create'; record: NewRecord }
  | { kind: 'visibility'; visibility: Visibility; whole: boolean; preview: AudiencePreview | null }
  | { kind: 'never_capture'; entry: string }
  | { kind: 'review'; record: RecordCard; change: 'keep' | 'remove' }
  | { kind: 'dismissNotice'; code: string }
  | { kind: 'refuse'; record: RecordCard }
  | { kind: 'createPersons'; addresses: string[] }
  | { kind: 'confirm' }
  | { kind: 'disown' }
  | { kind: 'sender'; sender: Address }
  /** `later`: how many later mails of the conversation go with it; null: it goes alone */
  | { kind: 'split'; later: number | null }
  | { kind: 'join'; other: OfferedConversation }
  | { kind: 'refuseJoin'; offerId: string; other: OfferedConversation }
  | { kind: 'undo'; changes: string[] };

/** What is done to one mail. */
export type ActionOn = Exclude<Action, { kind: 'undo' | 'never_capture' }>;

/** As much of it as an action keeps while it waits. */
export type OfferedConversation = Pick<JoinOffer['conversation'], 'id' | 'subject'>;

/** The mail that an action is for; without one of its ids nothing is written. */
export interface Target {
  keys: ItemKeys;
  message: OwnMessage | null;
}

export interface Done {
  /** null: undo, which needs no message */
  message: OwnMessage | null;
  /** newest last; undone in the other direction */
  changes: string[];
  /** set by `create`, and by `link` as it was given */
  record: RecordCard | null;
  /** a join narrowed what comes later to this */
  later?: Visibility | null;
}

/**
 * Does an action, capturing the mail first where it is not captured. Every step's key grows from `key`, so the whole
 * can be done again after a fault at any step and still happens once. `waited`: it may have been done before, with an
 * answer that was lost, and what the rep consented to then may be another thing now.
 */
export async function perform(
  action: Action,
  target: Target,
  key: string,
  consented: boolean,
  waited = false,
): Promise<Done> {
  if (action.kind === 'undo') {
    await undo(action.changes, key, consented);
    return { message: target.message, changes: [], record: null };
  }
  if (action.kind === 'never_capture') {
    const written = await changeNeverCapture('me', action.entry, true, key);
    return { message: target.message, changes: changesOf(written), record: null };
  }
  if (!target.keys.itemId && !target.keys.internetMessageId) throw new Error('No write without the id of the mail.');

  const again = action.kind === 'capture' && action.again;
  const captured = target.message ? undefined : await captureMessage(target.keys, again, `${key}-capture`);
  const message = (captured?.message ?? target.message) as OwnMessage;
  const { changes, record, moved } = await performOn(action, message, key, consented, waited);
  return {
    message: moved ? { ...message, conversationId: moved.conversationId } : message,
    changes: [...changesOf(captured), ...changes],
    record,
    later: moved?.later,
  };
}

/** As `perform`, on a mail that is captured; the browser pages know no other. */
export async function performOn(
  action: ActionOn,
  message: OwnMessage,
  key: string,
  consented: boolean,
  waited = false,
): Promise<Pick<Done, 'changes' | 'record'> & { moved?: ConversationMoved }> {
  switch (action.kind) {
    case 'capture':
      return { changes: [], record: null };
    case 'link':
      return { changes: await link(action.record, message, key, consented), record: action.record };
    case 'unlink': {
      const written = await deleteLink(message, action.record.kind, action.record.id, key);
      return { changes: changesOf(written), record: action.record };
    }
    case 'create':
      return create(action.record, message, key, consented, waited);
    case 'visibility': {
      if (waited && !consented && action.visibility === 'shared') await askToShare(action.whole, message);
      const written = action.whole
        ? await putConversationVisibility(message.conversationId, action.visibility, true, key)
        : await putMessageVisibility(message.id, action.visibility, key);
      return { changes: changesOf(written), record: null };
    }
    case 'sender': {
      const written = await askingFirst(putSender(message.id, action.sender, consented, `${key}-${consented}`));
      return { changes: changesOf(written), record: null };
    }
    case 'split': {
      const moved = await postSplit(message.conversationId, message.id, action.later !== null, key);
      return { changes: changesOf(moved), record: null, moved };
    }
    case 'join': {
      const moved = await join(action.other.id, message, key, consented, waited);
      return { changes: changesOf(moved), record: null, moved };
    }
    default: {
      const written = await answer(action, message, key, consented);
      return { changes: changesOf(written), record: 'record' in action ? action.record : null };
    }
  }
}

/** The smaller answers: one call each, some of which may show the mail to people. */
async function answer(
  action: Extract<
    Action,
    { kind: 'review' | 'dismissNotice' | 'refuse' | 'refuseJoin' | 'createPersons' | 'confirm' | 'disown' }
  >,
  message: OwnMessage,
  key: string,
  consented: boolean,
): Promise<Written> {
  switch (action.kind) {
    case 'review':
      return changeReview([action.record.id], action.change, key);
    case 'dismissNotice':
      return dismissNotice(message.id, action.code, key);
    case 'refuse':
      return dismissSuggestion(message.conversationId, action.record.id, key);
    case 'refuseJoin':
      return deleteJoinOffer(action.offerId, key);
    case 'createPersons':
      return askingFirst(createPersons(message.id, action.addresses, consented, `${key}-${consented}`));
    case 'confirm':
      return askingFirst(confirmMessage(message.id, consented, `${key}-${consented}`));
    case 'disown':
      return deleteMessage(message.id, key);
  }
}

async function undo(changes: string[], key: string, consented: boolean): Promise<void> {
  for (const change of changes.toReversed())
    await askingFirst(undoChange(change, consented, `${key}-${change}-${consented}`)).catch((error) => {
      // Undone before, and the answer was lost: the next one's turn.
      if (codeOf(error) !== 'already_undone') throw error;
    });
}

// A share that waited may have been done, and taken back elsewhere since. Unless it stands, the rep is asked as things
// are now, whoever was named before.
async function askToShare(whole: boolean, { id, conversationId }: OwnMessage): Promise<void> {
  const { visibility } = await (whole ? getConversation(conversationId) : getOwnMessage(id));
  if (visibility === 'shared') return;
  const scope = whole ? { conversationIds: [conversationId] } : { messageIds: [id] };
  throw new ConsentNeeded(await previewAudience({ ...scope, visibility: 'shared' }), null);
}

// Asked before, since the preview says of attachments and quoted mail too.
async function join(
  otherId: string,
  message: OwnMessage,
  key: string,
  consented: boolean,
  waited: boolean,
): Promise<ConversationMoved> {
  if (!consented) {
    const preview = await previewAudience({ conversationIds: [message.conversationId], join: otherId });
    if (preview.count > 0) throw new ConsentNeeded(preview, null);
  }
  const post = (expose: boolean) => askingFirst(postJoin(message.conversationId, otherId, expose, `${key}-${expose}`));
  return post(consented).catch((error) => {
    // Joined before, and the answer was lost: it is kept under that key. What is gone nobody can be shown by it.
    if (waited && !consented && codeOf(error) === 'not_found') return post(true);
    throw error;
  });
}

const codeOf = (error: unknown): string => (error instanceof ApiError ? error.code : '');

async function link(record: RecordCard, message: OwnMessage, key: string, consented: boolean): Promise<string[]> {
  if (!consented) {
    const scope =
      record.kind === 'person' ? { messageIds: [message.id] } : { conversationIds: [message.conversationId] };
    const preview = await previewAudience({ ...scope, link: { kind: record.kind, recordId: record.id } });
    if (preview.count > 0) throw new ConsentNeeded(preview, record);
  }
  return changesOf(await putLink(message, record.kind, record.id, key));
}

// Made first and linked after: only a record that exists can be asked who would see the mail through it. A person for
// a private mail shows it to nobody, so there one call does both.
async function create(wanted: NewRecord, message: OwnMessage, key: string, consented: boolean, waited: boolean) {
  const isPerson = wanted.kind === 'person';
  const { visibility } = isPerson && waited ? await getOwnMessage(message.id) : message;
  const atOnce = isPerson && visibility === 'private';
  const made = atOnce
    ? await createAs({ ...wanted, linkMessageId: message.id }, `${key}-create-linked`)
    : await createAs(wanted, `${key}-create`);
  const record: RecordCard = { ...made, kind: wanted.kind };
  const changes = changesOf(made);
  if (atOnce) return { record, changes };
  const linked = await link(record, message, key, consented).catch((error) => {
    throw error instanceof ConsentNeeded ? new ConsentNeeded(error.preview, record, changes) : error;
  });
  return { record, changes: [...changes, ...linked] };
}

function createAs({ kind, ...fields }: NewRecord, key: string) {
  if (kind === 'person') return createPerson(fields as NewPerson, key);
  return kind === 'lead' ? createLead(fields as NewLead, key) : createDeal(fields as NewDeal, key);
}
