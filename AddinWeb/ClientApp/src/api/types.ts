// The contract with CompanionApi: JSON as it stands on the wire. Times are ISO 8601 in UTC, ids lower-case UUIDs,
// codes are snake_case words whose sentences are the page's (in both languages).

export type RecordKind = 'person' | 'organization' | 'lead' | 'deal' | 'project';
export type ConversationLinkKind = 'deal' | 'lead' | 'project';
export type Visibility = 'private' | 'shared';
export type VisibleTo = 'owner' | 'team' | 'everyone';

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

export interface UserRef {
  id: string;
  displayName: string;
  /** has left: what was shared stays */
  left?: boolean;
}

export interface RecordRef {
  kind: RecordKind;
  id: string;
  name: string;
}

export interface Address {
  name: string;
  address: string;
}

/** problem+json; `code` says what happened, `errors` which field and why. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  detail?: string;
  errors?: Record<string, string[]>;
  /** code claims_challenge: base64 of the claims to ask a token with · mailbox_needs_reconnect: the claims as JSON */
  claims?: string | null;
  /** codes mailbox_…: what the mailbox fails with */
  reason?: string;
  /** code would_expose: to how many people undoing would show how many messages */
  count?: number;
  messages?: number;
  people?: UserRef[];
  /** code linked_differently: of the conversation that was asked, and of the other */
  links?: LinkView[];
  otherLinks?: LinkView[];
  /** code already_there: the record that has the address */
  record?: RecordRef;
  /** a stale version: the record as it is now */
  current?: RecordRef;
}

/** What a write did. `undoUntil` is null when it cannot be undone. DELETE /api/changes/{id} undoes it. */
export interface ChangeRef {
  id: string;
  kind: string;
  undoUntil: string | null;
}

/** Every write answers its change; null when nothing changed (the state asked for already stood). */
export interface Written {
  change: ChangeRef | null;
}

// GET /api/me
export interface Me {
  id: string;
  email: string;
  displayName: string;
  role: 'admin' | 'standard';
  company: { id: string; name: string; mailName: string };
  permissions: string[];
}

// GET | PATCH /api/me/mail-settings (PATCH: any subset; answers MailSettings & Written)
export interface MailSettings {
  defaultVisibility: Visibility;
  autoLink: { deals: boolean; leads: boolean; projects: boolean };
  archiveInMailbox: boolean;
  deleteInMailbox: boolean;
  signatureHtml: string;
  bccOnEveryNewMail: boolean;
}

// GET /api/me/smart-bcc
export interface SmartBcc {
  companyAddress: string;
  maxMessageBytes: number;
}

// GET | POST /api/me/sender-addresses, DELETE /api/me/sender-addresses/{id}
export interface SenderAddress {
  id: string;
  address: string;
  isSignIn: boolean;
  confirmedAt: string | null;
}

/** Why a link or suggestion is there. `code`:
 * by_hand (by, at) · record_address (mail was sent to the record's own address) · only_open (the only open one of
 * `person`) · participant (`address` stands in the mail) · made_by_mail · conversation (the conversation is linked) ·
 * open_of_person (suggestion: an open one of `person`) · open_of_address · earlier_conversation (with `address`) ·
 * same_organization (`organization`) · same_domain (`address`, `organization`) */
export interface Why {
  code: string;
  person?: RecordRef | null;
  organization?: RecordRef | null;
  address?: string | null;
  by?: UserRef | null;
  at?: string | null;
}

/** A record as a card shows it. Fields that a kind does not have are absent. */
export interface RecordCard extends RecordRef {
  owner: UserRef;
  visibleTo: VisibleTo;
  status?: string;
  value?: number | null;
  currency?: string | null;
  organization?: RecordRef | null;
  emails?: string[];
  smartBccAddress?: string;
  isNewByMail?: boolean;
}

export interface LinkView {
  kind: RecordKind;
  record: RecordCard;
  why: Why;
}

export interface Suggestion {
  kind: RecordKind;
  record: RecordCard;
  why: Why;
}

/** One address of the mail and the person it belongs to, when the viewer may see one. */
export interface Participant {
  role: 'from' | 'to' | 'cc' | 'bcc';
  name: string;
  address: string;
  /** true for the company's own people and addresses: no card, no "create" */
  isInternal: boolean;
  person: RecordCard | null;
  why: Why | null;
  /** of an address that is nobody's yet: whose colleague it may be */
  colleague?: { person: RecordRef; organization: RecordRef | null };
}

/** Who sees the owner's message now. `people` leaves the owner out and is cut at 50; `count` is exact. */
export interface Audience {
  people: UserRef[];
  count: number;
  through: { record: RecordRef; count: number; since: string; by: UserRef | null; widened?: AudienceAct }[];
}

