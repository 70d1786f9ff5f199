import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Asked, FakeApi, change, problem } from '../../test/fakeApi';
import { mail, renderPane } from '../../test/renderPane';
import { ben, fence, me, messageOf, linkedOf, openOf } from '../../test/world';
import { ApiError } from '../api/client';
import type { PaneSession } from './session';

let api: FakeApi;

beforeEach(() => {
  api = new FakeApi().on('GET /me', me);
});

describe('states', () => {
  it.each([
    [problem(403, 'not_enrolled'), 'Your company does not use MailCrm yet.', 'Try again'],
    [problem(403, 'guest_not_allowed'), 'Guests cannot use MailCrm.', 'Try again'],
    [problem(503, 'storage_unavailable'), 'MailCrm cannot be reached.', 'Try again'],
    [problem(500, 'unexpected'), 'MailCrm had an error', 'Try again'],
    [problem(401, 'invalid_token'), 'Sign in to see whose mail this is.', 'Sign in'],
  ])('one sentence and one button for %o', async (answer, sentence, button) => {
    api.on('GET /open-message', answer);
    renderPane();
    expect(await screen.findByText((text) => text.includes(sentence))).toBeVisible();
    expect(screen.getByRole('button', { name: button })).toBeVisible();
    expect(screen.getByRole('heading', { name: 'Offer for 200 pumps' })).toBeVisible();
  });

  it('says whose mailbox it is, and no more', async () => {
    api.on('GET /open-message', linkedOf({ mailboxOwner: ben }));
    renderPane();
    expect(await screen.findByText('This is Ben Okafor’s mailbox.')).toBeVisible();
    expect(screen.queryByText('Acme 2026')).not.toBeInTheDocument();
  });

  it('offers to capture again what was deleted here', async () => {
    const user = userEvent.setup();
    api
      .on('GET /open-message', openOf({ captured: false, message: null, deletedHere: true }))
      .on('POST /messages', { message: messageOf(), ...change('ch1') });
    renderPane();
    await user.click(await screen.findByRole('button', { name: 'Capture again' }));
    expect(api.of('POST /messages')[0]?.body).toMatchObject({ again: true });
  });

  it('R70 says which entry keeps the mail out, and offers no way to capture it', async () => {
    api.on(
      'GET /open-message',
      openOf({ captured: false, message: null, neverCaptured: { entry: 'yamada.example', isCompanys: true } }),
    );
    renderPane();
    expect(await screen.findByText(/yamada.example stands on your company’s never-capture list/)).toBeVisible();
    for (const name of ['Add to MailCrm', 'Link to…', 'Create…'])
      expect(screen.queryByRole('button', { name })).not.toBeInTheDocument();
  });

  it('R70 keeps the mail of a domain out from the pane, with undo', async () => {
    const user = userEvent.setup();
    const list = { version: 'v1', addresses: [], domains: [] };
    const participant = {
      role: 'from' as const,
      name: 'Taro',
      address: 'taro@yamada.example',
      isInternal: false,
      person: null,
      why: null,
    };
    api
      .on('GET /open-message', openOf({ participants: [participant] }))
      .on('GET /me/never-capture', { ...list, company: list })
      .on('PUT /me/never-capture', { ...list, domains: ['yamada.example'], ...change('ch1') });
    renderPane();
    await user.click(await screen.findByRole('button', { name: 'More' }));
    await user.click(screen.getByRole('button', { name: 'Never capture mail with…' }));
    await user.click(screen.getByRole('button', { name: 'Anyone at yamada.example' }));
    expect(await screen.findByText(/Mail with yamada.example is not captured from now on/)).toBeVisible();
    expect(screen.getByRole('button', { name: 'Undo' })).toBeVisible();
    expect(api.of('PUT /me/never-capture')[0]?.body).toEqual({ ...list, domains: ['yamada.example'] });
    expect(api.of('POST /messages')).toHaveLength(0);
  });

  it('signs in by a press, with the claims that the API asked for, and goes on', async () => {
    const user = userEvent.setup();
    let isSignedIn = false;
    api.tokens = () => Promise.resolve(isSignedIn ? 'new' : 'old');
    api.on('GET /open-message', ({ token }: Asked) => (token === 'new' ? openOf() : problem(401, 'invalid_token')));
    renderPane(mail(), {
      signIn: {
        tokens: api.tokens,
        signIn: () => {
          isSignedIn = true;
          return Promise.resolve();
        },
      },
    });
    await user.click(await screen.findByRole('button', { name: 'Sign in' }));
    expect(await screen.findByRole('button', { name: 'Only you' })).toBeVisible();
  });

  it('reads anew when something happened to the mail, and not for another', async () => {
    let now = openOf({ captured: false, message: null });
    api.on('GET /open-message', () => now);
    const { session } = renderPane();
    await screen.findByText('Not in MailCrm');
    now = linkedOf();
    act(() => session.happened({ kind: 'message', id: 'm1' }));
    expect(await screen.findByText('Only you')).toBeVisible();

    const before = api.of('GET /open-message').length;
    act(() => session.happened({ kind: 'deal', id: 'some other deal' }));
    act(() => session.happened({ kind: 'message', id: 'm1' }));
    await waitFor(() => expect(api.of('GET /open-message')).toHaveLength(before + 1));
  });

  it.each(['deal fence', 'person kept', 'person near', 'organization yamada'])(
    'R4 R10 reads anew when %s changed, which is shown beside the mail',
    async (changed) => {
      const [kind = '', id = ''] = changed.split(' ');
      const near = {
        person: { kind: 'person' as const, id: 'near', name: 'Jiro' },
        organization: { kind: 'organization' as const, id: 'yamada', name: 'Yamada Trading' },
      };
      const stranger = { role: 'cc' as const, name: '', address: 's@yamada.example', isInternal: false, person: null };
      const open = openOf({
        suggestions: [],
        participants: [{ ...stranger, why: null, colleague: near }],
        persons: [{ ...fence, kind: 'person', id: 'kept', name: 'Kept' }],
        copies: [{ messageId: 'm9', owner: ben, through: fence }],
      });
      api.on('GET /open-message', open);
      const { session } = renderPane();
      await screen.findByText('Only you');
      act(() => session.happened({ kind, id }));
      await waitFor(() => expect(api.of('GET /open-message')).toHaveLength(2));
    },
  );

  it('R86 shows the details of a trouble for no longer than it lasts', async () => {
    const user = userEvent.setup();
    api.on('GET /open-message', problem(500, 'unexpected'));
    const { session } = renderPane();
    await user.click(await screen.findByRole('button', { name: 'Details' }));
    expect(screen.getByRole('heading', { name: 'Diagnostics' })).toBeVisible();
    expect(screen.queryByText('The pane cannot start')).not.toBeInTheDocument();

    api.on('GET /open-message', openOf());
    act(() => session.refresh());
    expect(await screen.findByText('Only you')).toBeVisible();
    api.on('GET /open-message', problem(500, 'unexpected'));
    act(() => session.refresh());
    expect(await screen.findByText(/MailCrm had an error/)).toBeVisible();
    expect(screen.getByText('Only you')).toBeVisible();

    await user.click(screen.getByRole('button', { name: 'Details' }));
    act(() => session.show(mail({ itemId: 'B', internetMessageId: '<b>', subject: 'The other one' })));
    expect(screen.getByRole('heading', { name: 'The other one' })).toBeVisible();
    expect(await screen.findByText(/MailCrm had an error/)).toBeVisible();
    expect(screen.getByRole('heading', { name: 'The other one' })).toBeVisible();
  });

  it.each([
    ['the mail', (session: PaneSession) => session.refresh()],
    ['the line of events', (session: PaneSession) => session.lost(new ApiError('user_left', 403))],
  ])('S57 shows nothing more to one who has left, told by %s', async (_, tell) => {
    const first = mail();
    api.on('GET /open-message', linkedOf());
    const { session } = renderPane(first);
    await screen.findByText('Acme 2026');
    api.on('GET /open-message', problem(403, 'user_left'));
    act(() => tell(session));
    expect(await screen.findByText('Your account has left the company in MailCrm. Ask your admin.')).toBeVisible();
    expect(screen.queryByText('Acme 2026')).not.toBeInTheDocument();

    act(() => session.show({ ...first, epoch: first.epoch + 100 }));
    expect(screen.queryByText('Acme 2026')).not.toBeInTheDocument();
  });
});
