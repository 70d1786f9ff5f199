import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeApi, problem } from '../../test/fakeApi';
import { accountOf, accountsOf, completenessOf, folderOf, heldOf } from '../../test/mailAccountWorld';
import { page, renderPages } from '../../test/renderPages';
import { anna, ben, me } from '../../test/world';
import type { SharedMailbox } from '../api/mailAccountTypes';

const admin = { ...me, role: 'admin' } as const;
const address = '/admin/shared-mailboxes';
const info = (change: Partial<SharedMailbox> = {}): SharedMailbox => ({
  id: 's1',
  address: 'info@contoso.example',
  steward: ben,
  state: 'syncing',
  trouble: null,
  connectedAt: '2026-11-20T08:00:00.000Z',
  ...change,
});
let api: FakeApi;

beforeEach(() => {
  api = new FakeApi()
    .on('GET /admin/shared-mailboxes', page())
    .on('GET /users', page({ ...ben, email: 'ben@contoso.example' }));
});

const press = async (name: string | RegExp) => userEvent.click(await screen.findByRole('button', { name }));

const fill = async () => {
  await press('Connect a shared mailbox');
  await userEvent.type(screen.getByLabelText(/Address of the mailbox/), ' info@contoso.example');
  await userEvent.type(screen.getByRole('searchbox', { name: /Steward/ }), 'be');
  await userEvent.click(await screen.findByRole('radio', { name: /Ben Okafor/ }));
};

describe('shared mailboxes', () => {
  it('S15 says whose the mail becomes before it connects one', async () => {
    api.on('POST /admin/shared-mailboxes', () => {
      api.on('GET /admin/shared-mailboxes', page(info({ state: 'choosing' })));
      return { ...info({ state: 'choosing' }), change: null };
    });
    renderPages(address, admin);
    expect(await screen.findByText(/No shared mailbox is connected yet/)).toBeVisible();
    await fill();
    expect(screen.getByText(/The mail is Ben Okafor’s, and as private as Ben Okafor’s other mail/)).toBeVisible();
    await press('Connect for Ben Okafor');
    expect(await screen.findByText(/^Connected info@contoso.example\. Ben Okafor chooses/)).toBeVisible();
    expect(api.of('POST /admin/shared-mailboxes')[0]?.body).toEqual({
      address: 'info@contoso.example',
      stewardId: 'ben',
    });
    const row = within((await screen.findByText('info@contoso.example')).closest('li') as HTMLElement);
    expect(row.getByText('Steward: Ben Okafor')).toBeVisible();
    expect(row.getByText(/Waits for Ben Okafor to choose folders/)).toBeVisible();
  });

  it.each([
    [{ address: ['not_shared'] }, /no shared mailbox but a person’s/],
    [{ address: ['no_mailbox'] }, /no such mailbox/],
    [{ address: ['access_denied'] }, /Mail\.ReadWrite and MailboxSettings\.Read/],
    [{ address: ['belongs_to_user'] }, /Someone signs in with this address/],
    [{ address: ['already_connected'] }, /connected already/],
    [{ address: ['malformed'] }, /One of the fields is not right/],
    [{ stewardId: ['unknown_user'] }, /The steward has left meanwhile/],
  ])('says what is wrong with %j, and keeps what was typed', async (errors, sentence) => {
    api.on('POST /admin/shared-mailboxes', problem(400, 'invalid', { errors }));
    renderPages(address, admin);
    await fill();
    await press('Connect for Ben Okafor');
    expect(await screen.findByRole('alert')).toHaveTextContent(sentence);
    expect(screen.getByLabelText(/Address of the mailbox/)).toHaveValue('info@contoso.example');
  });

  it('says so where the server can connect none', async () => {
    api.on('POST /admin/shared-mailboxes', problem(503, 'mailbox_unavailable'));
    renderPages(address, admin);
    await fill();
    await press('Connect for Ben Okafor');
    expect(await screen.findByRole('alert')).toHaveTextContent('not set up for mailbox sync');
  });

  it('says what stays before it disconnects one', async () => {
    api.on('GET /admin/shared-mailboxes', page(info())).on('DELETE /admin/shared-mailboxes/s1', () => {
      api.on('GET /admin/shared-mailboxes', page());
      return { change: null };
    });
    renderPages(address, admin);
    await press('Disconnect');
    expect(screen.getByText(/Mail already here stays Ben Okafor’s/)).toBeVisible();
    await press('Disconnect info@contoso.example');
    expect(await screen.findByText(/^Disconnected info@contoso.example/)).toBeVisible();
    await waitFor(() => expect(screen.queryByText('Steward: Ben Okafor')).not.toBeInTheDocument());
    expect(screen.getByRole('heading', { level: 1 })).toHaveFocus();
  });

  it('says why one has stopped, and is closed to others', async () => {
    api.on('GET /admin/shared-mailboxes', page(info({ state: 'stopped', trouble: 'not_shared' })));
    renderPages(address, admin);
    expect(await screen.findByText(/Stopped\.$/)).toBeVisible();
    expect(screen.getByText(/Nothing more is read from it; mail already here stays/)).toBeVisible();
    renderPages(address, me);
    expect(await screen.findByText('This page is for admins of your company.')).toBeVisible();
    expect(api.of('GET /admin/shared-mailboxes')).toHaveLength(1);
  });

  it('S57 says that a steward has left, and what to do', async () => {
    api.on('GET /admin/shared-mailboxes', page(info({ state: 'stopped', trouble: 'steward_left' })));
    renderPages(address, admin);
    expect(await screen.findByText(/Connect it again with another steward/)).toBeVisible();
  });
});

describe('a steward’s shared mailbox', () => {
  const shared = { id: 's1', address: 'info@contoso.example', shared: true };

  it('S15 stands beside the own one, which can still be connected, and is not the steward’s to end', async () => {
    const answer = completenessOf([heldOf('inbox')], shared);
    api
      .on('GET /mail-accounts', accountsOf(answer.account))
      .on('GET /mail-accounts/s1/folders', page(folderOf('inbox')))
      .on('GET /mail-accounts/s1/completeness', answer);
    renderPages('/settings/mail-accounts', { ...me, id: anna.id });
    expect(await screen.findByRole('heading', { name: /info@contoso.example Shared mailbox/ })).toBeVisible();
    expect(screen.getByRole('button', { name: 'Connect my Microsoft 365 mailbox' })).toBeVisible();
    expect(await screen.findByRole('button', { name: 'Sync now' })).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Disconnect' })).not.toBeInTheDocument();
  });

  it('is told what to do by permissions, not by a sign-in', async () => {
    const answer = completenessOf([heldOf('inbox')], { ...shared, trouble: 'sign_in_refused' });
    const own = accountOf({ state: 'choosing', since: null, foldersKnown: false });
    api
      .on('GET /mail-accounts', accountsOf(own, answer.account))
      .on('GET /mail-accounts/s1/folders', page(folderOf('inbox')))
      .on('GET /mail-accounts/s1/completeness', answer);
    renderPages('/settings/mail-accounts');
    expect(await screen.findByText(/must grant the application permissions/)).toBeVisible();
    expect(screen.getByRole('heading', { name: 'anna@contoso.example' })).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Reconnect' })).not.toBeInTheDocument();
  });
});
