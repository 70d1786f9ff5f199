import { screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeApi } from '../../test/fakeApi';
import { page, renderPages } from '../../test/renderPages';
import { me } from '../../test/world';
import type { IntakeLine } from '../api/types';

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
    .on('GET /me/intake-log', page({ ...line, outcome: 'stored', reason: '', proven: true, subject: 'Hello' }))
    .on('GET /admin/intake-log', page(line));
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
