import { screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { change, FakeApi, problem } from '../../test/fakeApi';
import { page, renderPages } from '../../test/renderPages';
import { me, messageOf, sharedWith, ben } from '../../test/world';
import type { MailSettings, SenderAddress } from '../api/types';

const settings: MailSettings = {
  defaultVisibility: 'private',
  autoLink: { deals: true, leads: true, projects: true },
  archiveInMailbox: false,
  deleteInMailbox: false,
  signatureHtml: '',
  bccOnEveryNewMail: false,
};
const signInAddress: SenderAddress = {
  id: 'a1',
  address: me.email,
  isSignIn: true,
  confirmedAt: '2026-11-01T08:00:00.000Z',
};
const waiting: SenderAddress = { id: 'a2', address: 'anna@berg.example', isSignIn: false, confirmedAt: null };
let api: FakeApi;

beforeEach(() => {
  api = new FakeApi()
    .on('GET /me/mail-settings', settings)
    .on('GET /me/smart-bcc', { companyAddress: 'contoso@bcc.mailcrm.example', maxMessageBytes: 20_971_520 })
    .on('GET /me/sender-addresses', page(signInAddress, waiting));
});

describe('mail settings', () => {
  it('changes the default for mail from now on, and shows the company’s address', async () => {
    api.on('PATCH /me/mail-settings', { ...settings, defaultVisibility: 'shared', change: null });
    renderPages('/settings/mail');
    await userEvent.click(await screen.findByRole('radio', { name: /^Shared/ }));
    expect(screen.getByRole('radio', { name: /^Shared/ })).toBeChecked();
    expect(api.of('PATCH /me/mail-settings')[0]?.body).toEqual({ defaultVisibility: 'shared' });
    expect(await screen.findByText('contoso@bcc.mailcrm.example')).toBeVisible();
  });

  it('puts a switch back that the API did not take', async () => {
    api.on('PATCH /me/mail-settings', problem(500, 'unexpected'));
    renderPages('/settings/mail');
    await userEvent.click(await screen.findByRole('switch', { name: 'Deals' }));
    expect(await screen.findByRole('alert')).toBeVisible();
    expect(screen.getByRole('switch', { name: 'Deals' })).toBeChecked();
  });
});

describe('sender addresses', () => {
  it('R42 mails a link to another address, and says what waits', async () => {
    api.on('POST /me/sender-addresses', { ...waiting, id: 'a3', address: 'a@b.example', change: null });
    renderPages('/settings/sender-addresses');
    expect(await screen.findByText(/Waiting/)).toBeVisible();
    await userEvent.type(screen.getByLabelText('Another address of yours'), 'a@b.example');
    await userEvent.click(screen.getByRole('button', { name: 'Mail a link' }));
    expect(await screen.findByText(/A link was mailed to a@b.example/)).toBeVisible();
  });

  it('removes one, never the sign-in address', async () => {
    api.on('DELETE /me/sender-addresses/a2', { change: null });
    renderPages('/settings/sender-addresses');
    await userEvent.click(await screen.findByRole('button', { name: 'Remove anna@berg.example' }));
    expect(await screen.findByText(/Removed anna@berg.example/)).toBeVisible();
    expect(screen.queryByRole('button', { name: `Remove ${me.email}` })).not.toBeInTheDocument();
  });

  it('confirms by the mailed link’s token', async () => {
    api.on('POST /sender-address-confirmations', { ...waiting, confirmedAt: '2026-11-20T09:30:00.000Z', change: null });
    renderPages('/settings/sender-addresses?token=t0k3n');
    expect(await screen.findByText(/Mail from anna@berg.example counts as yours now/)).toBeVisible();
    expect(api.of('POST /sender-address-confirmations').map((one) => one.body)).toEqual([{ token: 't0k3n' }]);
  });

  it('says of a link that is another’s or too old what to do', async () => {
    api.on('POST /sender-address-confirmations', problem(404, 'confirmation_not_valid'));
    renderPages('/settings/sender-addresses?token=t0k3n');
    expect(await screen.findByText(/This link is not valid for you/)).toBeVisible();
  });
});

describe('my shared mail', () => {
  const shared = { message: messageOf({ visibility: 'shared' }), audience: sharedWith(ben) };

  it('R11 names who sees each mail and takes one back', async () => {
    api
      .on('GET /me/shared-messages', page(shared))
      .on('PUT /messages/m1/visibility', { ...change('ch1'), audience: sharedWith() });
    renderPages('/shared');
    expect(await screen.findByText(/Ben Okafor can see it, through/)).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: /^Make private: “Offer/ }));
    expect(await screen.findByText('Private. Only you can see it.')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Undo' })).toBeVisible();
  });

  it('R4 takes many back by their conversations, as one change', async () => {
    const second = { ...shared, message: messageOf({ id: 'm2', conversationId: 'c2', subject: 'Second' }) };
    api
      .on('GET /me/shared-messages', page(shared, second))
      .on('POST /conversation-changes', { ...change('ch1'), changed: ['c1', 'c2'], skipped: [] });
    renderPages('/shared');
    for (const box of await screen.findAllByRole('checkbox')) await userEvent.click(box);
    await userEvent.click(screen.getByRole('button', { name: 'Make 2 whole conversations private' }));
    await waitFor(() =>
      expect(api.of('POST /conversation-changes')[0]?.body).toEqual({
        conversationIds: ['c1', 'c2'],
        change: 'make_private',
      }),
    );
  });
});
