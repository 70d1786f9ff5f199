import type {
  Audience,
  AudiencePreview,
  LinkView,
  Me,
  OpenMessage,
  OwnMessage,
  Participant,
  RecordCard,
  TrailLine,
  UserRef,
} from '../src/api/types';

// A small company for the tests: the demo's cast, one letter from a customer, and the answers CompanionApi would give.

export const anna: UserRef = { id: 'anna', displayName: 'Anna Berg' };
export const ben: UserRef = { id: 'ben', displayName: 'Ben Okafor' };
export const chie: UserRef = { id: 'chie', displayName: 'Chie Tanaka' };

export const me: Me = {
  ...anna,
  email: 'anna@contoso.example',
  role: 'standard',
  company: { id: 'contoso', name: 'Contoso', mailName: 'contoso' },
  permissions: [],
};

const common = { owner: anna, visibleTo: 'everyone' } as const;

export const taro: RecordCard = {
  ...common,
  kind: 'person',
  id: 'taro',
  name: 'Taro Yamada',
  emails: ['taro@yamada.example'],
  organization: { kind: 'organization', id: 'yamada', name: 'Yamada Trading' },
};

export const acme: RecordCard = {
  ...common,
  kind: 'deal',
  id: 'acme',
  name: 'Acme 2026',
  status: 'open',
  value: 1_200_000,
  currency: 'JPY',
  smartBccAddress: 'contoso+deal-k3x9q2m7v5b8n4c6@bcc.mailcrm.example',
};

export const fence: RecordCard = {
  ...common,
  kind: 'deal',
  id: 'fence',
  name: 'Fence around the plant',
  status: 'open',
};

export const letter = {
  itemId: 'AAMk1',
  internetMessageId: '<1@yamada.example>',
  subject: 'Offer for 200 pumps',
};

export const deal: LinkView = { kind: 'deal', record: acme, why: { code: 'only_open', person: taro } };

export function messageOf(change: Partial<OwnMessage> = {}): OwnMessage {
  return {
    id: 'm1',
    conversationId: 'c1',
    placedBy: 'first',
    subject: letter.subject,
    from: { name: 'Taro Yamada', address: 'taro@yamada.example' },
    to: [{ name: 'Anna Berg', address: 'anna@contoso.example' }],
    cc: [],
    bcc: [],
    date: '2026-11-20T09:30:00.000Z',
    isSent: false,
    visibility: 'private',
    read: true,
    archived: false,
    snippet: '',
    attachments: [],
    sources: [],
    notices: [],
    forwardedBy: null,
    forward: null,
    noLongerInMailbox: false,
    withoutAttachments: false,
    ...change,
  };
}

const fromTaro: Participant = {
  role: 'from',
  name: 'Taro Yamada',
  address: 'taro@yamada.example',
  isInternal: false,
  person: taro,
  why: { code: 'participant', address: 'taro@yamada.example' },
};

export function openOf(change: Partial<OpenMessage> = {}): OpenMessage {
  return {
    itemId: letter.itemId,
    internetMessageId: letter.internetMessageId,
    captured: true,
    mailboxOwner: null,
    message: messageOf(),
    participants: [fromTaro],
    persons: [taro],
    links: [],
    suggestions: [{ kind: 'deal', record: acme, why: { code: 'open_of_person', person: taro } }],
    audience: { people: [], count: 0, through: [] },
    conversation: { id: 'c1', messages: 1, offers: [] },
    copies: [],
    deletedHere: false,
    neverCaptured: null,
    ...change,
  };
}

/** The same letter, linked to the deal. */
export const linkedOf = (change: Partial<OpenMessage> = {}) => openOf({ links: [deal], suggestions: [], ...change });

export const sharedWith = (...people: UserRef[]): Audience => ({
  people,
  count: people.length,
  through: [{ record: acme, count: people.length, since: '2026-11-03T08:00:00.000Z', by: anna }],
});

export const previewOf = (people: UserRef[], change: Partial<AudiencePreview> = {}): AudiencePreview => ({
  people: people.map((one) => ({ ...one, messages: 1 })),
  count: people.length,
  messages: 1,
  warnings: [],
  ...change,
});

export const trail: TrailLine[] = [
  {
    changeId: 'ch9',
    at: '2026-11-20T09:31:00.000Z',
    kind: 'linked',
    by: null,
    rule: 'only_open',
    record: acme,
    undoUntil: null,
  },
];
