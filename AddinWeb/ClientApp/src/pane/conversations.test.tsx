import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Asked, FakeApi, change, problem } from '../../test/fakeApi';
import { renderPane } from '../../test/renderPane';
import { acme, ben, chie, deal, fence, linkedOf, me, messageOf, openOf, previewOf } from '../../test/world';
import type { JoinOffer, OpenMessage } from '../api/types';

const offer: JoinOffer = {
  id: 'o1',
  rule: 'reply_headers',
  canJoin: true,
  conversation: {
    id: 'c2',
    subject: 'Pumps for Osaka',
    people: [{ name: 'Taro Yamada', address: 'taro@yamada.example' }],
    snippet: '',
    lastMessageAt: '2026-11-19T09:30:00.000Z',
    messages: 2,
    unread: 0,
    hasAttachments: false,
    visibility: 'private',
    links: [],
  },
};

const mails = [
  messageOf({ id: 'm0', from: { name: 'Anna Berg', address: 'anna@contoso.example' } }),
  messageOf({ placedBy: 'reply_headers' }),
  messageOf({ id: 'm2', placedBy: 'subject' }),
];
const inConversation = (change: Partial<OpenMessage> = {}) =>
  openOf({ message: mails[1], conversation: { id: 'c1', messages: 3, offers: [] }, ...change });
const offered = (change: Partial<JoinOffer> = {}, open: Partial<OpenMessage> = {}) =>
  openOf({ conversation: { id: 'c1', messages: 1, offers: [{ ...offer, ...change }] }, ...open });

let api: FakeApi;

beforeEach(() => {
  api = new FakeApi().on('GET /me', me).on('GET /conversations/c1', { ...offer.conversation, items: mails });
});

describe('the conversation of the mail', () => {
  it('says of each mail which rule placed it', async () => {
    const user = userEvent.setup();
    api.on('GET /open-message', inConversation());
    renderPane();
    await user.click(await screen.findByRole('button', { name: 'More' }));

    const section = screen.getByRole('region', { name: 'Conversation' });
    const [first, current, last] = await within(section).findAllByRole('listitem');
    expect(first).toHaveTextContent(/Anna Berg.*Began the conversation/);
    expect(current).toHaveTextContent(/This mail.*Here as a reply/);
    expect(current).toHaveAttribute('aria-current', 'true');
    expect(last).toHaveTextContent('Here by subject and people');
  });

  it('is absent where the mail is alone in it', async () => {
    const user = userEvent.setup();
    api.on('GET /open-message', openOf());
    renderPane();
    await user.click(await screen.findByRole('button', { name: 'More' }));

    expect(await screen.findByRole('region', { name: 'What happened' })).toBeVisible();
    expect(screen.queryByRole('region', { name: 'Conversation' })).toBeNull();
    expect(api.of('GET /conversations/c1')).toEqual([]);
  });

  it('is split from here on, with what came later where that is wanted, and undone', async () => {
    const user = userEvent.setup();
    api
      .on('GET /open-message', inConversation())
      .on('POST /conversations/c1/splits', { ...change('ch1'), conversationId: 'c9', later: null })
      .on('DELETE /changes/ch1', { change: null });
    renderPane();
    await user.click(await screen.findByRole('button', { name: 'More' }));
    await user.click(await screen.findByRole('button', { name: 'Split from here…' }));
    await user.click(screen.getByRole('button', { name: 'This and 1 later mail' }));

    expect(
      await screen.findByText('Split. It and 1 later mail have a conversation of their own, with the same links.'),
    ).toBeVisible();
    expect(api.of('POST /conversations/c1/splits')[0]?.body).toEqual({ messageId: 'm1', andLater: true });
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    expect(await screen.findByText('Undone.')).toBeVisible();
    expect(api.of('DELETE /changes/ch1')).toHaveLength(1);
  });

  it('takes what is done next to where the mail went, before the API is read again', async () => {
    const user = userEvent.setup();
    let reads = 0;
    api
      .on('GET /open-message', () => (reads++ === 0 ? inConversation() : new Promise(() => undefined)))
      .on('POST /conversations/c1/splits', { ...change('ch1'), conversationId: 'c9', later: null })
      .on('POST /audience-previews', previewOf([]))
      .on('PUT /conversations/c9/links/deal', change('ch2'));
    renderPane();
    await user.click(await screen.findByRole('button', { name: 'More' }));
    await user.click(await screen.findByRole('button', { name: 'Split from here…' }));
    await user.click(screen.getByRole('button', { name: 'Only this mail' }));
    await user.click(await screen.findByRole('button', { name: 'Link to Acme 2026' }));

    await waitFor(() => expect(api.of('PUT /conversations/c9/links/deal')).toHaveLength(1));
  });
});

