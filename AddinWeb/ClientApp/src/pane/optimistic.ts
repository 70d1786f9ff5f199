import type { Action, NewRecord } from '../api/actions';
import type { Address, LinkView, OpenMessage, OwnMessage, RecordCard } from '../api/types';

/** What the pane shows while an action is under way: what it will most likely come to. The server's word follows. */
export function apply(open: OpenMessage, action: Action, newId: string): OpenMessage {
  switch (action.kind) {
    case 'link':
      return withLink(open, action.record);
    case 'create':
      return withLink(open, provisional(action.record, newId));
    case 'unlink':
      return without(open, action.record);
    case 'review':
      return action.change === 'remove' ? without(open, action.record) : kept(open, action.record);
    case 'refuse':
      return { ...open, suggestions: open.suggestions.filter((one) => one.record.id !== action.record.id) };
    case 'dismissNotice':
      return withoutNotice(open, action.code);
    case 'createPersons':
      return withoutNotice(open, 'too_many_persons');
    case 'confirm':
      return withoutNotice(open, 'is_this_yours');
    case 'visibility':
      return withVisibility(open, action);
    case 'never_capture':
      return open.message ? open : { ...open, neverCaptured: { entry: action.entry, isCompanys: false } };
    case 'refuseJoin':
      return withoutOffer(open, action.other.id);
    case 'split':
      return withSplit(open, action.later);
    case 'sender':
      return withSender(open, action.sender);
    default:
      return open;
  }
}

/** The id that a record under creation goes by until it has one of its own. */
export const newIdOf = (key: string): string => `new ${key}`;

/** The action, with what was made (null: nothing) in the place of the id that it went by. */
export function withMade(action: Action, newId: string, made: RecordCard | null): Action {
  if (action.kind !== 'create' || action.record.kind !== 'deal') return action;
  const personIds = action.record.personIds.flatMap((id) => (id === newId ? (made?.id ?? []) : id));
  return { ...action, record: { ...action.record, personIds } };
}

/** What the answer of a done action makes of what was last read, until it is read anew. */
export function settle(
  open: OpenMessage,
  action: Action,
  done: { message: OwnMessage | null; record: RecordCard | null },
) {
  const captured = done.message && !open.message ? { ...open, captured: true, message: done.message } : open;
  // What comes next goes to the conversation that it is in now; an offer stands until its join is done.
  if (done.message && action.kind === 'split') return moved(apply(captured, action, ''), done.message.conversationId);
  if (action.kind === 'join') return withoutOffer(captured, action.other.id);
  return done.record && (action.kind === 'link' || action.kind === 'create')
    ? withLink(captured, done.record)
    : apply(captured, action, '');
}

const without = (open: OpenMessage, record: RecordCard): OpenMessage => ({
  ...open,
  links: open.links.filter((link) => link.record.id !== record.id),
  persons: open.persons.filter((person) => person.id !== record.id),
});

const withoutNotice = (open: OpenMessage, code: string): OpenMessage =>
  open.message
    ? { ...open, message: { ...open.message, notices: open.message.notices.filter((one) => one.code !== code) } }
    : open;

function kept(open: OpenMessage, { id }: RecordCard): OpenMessage {
  const keep = (record: RecordCard) => (record.id === id ? { ...record, isNewByMail: false } : record);
  return {
    ...open,
    links: open.links.map((link) => ({ ...link, record: keep(link.record) })),
    persons: open.persons.map(keep),
    participants: open.participants.map((one) => ({ ...one, person: one.person && keep(one.person) })),
  };
}

function provisional(record: NewRecord, id: string): RecordCard {
  const name = record.kind === 'person' ? record.name : record.title;
  const emails = record.kind === 'deal' ? undefined : record.emails;
  return { kind: record.kind, id, name, emails, owner: { id: '', displayName: '' }, visibleTo: 'owner' };
}

function withLink(open: OpenMessage, record: RecordCard): OpenMessage {
  const link: LinkView = { kind: record.kind, record, why: { code: 'by_hand' } };
  // A conversation belongs to one deal or lead at most; projects and persons stand beside them.
  const replaced = (other: LinkView) =>
    other.record.id === record.id || (isOnlyOne(record) && isOnlyOne(other)) || sameProject(record, other);
  return {
    ...open,
    links: [...open.links.filter((other) => !replaced(other)), link],
    suggestions: open.suggestions.filter((suggestion) => suggestion.record.id !== record.id),
  };
}

const isOnlyOne = ({ kind }: { kind: string }) => kind === 'deal' || kind === 'lead';
const sameProject = (a: { kind: string }, b: { kind: string }) => a.kind === 'project' && b.kind === 'project';

function withVisibility(open: OpenMessage, action: Extract<Action, { kind: 'visibility' }>): OpenMessage {
  if (!open.message) return open;
  const people = action.visibility === 'shared' ? (action.preview?.people ?? []) : [];
  const count = action.visibility === 'shared' ? (action.preview?.count ?? 0) : 0;
  return {
    ...open,
    message: { ...open.message, visibility: action.visibility },
    audience: { people, count, through: [] },
  };
}

function withSender(open: OpenMessage, sender: Address): OpenMessage {
  const { message } = open;
  if (!message?.forward) return open;
  const forward = { ...message.forward, senderReadFrom: 'corrected' as const };
  return { ...open, message: { ...message, from: sender, forward } };
}

const withoutOffer = (open: OpenMessage, otherId: string): OpenMessage => ({
  ...open,
  conversation: open.conversation && {
    ...open.conversation,
    offers: open.conversation.offers.filter((one) => one.conversation.id !== otherId),
  },
});

const withSplit = (open: OpenMessage, later: number | null): OpenMessage => ({
  ...open,
  message: open.message && { ...open.message, placedBy: 'hand' },
  conversation: open.conversation && { ...open.conversation, messages: 1 + (later ?? 0), offers: [] },
});

const moved = (open: OpenMessage, conversationId: string): OpenMessage => ({
  ...open,
  message: open.message && { ...open.message, conversationId },
});