/** What a colleague did by which others may see it: record_visibility_changed, persons_merged, lead_converted,
 * team_changed, records_reassigned, undone */
export interface AudienceAct {
  kind: string;
  at: string;
  by: UserRef | null;
}

/** Something the rep should know of this message: code and parameters.
 * several_open (records) · address_not_available (address) · other_record_addresses (addresses) · is_this_yours ·
 * too_many_persons · conversation_of_its_own */
export interface Notice {
  code: string;
  records?: RecordCard[];
  addresses?: string[];
  people?: Address[];
}

/** The rule that placed a message in its conversation; first: it began it. */
export type PlacedBy = 'first' | 'reply_headers' | 'provider' | 'subject' | 'record_address' | 'hand';

/** The owner's own view of a message. */
export interface OwnMessage {
  id: string;
  conversationId: string;
  placedBy: PlacedBy;
  subject: string;
  from: Address;
  to: Address[];
  cc: Address[];
  bcc: Address[];
  date: string;
  isSent: boolean;
  visibility: Visibility;
  read: boolean;
  archived: boolean;
  snippet: string;
  attachments: Attachment[];
  /** the doors it came by: smart_bcc, pane, sync, dropbox, written */
  sources: Source[];
  notices: Notice[];
  /** set while all that is here of the mail is what the owner forwarded: sender, date and text are a claim */
  forwardedBy: UserRef | null;
  forward: Forward | null;
  /** synced mailboxes had it, and have it no more */
  noLongerInMailbox: boolean;
  /** too large: they are in the mailbox alone */
  withoutAttachments: boolean;
}

/** How it came. Of what came in a forward only who forwarded was proven: `proof` is null then. */
export interface Source {
  door: string;
  at: string;
  proof: string | null;
  forwarderProof: string | null;
}

/** The owner's alone. `senderReadFrom` is null once the mail itself is here; `readAs.address` is '' where none stood. */
export interface Forward {
  senderReadFrom: 'attachment' | 'inline' | 'corrected' | null;
  readAs: Address;
  at: string;
  note: string | null;
}

export interface Attachment {
  n: number;
  name: string;
  contentType: string;
  size: number;
  contentId: string | null;
  inline: boolean;
}

// GET /api/open-message?internetMessageId=&itemId=&mailbox=&from=&people=a@b.example&people=…
// `people`: addresses that Outlook shows, used only while the mail is not captured. Echoes the keys it was asked for.
export interface OpenMessage {
  itemId: string;
  internetMessageId: string;
  captured: boolean;
  /** set when the mailbox is a colleague's: nothing else is answered then */
  mailboxOwner: UserRef | null;
  message: OwnMessage | null;
  participants: Participant[];
  persons: RecordCard[];
  links: LinkView[];
  suggestions: Suggestion[];
  audience: Audience | null;
  /** of a captured mail: how many messages it has, and what it looks to be part of */
  conversation: { id: string; messages: number; offers: JoinOffer[] } | null;
  /** colleagues' copies of this mail that the viewer may see */
  copies: { messageId: string; owner: UserRef; through: RecordRef }[];
  /** the owner deleted this mail here within the undo time or before: offer "capture again" */
  deletedHere: boolean;
  /** the entry of a never-capture list that keeps this mail out; null as well where the mail is here already */
  neverCaptured: { entry: string; isCompanys: boolean } | null;
}

// POST /api/messages {internetMessageId, itemId, mailbox, from, again?} → 201 or 200 CapturedMessage
export interface CapturedMessage extends Written {
  message: OwnMessage;
}

/** A message on a record's page or opened by a colleague (S4). `visibility`, `conversationId`: the owner's alone. */
export interface RecordMessage {
  id: string;
  mine: boolean;
  owner: UserRef;
  alsoSharedBy: UserRef[];
  from: Address;
  to: Address[];
  cc: Address[];
  date: string;
  subject: string;
  snippet: string;
  isSent: boolean;
  attachments: Attachment[];
  records: RecordRef[];
  visibility?: Visibility;
  conversationId?: string;
  /** what it is linked to and why; the owner's alone */
  links?: LinkView[];
  /** the owner forwarded it: its sender is a claim */
  forwardedBy: UserRef | null;
}

/** GET /api/me/review-list → Page<ReviewItem>: what mail made and its owner has not looked at.
 * `inUse`: why it can no longer be removed: edited, linked_by_hand, in_use */
export interface ReviewItem {
  record: RecordCard;
  version: number;
  madeAt: string;
  mail?: {
    messageId: string;
    conversationId: string;
    subject: string;
    fromName: string;
    fromAddress: string;
    date: string;
    visibility: Visibility;
  };
  inUse?: string;
}