describe('a conversation that looks to be the same', () => {
  it('names both, says who would see the mail, and joins only then', async () => {
    const user = userEvent.setup();
    let joined = false;
    api
      .on('GET /open-message', () => (joined ? linkedOf() : offered()))
      .on('POST /audience-previews', previewOf([ben, chie], { messages: 3 }))
      .on('POST /conversations/c1/joins', () => {
        joined = true;
        return { ...change('ch1'), conversationId: 'c1', later: 'private' };
      });
    renderPane();
    expect(await screen.findByText('2 mails · Taro Yamada')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Join “Offer for 200 pumps” and “Pumps for Osaka”' }));
    expect(await screen.findByText('Ben Okafor and Chie Tanaka gain access to 3 messages.')).toBeVisible();
    expect(api.of('POST /audience-previews')[0]?.body).toEqual({ conversationIds: ['c1'], join: 'c2' });
    expect(api.of('POST /conversations/c1/joins')).toEqual([]);

    await user.click(screen.getByRole('button', { name: 'Join, and show 2 people' }));
    expect(await screen.findByText('Joined with “Pumps for Osaka”. Later replies come in private.')).toBeVisible();
    const [asked] = api.of('POST /conversations/c1/joins');
    expect([asked?.body, asked?.query.get('expose')]).toEqual([{ conversationId: 'c2' }, 'true']);
    expect(screen.queryByText('Pumps for Osaka')).toBeNull();
  });

  it('asks too where the API finds somebody whom the preview did not', async () => {
    const user = userEvent.setup();
    api
      .on('GET /open-message', offered())
      .on('POST /audience-previews', previewOf([]))
      .on('POST /conversations/c1/joins', ({ query }: Asked) =>
        query.has('expose')
          ? { ...change('ch1'), conversationId: 'c1', later: null }
          : problem(409, 'would_expose', { count: 1, messages: 1, people: [ben] }),
      );
    renderPane();
    await user.click(await screen.findByRole('button', { name: /^Join/ }));
    expect(await screen.findByText('Ben Okafor gains access.')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(await screen.findByRole('button', { name: /^Join/ })).toBeEnabled();
    expect(api.of('POST /conversations/c1/joins')).toHaveLength(1);
  });

  it('is put away for good', async () => {
    const user = userEvent.setup();
    let isAway = false;
    api
      .on('GET /open-message', () => (isAway ? openOf() : offered()))
      .on('DELETE /join-offers/o1', () => {
        isAway = true;
        return change('ch1');
      });
    renderPane();
    await user.click(await screen.findByRole('button', { name: /are not the same$/ }));

    expect(await screen.findByText('They stay apart. You are not asked again.')).toBeVisible();
    expect(screen.queryByText('Pumps for Osaka')).toBeNull();
    expect(screen.getByRole('button', { name: 'Undo' })).toBeVisible();
  });

  it('says which link has to go first', async () => {
    const link = { ...deal, record: fence };
    api.on(
      'GET /open-message',
      offered({ canJoin: false, conversation: { ...offer.conversation, links: [link] } }, { links: [deal] }),
    );
    renderPane();

    expect(
      await screen.findByText(
        `This one is linked to ${acme.name}, that one to ${fence.name}. Unlink one to join them.`,
      ),
    ).toBeVisible();
    expect(screen.queryByRole('button', { name: /^Join/ })).toBeNull();
  });

  it('says so where a link came in between', async () => {
    const user = userEvent.setup();
    api
      .on('GET /open-message', offered())
      .on('POST /audience-previews', previewOf([]))
      .on(
        'POST /conversations/c1/joins',
        problem(409, 'linked_differently', { links: [deal], otherLinks: [{ ...deal, record: fence }] }),
      );
    renderPane();
    await user.click(await screen.findByRole('button', { name: /^Join/ }));

    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Not joined: one is linked to Acme 2026, the other to Fence around the plant. Unlink one first.',
    );
  });
});
