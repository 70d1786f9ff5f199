import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeApi, later, problem } from '../../test/fakeApi';
import { accountOf, accountsOf } from '../../test/mailAccountWorld';
import { mail, renderPane } from '../../test/renderPane';
import { me, openOf } from '../../test/world';

const claims = '{"access_token":{"acrs":null}}';
const lost = accountOf({ state: 'reconnect_needed', trouble: 'sign_in_expired', claims });
const offer = /Connect your mailbox/;
let api: FakeApi;

beforeEach(() => {
  api = new FakeApi().on('GET /me', me).on('GET /open-message', openOf());
});

afterEach(() => localStorage.clear());

const signingIn = () => {
  const signIn = vi.fn(() => Promise.resolve());
  renderPane(mail(), { signIn: { tokens: () => Promise.resolve('token'), signIn } });
  return signIn;
};

describe('the synced mailbox in the pane', () => {
  it('is asked about only after the pane’s first answer', async () => {
    const { promise, answer } = later<object>();
    api.on('GET /open-message', () => promise).on('GET /mail-accounts', accountsOf());
    renderPane();
    await screen.findByLabelText('Loading');
    expect(api.of('GET /mail-accounts')).toEqual([]);
    await act(async () => answer(openOf()));
    expect(await screen.findByText(offer)).toBeVisible();
  });

  it('R63 says that its sign-in is lost, and one click with the claims mends it', async () => {
    api.on('GET /mail-accounts', accountsOf(lost)).on('POST /mail-accounts/a1/reconnections', accountOf());
    const signIn = signingIn();
    expect(await screen.findByText(/your password was changed/)).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Reconnect' }));
    expect(signIn).toHaveBeenCalledWith(claims);
    await waitFor(() => expect(screen.queryByText(/your password was changed/)).not.toBeInTheDocument());
  });

  it('says what the sign-in lacks where that was not enough, and meets it with the next press', async () => {
    const more = problem(403, 'mailbox_needs_reconnect', { reason: 'consent_required', claims: null });
    api.on('GET /mail-accounts', accountsOf(lost)).on('POST /mail-accounts/a1/reconnections', more);
    const signIn = signingIn();
    await userEvent.click(await screen.findByRole('button', { name: 'Reconnect' }));
    expect(await screen.findByText(/Your Microsoft 365 admin must consent/)).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Reconnect' }));
    expect(signIn).toHaveBeenLastCalledWith(null);
  });

  it('tells of a sign-in that is lost while the pane stands', async () => {
    let now = accountOf();
    api.on('GET /mail-accounts', () => accountsOf(now));
    const { session } = renderPane();
    await waitFor(() => expect(api.of('GET /mail-accounts')).toHaveLength(1));
    now = lost;
    act(() => session.happened({ kind: 'mail_account', id: 'a1' }));
    expect(await screen.findByRole('button', { name: 'Reconnect' })).toBeVisible();
  });

  it('offers to connect one, once', async () => {
    api.on('GET /mail-accounts', accountsOf());
    const { unmount } = renderPane();
    await screen.findByText(offer);
    expect(screen.getByRole('button', { name: 'Connect…' })).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
    expect(screen.queryByText(offer)).not.toBeInTheDocument();
    unmount();
    renderPane();
    await waitFor(() => expect(api.of('GET /mail-accounts')).toHaveLength(2));
    expect(screen.queryByText(offer)).not.toBeInTheDocument();
  });

  it('offers nothing where MailCrm is not set up for it', async () => {
    api.on('GET /mail-accounts', { ...accountsOf(), canConnect: false });
    renderPane();
    await waitFor(() => expect(api.of('GET /mail-accounts')).toHaveLength(1));
    expect(screen.queryByText(offer)).not.toBeInTheDocument();
  });

  it('offers it to the steward of a shared one, too', async () => {
    api.on('GET /mail-accounts', accountsOf(accountOf({ id: 's1', address: 'info@contoso.example', shared: true })));
    renderPane();
    expect(await screen.findByText(offer)).toBeVisible();
  });

  it('says nothing where the API does not know', async () => {
    renderPane();
    await waitFor(() => expect(api.of('GET /mail-accounts')).toHaveLength(1));
    expect(screen.queryByText(offer)).not.toBeInTheDocument();
  });
});