/** POST /api/me/review-list/changes {recordIds, change: keep | remove | move_address, personId?} */
export interface Reviewed extends Written {
  changed: string[];
  skipped: { id: string; code: string }[];
}

// GET /api/messages/{id} → OwnMessage & {mine: true} for the owner, RecordMessage for a colleague
// GET /api/messages/{id}/body
export interface MessageBody {
  html: string | null;
  text: string | null;
}

// PUT /api/messages/{id}/visibility {visibility}, PUT /api/conversations/{id}/visibility {visibility, laterToo}
// PUT /api/messages/{id}/read {read}, /archived {archived}, DELETE /api/messages/{id},
// PUT | DELETE /api/messages/{id}/links/persons/{personId}, PUT | DELETE /api/conversations/{id}/links/{kind} {recordId}
// → Written & { audience?: Audience } (audience of the message or conversation after it)
export interface VisibilityWritten extends Written {
  audience: Audience;
}

// GET /api/messages/{id}/trail → Page<TrailLine>
export interface TrailLine {
  changeId: string;
  at: string;
  /** captured, shared, made_private, linked, unlinked, archived, deleted, undone, record_visibility_changed, … */
  kind: string;
  /** null: a rule did it */
  by: UserRef | null;
  /** the rule, or the door that a captured mail came by; words: rule_… */
  rule: string | null;
  /** null too where it is gone or hidden */
  record: RecordRef | null;
  undoUntil: string | null;
}

// POST /api/audience-previews
export interface AudiencePreviewRequest {
  messageIds?: string[];
  conversationIds?: string[];
  recordId?: string;
  visibility?: Visibility;
  link?: { kind: RecordKind; recordId: string };
  visibleTo?: VisibleTo;
  owner?: string;
  /** recordId is the person that this one is merged into */
  merge?: { personId: string };
  /** conversationIds: the one that this one is joined into */
  join?: string;
  /** recordId is the lead; without a deal, a new one that is visible so */
  conversion?: { dealId?: string; visibleTo?: VisibleTo };
  /** admins only: these are all its members then; without an id, a team that is not there yet */
  team?: { teamId?: string; memberIds: string[] };
  /** admins only: who has left, and who has the records then */
  reassignment?: { from: string; to: string };
  /** admins only: who has left is taken back */
  return?: { userId: string };
}

/** Who gains how many messages. Warnings: quotes_private (messages), attachments (names). */
export interface AudiencePreview {
  people: (UserRef & { messages: number })[];
  count: number;
  messages: number;
  warnings: { code: string; messages?: number; names?: string[] }[];
  /** who loses sight, of acts on records */
  losing?: (UserRef & { messages: number })[];
  losingCount?: number;
  losingMessages?: number;
  /** how many records an admin's act concerns */
  records?: number;
}

// GET /api/conversations?box=inbox|sent|archive&q=&in=subject,people,body&unread= → Page<Conversation>
export interface Conversation {
  id: string;
  subject: string;
  people: Address[];
  snippet: string;
  lastMessageAt: string;
  messages: number;
  unread: number;
  hasAttachments: boolean;
  visibility: Visibility | 'mixed';
  links: LinkView[];
}

// GET /api/conversations/{id}
export interface ConversationDetail extends Conversation {
  /** oldest first */
  items: OwnMessage[];
  offers: JoinOffer[];
}

/** A conversation that a rule would join with this one. `canJoin` false: both are linked, and one link has to go. */
export interface JoinOffer {
  id: string;
  rule: PlacedBy;
  conversation: Conversation;
  canJoin: boolean;
}

// POST /api/conversations/{id}/splits {messageId, andLater}, /joins?expose= {conversationId} → ConversationMoved
// DELETE /api/join-offers/{id} → Written
export interface ConversationMoved extends Written {
  /** where the messages are now */
  conversationId: string;
  later: Visibility | null;
}

// GET /api/me/shared-messages → Page<SharedMessage>
export interface SharedMessage {
  message: OwnMessage;
  audience: Audience;
}

// GET | PUT /api/admin/never-capture {version, addresses, domains}: written whole, from the version that was read
export interface NeverCaptureList {
  version: string;
  addresses: string[];
  /** each stands for what is below it too */
  domains: string[];
}

// GET | PUT /api/me/never-capture
export interface MyNeverCapture extends NeverCaptureList {
  /** to be read only */
  company: NeverCaptureList;
}

// GET | POST /api/admin/teams {name, memberIds}, PATCH {version, name?, memberIds?} | DELETE /api/admin/teams/{id}
export interface Team {
  id: string;
  version: string;
  name: string;
  /** who has left is not among them */
  members: UserRef[];
}

