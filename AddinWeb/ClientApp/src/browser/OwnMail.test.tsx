import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import { type Asked, FakeApi, change, problem } from '../../test/fakeApi';
import { renderPages } from '../../test/renderPages';
import { anna, ben, messageOf, previewOf } from '../../test/world';
import type { JoinOffer } from '../api/types';

const forward = {
  senderReadFrom: 'inline' as const,
  readAs: { name: 'Taro Yamada', address: 'taro@yamada.example' },
  at: '2026-11-20T10:00:00.000Z',
  note: 'FYI, the customer of the pumps.',
};
const conversation: JoinOffer['conversation'] = {
  id: 'c1',
  subject: 'Pumps for Osaka',
  people: [],
  snippet: '',
  lastMessageAt: '2026-11-19T09:30:00.000Z',
  messages: 2,
  unread: 0,
  hasAttachments: false,
  visibility: 'private',
  links: [],
};
const own = messageOf({ forwardedBy: anna, forward });
const items = [messageOf({ id: 'm0' }), { ...own, placedBy: 'reply_headers' as const }];

let api: FakeApi;

beforeEach(() => {
  api = new FakeApi()
    .on('GET /me/review-list/count', { count: 0 })
    .on('GET /messages/m1', own)
    .on('GET /messages/m1/body', { html: null, text: 'Hello' })
    .on('GET /conversations/c1', { ...conversation, items, offers: [] });
});

it('shows the words above a forward to its owner, who corrects the sender after hearing who would see it', async () => {
  const user = userEvent.setup();
  api.on('PUT /messages/m1/sender', ({ query }: Asked) =>
    query.has('expose') ? change('ch1') : problem(409, 'would_expose', { count: 1, messages: 1, people: [ben] }),
  );
  renderPages('/intake-log/m1');
  expect(await screen.findByText('FYI, the customer of the pumps.')).toBeVisible();

  await user.click(screen.getByRole('button', { name: 'Correct the sender' }));
  await user.clear(screen.getByLabelText('E-mail'));
  await user.type(screen.getByLabelText('E-mail'), 'jiro@sato.example{Enter}');
  expect(await screen.findByText('Ben Okafor gains access.')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Correct, and show 1 person' }));

  expect(await screen.findByText('The sender is Taro Yamada now.')).toBeVisible();
  expect(screen.getByRole('button', { name: 'Undo' })).toBeVisible();
});

it('S54 says that the mailbox has a mail no more, and that its attachments are too large', async () => {
  api.on('GET /messages/m1', messageOf({ noLongerInMailbox: true, withoutAttachments: true }));
  renderPages('/intake-log/m1');

  expect(await screen.findByText('No longer in the mailbox. It stays here.')).toBeVisible();
  expect(screen.getByText(/Its attachments are too large for MailCrm/)).toBeVisible();
});

it('says how each mail was placed, and splits', async () => {
  const user = userEvent.setup();
  api.on('POST /conversations/c1/splits', { ...change('ch1'), conversationId: 'c9', later: null });
  renderPages('/intake-log/m1');
  const section = await screen.findByRole('region', { name: 'Conversation' });
  expect(within(section).getByText('Here as a reply')).toBeVisible();

  await user.click(within(section).getByRole('button', { name: 'Split from here…' }));
  await user.click(screen.getByRole('button', { name: 'Only this mail' }));
  expect(await screen.findByText('Split. It has a conversation of its own, with the same links.')).toBeVisible();
});

it('joins what is one conversation after saying who would see it', async () => {
  const user = userEvent.setup();
  const offers = [{ id: 'o1', rule: 'subject', canJoin: true, conversation: { ...conversation, id: 'c2' } }];
  api
    .on('GET /conversations/c1', { ...conversation, items, offers })
    .on('POST /audience-previews', previewOf([ben]))
    .on('POST /conversations/c1/joins', { ...change('ch1'), conversationId: 'c1', later: null });
  renderPages('/intake-log/m1');
  await user.click(await screen.findByRole('button', { name: /^Join/ }));
  await user.click(await screen.findByRole('button', { name: 'Join, and show 1 person' }));

  expect(await screen.findByText('Joined with “Pumps for Osaka”.')).toBeVisible();
  await waitFor(() => expect(api.of('POST /conversations/c1/joins')[0]?.query.get('expose')).toBe('true'));
});
