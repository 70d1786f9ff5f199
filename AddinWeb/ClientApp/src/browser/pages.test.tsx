import { screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { change, FakeApi, problem } from '../../test/fakeApi';
import { page, renderPages } from '../../test/renderPages';
import { me, messageOf, sharedWith, ben } from '../../test/world';
import type { IntakeLine, MailSettings, SenderAddress } from '../api/types';

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
const line: IntakeLine = {
  id: 'i1',
  at: '2026-11-20T09:30:00.000Z',
  outcome: 'refused',
  reason: 'unproven',
  addressKind: 'company',
  from: 'anna@contoso.example',
  size: 2_048,
  host: '192.0.2.7',
  proven: false,
  proof: null,
  detail: null,
  times: 1,
  lastAt: '2026-11-20T09:30:00.000Z',
  subject: null,
  messageId: null,
};

let api: FakeApi;

beforeEach(() => {
  api = new FakeApi()
    .on('GET /me/mail-settings', settings)
    .on('GET /me/smart-bcc', { companyAddress: 'contoso@bcc.mailcrm.example', maxMessageBytes: 20_971_520 })
    .on('GET /me/sender-addresses', page(signInAddress, waiting))
    .on('GET /me/intake-log', page({ ...line, outcome: 'stored', reason: '', proven: true, subject: 'Hello' }))
    .on('GET /admin/intake-log', page(line));
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

describe('the intake log', () => {
  it('R28 shows a rep the own lines alone', async () => {
    renderPages('/intake-log');
    expect(await screen.findByText('Hello')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Company' })).not.toBeInTheDocument();
  });

  it('asks for what was refused in a time, links the message, and reads anew when something comes', async () => {
    const taken = {
      ...line,
      outcome: 'stored' as const,
      reason: 'stored',
      subject: 'Hello',
      messageId: 'm1',
      times: 3,
    };
    api.on('GET /me/intake-log', page(taken));
    const { happened } = renderPages('/intake-log');
    expect(await screen.findByRole('link', { name: 'Hello' })).toHaveAttribute('href', '/intake-log/m1');
    expect(screen.getByText(/3 times, last/)).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Refused' }));
    await userEvent.selectOptions(screen.getByLabelText('When'), 'Last 7 days');
    await waitFor(() => {
      const asked = api.of('GET /me/intake-log').at(-1)?.query;
      expect(asked?.get('outcome')).toBe('refused');
      expect(Date.now() - Date.parse(asked?.get('from') ?? '')).toBeGreaterThan(6 * 24 * 3_600_000);
    });
    const before = api.of('GET /me/intake-log').length;
    await happened({ kind: 'intake', id: 'i9' });
    await waitFor(() => expect(api.of('GET /me/intake-log').length).toBe(before + 1));
  });

  it('names the entry that kept a mail out, with the way to its list; to an admin nothing of it', async () => {
    const kept = { ...line, proven: true, reason: 'never_capture', detail: 'taro@yamada.example' };
    api.on('GET /me/intake-log', page(kept)).on('GET /admin/intake-log', page({ ...kept, detail: null }));
    renderPages('/intake-log', { ...me, role: 'admin' });
    expect(await screen.findByText(/taro@yamada.example stands on your never-capture list/)).toBeVisible();
    expect(screen.getByRole('link', { name: 'Never capture' })).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Company' }));
    expect(await screen.findByText(/The sender’s never-capture list keeps it out/)).toBeVisible();
  });

  it('shows an admin the company’s, with the reason', async () => {
    renderPages('/intake-log', { ...me, role: 'admin' });
    await userEvent.click(await screen.findByRole('button', { name: 'Company' }));
    expect(await screen.findByText(/Neither SPF nor DKIM proves the sender/)).toBeVisible();
    expect(screen.getByText(/claims to be from anna@contoso.example/)).toBeVisible();
  });
});

describe('never capture', () => {
  const list = { version: 'v1', addresses: ['taro@yamada.example'], domains: [] };
  const company = { version: 'v2', addresses: [], domains: ['bank.example'] };

  beforeEach(() => {
    api.on('GET /me/never-capture', { ...list, company }).on('GET /admin/never-capture', company);
  });

  it('R70 adds a domain to the rep’s list, from the version that was read, with undo', async () => {
    api.on('PUT /me/never-capture', { ...list, domains: ['one.example'], ...change('ch1') });
    renderPages('/settings/never-capture');
    await userEvent.type(await screen.findByLabelText('Address or domain'), 'one.example');
    await userEvent.click(screen.getByRole('button', { name: 'Add' }));
    expect(await screen.findByText(/Mail with one.example is not captured from now on/)).toBeVisible();
    expect(api.of('PUT /me/never-capture')[0]?.body).toEqual({ ...list, domains: ['one.example'] });
    expect(screen.getByRole('button', { name: 'Undo' })).toBeVisible();
  });

  it('reads a list again that was changed meanwhile, and says what may not stand there', async () => {
    let isFirst = true;
    api.on('PUT /me/never-capture', () => {
      if (!isFirst) return problem(400, 'invalid', { errors: { 'domains[0]': ['own_domain'] } });
      isFirst = false;
      return problem(409, 'version_conflict');
    });
    renderPages('/settings/never-capture');
    await userEvent.type(await screen.findByLabelText('Address or domain'), 'contoso.example');
    await userEvent.click(screen.getByRole('button', { name: 'Add' }));
    expect(await screen.findByText(/your company’s own domain/)).toBeVisible();
    expect(api.of('PUT /me/never-capture')).toHaveLength(2);
  });

  it('lets an admin change the company’s list, a rep only read it', async () => {
    api.on('PUT /admin/never-capture', { ...company, domains: [], ...change('ch1') });
    renderPages('/settings/never-capture', { ...me, role: 'admin' });
    await userEvent.click(await screen.findByRole('button', { name: 'Remove bank.example' }));
    expect(api.of('PUT /admin/never-capture')[0]?.body).toEqual({ ...company, domains: [] });
  });

  it('shows a rep the company’s list without buttons', async () => {
    renderPages('/settings/never-capture');
    expect(await screen.findByText('bank.example')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Remove bank.example' })).not.toBeInTheDocument();
  });
});