// GET /api/admin/users → Page<AdminUser>; PATCH /api/admin/users/{id} {role?, left?} → AdminUser & Written
export interface AdminUser {
  id: string;
  email: string;
  displayName: string;
  role: Me['role'];
  /** admin by the directory's app role: changed there alone */
  roleFromDirectory: boolean;
  createdAt: string;
  leftAt: string | null;
  teams: { id: string; name: string }[];
  /** how many the user owns; admins are told numbers, never which */
  records: number;
}

// GET /api/admin/users/{id}/record-counts; POST …/reassignments {to} → {records: RecordCounts} & Written
export interface RecordCounts {
  persons: number;
  organizations: number;
  leads: number;
  deals: number;
  projects: number;
}

export type IntakeOutcome = 'stored' | 'merged' | 'refused' | 'try_again';

// GET /api/me/intake-log, /api/admin/intake-log ?outcome=&from=&until= (the admin's has no subject, message or detail)
export interface IntakeLine {
  id: string;
  at: string;
  /** how many alike attempts the line stands for, the last one at lastAt */
  times: number;
  lastAt: string;
  outcome: IntakeOutcome;
  reason: string;
  addressKind: string;
  from: string;
  size: number;
  host: string;
  proven: boolean;
  proof: string | null;
  subject: string | null;
  /** what the reason speaks of: the entry of a never-capture list */
  detail: string | null;
  messageId: string | null;
}

// records: GET | POST /api/persons …, GET | PATCH | DELETE /api/persons/{id}
export interface RecordBase extends RecordRef {
  version: number;
  owner: UserRef;
  visibleTo: VisibleTo;
  mine: boolean;
  createdAt: string;
  lastMailSentAt: string | null;
  lastMailReceivedAt: string | null;
}

export interface Person extends RecordBase {
  kind: 'person';
  firstName: string | null;
  lastName: string | null;
  emails: string[];
  organization: RecordRef | null;
  isNewByMail: boolean;
  deals: RecordCard[];
}

export interface Organization extends RecordBase {
  kind: 'organization';
  persons: RecordCard[];
  deals: RecordCard[];
}

export interface Lead extends RecordBase {
  kind: 'lead';
  title: string;
  lastName: string | null;
  emails: string[];
  person: RecordCard | null;
  status: 'open' | 'converted' | 'archived';
  /** the deal that has its mail now, if one may see it */
  convertedTo: RecordCard | null;
  smartBccAddress: string;
}

export interface Deal extends RecordBase {
  kind: 'deal';
  title: string;
  persons: RecordCard[];
  organization: RecordCard | null;
  value: number | null;
  currency: string | null;
  status: 'open' | 'won' | 'lost';
  smartBccAddress: string;
}

export interface Project extends RecordBase {
  kind: 'project';
  title: string;
  persons: RecordCard[];
  deal: RecordCard | null;
  status: 'open' | 'done';
}

// POST bodies: person {name | lastName, firstName, emails, organizationId}, organization {name}, lead {title, lastName,
// emails, personId}, deal {title, personIds, organizationId, value, currency, status}, project {title, personIds,
// dealId, status}; all: visibleTo?, linkMessageId? (person: links it to that message of mine), linkConversationId?
// (deal, lead, project: links that conversation of mine). Answer: the record & Written. PATCH: version and any fields.

// GET /api/persons/{id}/duplicates → Page<Duplicate>; POST /api/persons/{id}/merges {personId} → Person & Written
export interface Duplicate {
  record: RecordCard;
  why: 'same_address' | 'same_name';
  mayMerge: boolean;
}

// POST /api/leads/{id}/conversions {dealId} or {deal: {title, value, currency, visibleTo}} → Deal & Written

// GET /api/records?q=&kinds=deal,lead → Page<RecordCard>
// GET /api/{records}/{id}/messages → Page<RecordMessage>; GET | POST /api/{records}/{id}/notes → Page<Note>
export interface Note {
  id: string;
  author: UserRef;
  at: string;
  text: string;
}

// GET /api/events: text/event-stream read by fetch; each event's data is this; ':' lines are heartbeats (20 s).
// kind message (mine changed) · conversation · person | organization | lead | deal | project (it or its mail changed) · me
export interface LiveEvent {
  kind: string;
  id: string;
}

// AddinWeb: GET /settings.json, public settings of this host; the pages also carry them in <script id="settings">.
// msalAuthority: nested app authentication in the pane · oidcAuthority: the browser pages' sign-in
export interface PublicSettings {
  apiUrl: string;
  webUrl: string;
  clientId: string;
  msalAuthority: string;
  oidcAuthority: string;
  scope: string;
  officeJsUrl: string;
  version: string;
}
