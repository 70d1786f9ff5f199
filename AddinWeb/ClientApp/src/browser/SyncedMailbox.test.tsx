import { screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeApi, problem } from '../../test/fakeApi';
import { completenessOf, folderOf, gapOf, heldOf } from '../../test/mailAccountWorld';
import { page, renderPages } from '../../test/renderPages';
import { me } from '../../test/world';
import type { MailAccount } from '../api/mailAccountTypes';

const address = '/settings/mail-accounts';
let api: FakeApi;
let account: MailAccount | null;

beforeEach(() => {
  account = null;
  api = new FakeApi()
    .on('GET /mail-accounts', () => page(...(account ? [account] : [])))
    .on(
      'GET /mail-accounts/a1/folders',
      page(
        folderOf('inbox', { wellKnown: 'inbox', name: 'Posteingang', items: 1_204 }),
        folderOf('projects'),
        folderOf('rotterdam', { parentId: 'projects', items: 7 }),
      ),
    );
});

afterEach(() => sessionStorage.clear());

const syncing = (...args: Parameters<typeof completenessOf>) => {
  const answer = completenessOf(...args);
  account = answer.account;
  api.on('GET /mail-accounts/a1/completeness', answer);
};

describe('watching a mailbox', () => {
  it('R69 shows what both hold, and why the rest was not taken', async () => {
    const held = { mailbox: 1_210, stored: 1_204, older: 3, drafts: 1, neverCapture: 1, deletedHere: 1 };
    syncing([heldOf('inbox', { ...held, wellKnown: 'inbox', attachmentsPending: 2 }), heldOf('rotterdam')]);
    renderPages(address);
    expect(await screen.findByText('Mailbox 1,210 · MailCrm 1,204')).toBeVisible();
    expect(
      screen.getByText(/Not taken: 3 older, 1 draft, 1 on a never-capture list, and 1 deleted here/),
    ).toHaveTextContent('Attachments of 2 mails are still to come');
    expect(screen.getByText(/^All mail is here. Some attachments/)).toBeVisible();
    expect((await screen.findByText('projects')).closest('li')).toHaveTextContent('projects › rotterdam');
  });

  it('shows how far the first round is, and what is known of it where only some is taken', async () => {
    syncing([heldOf('inbox', { phase: 'first', mailbox: 5_000, stored: 1_204 })]);
    const { happened } = renderPages(address);
    expect(await screen.findByText('1,204 of 5,000 stored, 3,796 remaining')).toBeVisible();
    expect(screen.getByRole('progressbar', { name: 'inbox' })).toHaveAttribute('aria-valuenow', '1204');
    syncing([heldOf('inbox', { phase: 'first', mailbox: 5_000, stored: 1_300 })], {
      since: '2026-11-03T00:00:00.000Z',
    });
    await happened({ kind: 'mail_account', id: 'a1' });
    expect(await screen.findByText('1,300 found, 1,300 stored')).toBeVisible();
    expect(screen.getByText(/5,000 in the folder with older mail/)).toBeVisible();
  });

  it('R69 lists the gaps, never healthy over them, and fetches those that are chosen', async () => {
    const gaps = [gapOf('i1'), gapOf('i2', { subject: '', reason: 'provider_trouble', nextTryAt: null })];
    syncing([heldOf('inbox', { gaps: 2, stored: 1_202 })], {}, gaps);
    api.on('POST /mail-accounts/a1/fetches', { items: 1 });
    renderPages(address);
    expect(await screen.findByText('2 mails are missing. The rest is up to date.')).toBeVisible();
    expect(screen.queryByText('Up to date.')).not.toBeInTheDocument();
    expect(screen.getByText(/It cannot be read as mail. Next try/)).toBeVisible();
    const second = screen.getByRole('checkbox', { name: /no subject.*has trouble.*not tried again by itself/ });
    await userEvent.click(second);
    await userEvent.click(screen.getByRole('button', { name: 'Fetch 1 now' }));
    expect(await screen.findByText('Fetching 1 mail now.')).toBeVisible();
    expect(api.of('POST /mail-accounts/a1/fetches')[0]?.body).toEqual({ itemIds: ['i2'] });
  });

  it('R64 shows what the mailbox has not followed yet, and why', async () => {
    const write = { messageId: 'm1', at: '2026-11-20T09:10:00.000Z', nextTryAt: '2026-11-20T09:40:00.000Z' };
    const writes = [
      { ...write, kind: 'archived', subject: 'Samples', attempts: 2, reason: 'provider_trouble' },
      { ...write, kind: 'deleted', messageId: null, subject: null, attempts: 0, reason: null },
    ] as const;
    const answer = { ...completenessOf([heldOf('inbox')]), waitingWrites: 60, writes };
    account = answer.account;
    api.on('GET /mail-accounts/a1/completeness', answer);
    renderPages(address);
    const waiting = await screen.findByRole('region', { name: 'On its way to the mailbox' });
    expect(within(waiting).getByText('The oldest 2 are listed.')).toBeVisible();
    const [archived, deleted] = within(waiting).getAllByRole('listitem');
    expect(archived).toHaveTextContent(/^SamplesArchive · .*has trouble.*Next try/);
    expect(deleted).toHaveTextContent(/^A mail that was deleted hereDelete · /);
    expect(deleted).not.toHaveTextContent(/Next try/);
  });

  it('R68 says why it waits and when it goes on, and looks at once on request', async () => {
    syncing([heldOf('inbox')], { trouble: 'throttled', nextTryAt: '2026-11-20T09:40:00.000Z' });
    api.on('POST /mail-accounts/a1/syncs', () => account);
    renderPages(address);
    expect(await screen.findByText(/slow down. Nothing is lost. Next try/)).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Sync now' }));
    expect(await screen.findByText('Looking for new mail now.')).toBeVisible();
  });

  it('R63 says what happened to the sign-in, and one click signs in and goes on', async () => {
    const signIn = vi.fn(() => new Promise<void>(() => undefined));
    const lost = { state: 'reconnect_needed', trouble: 'sign_in_expired', claims: '{"a":1}' } as const;
    syncing([heldOf('inbox')], lost);
    renderPages(address, me, signIn);
    expect(await screen.findByText('Reconnect needed.')).toBeVisible();
    expect(screen.getByText(/your password was changed/)).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Reconnect' }));
    expect(signIn).toHaveBeenCalledWith({ claims: '{"a":1}', user: me.email, isAnew: false });

    api.on('POST /mail-accounts/a1/reconnections', () => {
      syncing([heldOf('inbox')]);
      return account;
    });
    renderPages(address);
    expect(await screen.findByText('Reconnected. Sync goes on from where it was.')).toBeVisible();
    expect(api.of('POST /mail-accounts/a1/reconnections')).toHaveLength(1);
  });

  it('asks for the password where the sign-in that came back was not good enough', async () => {
    const signIn = vi.fn(() => new Promise<void>(() => undefined));
    syncing([heldOf('inbox')], { state: 'reconnect_needed', trouble: 'sign_in_expired' });
    sessionStorage.setItem('mailcrm.mailboxSignIn', JSON.stringify({ user: me.id, account: 'a1' }));
    const again = problem(403, 'mailbox_needs_reconnect', { reason: 'sign_in_expired', claims: null });
    api.on('POST /mail-accounts/a1/reconnections', again);
    renderPages(address, me, signIn);
    await screen.findByRole('alert');
    await userEvent.click(screen.getByRole('button', { name: 'Reconnect' }));
    expect(signIn).toHaveBeenCalledWith({ claims: null, user: me.email, isAnew: true });
  });

  it('does nothing with another’s return from the sign-in', async () => {
    sessionStorage.setItem('mailcrm.mailboxSignIn', JSON.stringify({ user: 'ben', account: null }));
    renderPages(address);
    await screen.findByRole('button', { name: /^Connect my/ });
    expect(api.of('POST /mail-accounts')).toEqual([]);
  });

  it('says what stays before it disconnects', async () => {
    syncing([heldOf('inbox')]);
    api.on('DELETE /mail-accounts/a1', () => void (account = null));
    renderPages(address);
    await userEvent.click(await screen.findByRole('button', { name: 'Disconnect' }));
    expect(screen.getByText(/Mail that is here stays/)).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Disconnect anna@contoso.example' }));
    expect(await screen.findByText(/Disconnected anna@contoso.example/)).toBeVisible();
    expect(await screen.findByRole('button', { name: /^Connect my/ })).toBeVisible();
  });
});
