import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeApi, problem } from '../../test/fakeApi';
import { accountOf, completenessOf, folderOf, gapOf, heldOf } from '../../test/mailAccountWorld';
import { page, renderPages } from '../../test/renderPages';
import { me } from '../../test/world';
import type { MailAccount } from '../api/mailAccountTypes';

const address = '/settings/mail-accounts';
const folders = page(
  folderOf('inbox', { wellKnown: 'inbox', name: 'Posteingang', items: 1_204 }),
  folderOf('projects'),
  folderOf('rotterdam', { parentId: 'projects', items: 7 }),
  folderOf('junk', { wellKnown: 'junkemail', withAll: false }),
);
let api: FakeApi;
let account: MailAccount | null;

beforeEach(() => {
  account = null;
  api = new FakeApi()
    .on('GET /mail-accounts', () => page(...(account ? [account] : [])))
    .on('GET /mail-accounts/a1/folders', folders);
});

afterEach(() => sessionStorage.clear());

const choosing = () => (account = accountOf({ state: 'choosing', since: null, allFolders: false }));
const syncing = (...args: Parameters<typeof completenessOf>) => {
  const answer = completenessOf(...args);
  account = answer.account;
  api.on('GET /mail-accounts/a1/completeness', answer);
};

describe('connecting a mailbox', () => {
  it('R60 connects, waits for the folders, and shows them by itself', async () => {
    api.on('POST /mail-accounts', () => (account = accountOf({ state: 'choosing', since: null, foldersKnown: false })));
    const { happened } = renderPages(address);
    await userEvent.click(await screen.findByRole('button', { name: 'Connect my Microsoft 365 mailbox' }));
    expect(await screen.findByText('Reading the folders of anna@contoso.example…')).toBeVisible();
    choosing();
    await happened({ kind: 'mail_account', id: 'a1' });
    expect(await screen.findByRole('radio', { name: 'All folders, new ones too' })).toBeChecked();
    expect(screen.getByText(/All but Junk/)).toBeVisible();
  });

  it('says why the folders do not come, and when they are tried again', async () => {
    account = accountOf({
      state: 'choosing',
      since: null,
      foldersKnown: false,
      trouble: 'throttled',
      nextTryAt: '2026-11-20T09:40:00.000Z',
    });
    renderPages(address);
    expect(await screen.findByText(/asks MailCrm to slow down.*Next try/)).toBeVisible();
  });

  it('R63 signs in with the claims that were asked for, and connects when it comes back', async () => {
    const signIn = vi.fn(() => new Promise<void>(() => undefined));
    const claims = '{"access_token":{"acrs":null}}';
    api.on('POST /mail-accounts', problem(403, 'mailbox_needs_reconnect', { reason: 'consent_required', claims }));
    renderPages(address, me, signIn);
    await userEvent.click(await screen.findByRole('button', { name: /^Connect my/ }));
    expect(await screen.findByRole('alert')).toHaveTextContent('Your Microsoft 365 admin must consent');
    await userEvent.click(screen.getByRole('button', { name: 'Sign in again' }));
    expect(signIn).toHaveBeenCalledWith({ claims, user: me.email, isAnew: false });

    api.on('POST /mail-accounts', choosing);
    renderPages(address);
    expect((await screen.findAllByRole('radio', { name: /^All folders/ }))[0]).toBeInTheDocument();
  });

  it.each([
    ['mailbox_unavailable', 503, {}, /not set up for mailbox sync/],
    ['mailbox_not_found', 404, {}, /has no Microsoft 365 mailbox/],
    ['mailbox_permanent', 502, { reason: 'access_denied' }, /Ask your Microsoft 365 admin to allow it/],
    ['mailbox_temporary', 503, { reason: 'app_registration' }, /tell whoever runs MailCrm/],
  ])('%s says what to do', async (code, status, more, sentence) => {
    api.on('POST /mail-accounts', problem(status, code, more));
    renderPages(address);
    await userEvent.click(await screen.findByRole('button', { name: /^Connect my/ }));
    expect(await screen.findByRole('alert')).toHaveTextContent(sentence);
  });
});

describe('choosing folders', () => {
  beforeEach(() => {
    choosing();
    api.on('PUT /mail-accounts/a1/scope', () => {
      syncing([heldOf('inbox', { wellKnown: 'inbox', phase: 'first', stored: 0 })]);
      return account;
    });
  });
  const sent = () => api.of('PUT /mail-accounts/a1/scope').map((one) => one.body);

  it('R61 takes some by keyboard, with what lies in them, in our own words', async () => {
    renderPages(address);
    await userEvent.click(await screen.findByRole('radio', { name: 'Only the ones I choose' }));
    const tree = screen.getByRole('tree', { name: 'Folders of anna@contoso.example' });
    const inbox = within(tree).getByRole('treeitem', { name: /Inbox/ });
    expect(inbox).toHaveTextContent('1,204');
    expect(inbox).toHaveAttribute('aria-checked', 'true');
    inbox.focus();
    await userEvent.keyboard(' {ArrowDown} ');
    expect(within(tree).getByRole('treeitem', { name: /^rotterdam/ })).toHaveAttribute('aria-checked', 'true');
    expect(screen.getByText('2 folders chosen')).toBeVisible();
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'From when' }), 'all');
    await userEvent.click(screen.getByRole('button', { name: 'Start sync' }));
    expect(await screen.findByText(/First sync is running/)).toBeVisible();
    expect(sent()).toEqual([
      { scope: 'selected', folderIds: ['projects', 'rotterdam'], since: '1970-01-01T00:00:00.000Z' },
    ]);
  });

  it('does not start with no folder, or without the day', async () => {
    renderPages(address);
    await userEvent.click(await screen.findByRole('radio', { name: 'Only the ones I choose' }));
    screen.getByRole('treeitem', { name: /Inbox/ }).focus();
    await userEvent.keyboard(' ');
    expect(screen.getByRole('button', { name: 'Start sync' })).toHaveAttribute('aria-disabled', 'true');
    await userEvent.click(screen.getByRole('radio', { name: /^All folders/ }));
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'From when' }), 'date');
    await userEvent.clear(screen.getByLabelText('First day'));
    await userEvent.click(screen.getByRole('button', { name: 'Start sync' }));
    expect(sent()).toEqual([]);
  });

  it('keeps the date where only folders change', async () => {
    syncing([heldOf('inbox')], { since: '2026-11-03T00:00:00.000Z' });
    renderPages(address);
    await userEvent.click(await screen.findByRole('button', { name: 'Change folders' }));
    expect(await screen.findByText(/no longer choose stays in MailCrm/)).toBeVisible();
    expect(screen.getByRole('combobox', { name: 'From when' })).toHaveDisplayValue(/^As before: from Nov 3, 2026/);
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(sent()).toEqual([{ scope: 'all' }]));
  });
});

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
