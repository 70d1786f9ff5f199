import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeApi, problem } from '../../test/fakeApi';
import { accountOf, accountsOf, completenessOf, folderOf, heldOf } from '../../test/mailAccountWorld';
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
    .on('GET /mail-accounts', () => accountsOf(...(account ? [account] : [])))
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
  it('says beforehand where MailCrm is not set up for it', async () => {
    api.on('GET /mail-accounts', { ...accountsOf(), canConnect: false });
    renderPages(address);
    expect(await screen.findByText(/not set up for mailbox sync/)).toBeVisible();
    expect(screen.queryByRole('button', { name: /^Connect/ })).not.toBeInTheDocument();
  });

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
