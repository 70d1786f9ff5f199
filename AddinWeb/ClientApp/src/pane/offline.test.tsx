import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeApi, change, problem } from '../../test/fakeApi';
import { mail, renderPane, storage } from '../../test/renderPane';
import { me, messageOf, linkedOf, openOf, previewOf } from '../../test/world';

let api: FakeApi;

beforeEach(() => {
  api = new FakeApi().on('GET /me', me);
});

describe('when the line is lost', () => {
  it('keeps what was done and does it later with the same key', async () => {
    const user = userEvent.setup();
    api.on('GET /open-message', openOf()).on('POST /audience-previews', previewOf([]));
    renderPane();
    await screen.findByRole('button', { name: 'Link to Acme 2026' });
    api.on('PUT /conversations/c1/links/deal', () => {
      throw new TypeError('Failed to fetch');
    });
    await user.click(screen.getByRole('button', { name: 'Link to Acme 2026' }));
    expect(await screen.findByText('MailCrm cannot be reached. 1 change waits.')).toBeVisible();
    expect(within(screen.getByRole('region', { name: 'Links' })).getByText('Acme 2026')).toBeVisible();

    api.on('PUT /conversations/c1/links/deal', change('ch1')).on('GET /open-message', linkedOf());
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('Linked to Acme 2026.')).toBeVisible();
    const keys = api.of('PUT /conversations/c1/links/deal').map((one) => one.key);
    expect(new Set(keys).size).toBe(1);
    expect(keys).toHaveLength(2);
  });

  it('keeps it through a reload of the pane', async () => {
    const user = userEvent.setup();
    const kept = storage();
    api.on('GET /open-message', linkedOf()).on('DELETE /conversations/c1/links/deal', () => {
      throw new TypeError('Failed to fetch');
    });
    const first = renderPane(mail(), { kept });
    await user.click(await screen.findByRole('button', { name: 'Unlink Acme 2026' }));
    await screen.findByText('MailCrm cannot be reached. 1 change waits.');
    first.unmount();

    api.on('DELETE /conversations/c1/links/deal', change('ch1')).on('POST /messages', { message: messageOf() });
    const { session } = renderPane(mail(), { kept });
    act(() => session.refresh());
    await waitFor(() => expect(api.of('DELETE /conversations/c1/links/deal')).toHaveLength(2));
    const keys = api.of('DELETE /conversations/c1/links/deal').map((one) => one.key);
    expect(keys[0]).toBe(keys[1]);
  });

  it('tells a refused action and shows how things really stand', async () => {
    const user = userEvent.setup();
    api.on('GET /open-message', linkedOf()).on('DELETE /conversations/c1/links/deal', problem(404, 'not_found'));
    renderPane();
    await user.click(await screen.findByRole('button', { name: 'Unlink Acme 2026' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('That is gone, or no longer yours to change.');
    expect(screen.getByText('Acme 2026')).toBeVisible();
  });
});
