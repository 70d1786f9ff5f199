import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Asked, FakeApi, change, problem } from '../../test/fakeApi';
import { mail, renderPane } from '../../test/renderPane';
import { ben, me, messageOf, linkedOf, openOf } from '../../test/world';

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
});
