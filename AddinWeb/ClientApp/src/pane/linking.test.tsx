import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Asked, FakeApi, change, later } from '../../test/fakeApi';
import { renderPane } from '../../test/renderPane';
import { acme, ben, chie, deal, me, messageOf, linkedOf, openOf, previewOf, sharedWith, taro } from '../../test/world';

let api: FakeApi;

beforeEach(() => {
  api = new FakeApi().on('GET /me', me);
});

describe('linking', () => {
  it('links a suggestion at once and tells why it may be undone', async () => {
    const user = userEvent.setup();
    const slow = later<object>();
    let now = openOf();
    api
      .on('GET /open-message', () => now)
      .on('POST /audience-previews', previewOf([]))
      .on('PUT /conversations/c1/links/deal', () => slow.promise);
    renderPane();
    await user.click(await screen.findByRole('button', { name: 'Link to Acme 2026' }));

    const links = screen.getByRole('region', { name: 'Links' });
    expect(within(links).getByText('Acme 2026')).toBeVisible();
    expect(screen.queryByRole('region', { name: 'Suggestions' })).not.toBeInTheDocument();

    now = openOf({ links: [{ ...deal, why: { code: 'by_hand', by: me } }], suggestions: [] });
    await act(async () => slow.answer(change('ch1')));
    expect(await screen.findByText('Linked to Acme 2026.')).toBeVisible();
    expect(screen.getByText('linked by you')).toBeVisible();
    expect(api.of('PUT /conversations/c1/links/deal')[0]?.body).toEqual({ recordId: 'acme' });
  });

  it('asks first when linking a shared mail would show it to somebody', async () => {
    const user = userEvent.setup();
    const message = messageOf({ visibility: 'shared' });
    let now = openOf({ message });
    api
      .on('GET /open-message', () => now)
      .on('POST /audience-previews', previewOf([ben, chie]))
      .on('PUT /conversations/c1/links/deal', () => {
        now = linkedOf({ message, audience: sharedWith(ben, chie) });
        return change('ch1');
      });
    renderPane();
    await user.click(await screen.findByRole('button', { name: 'Link to Acme 2026' }));
    expect(await screen.findByText('Ben Okafor and Chie Tanaka gain access.')).toBeVisible();
    expect(api.of('PUT /conversations/c1/links/deal')).toEqual([]);

    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(screen.getByRole('button', { name: 'Link to Acme 2026' })).toBeVisible();

    await user.click(screen.getByRole('button', { name: 'Link to Acme 2026' }));
    await user.click(await screen.findByRole('button', { name: 'Link, and share with 2 people' }));
    expect(await screen.findByText('Linked to Acme 2026. 2 people can see it.')).toBeVisible();
    expect(api.of('PUT /conversations/c1/links/deal')).toHaveLength(1);
  });

  it('captures a mail that is not captured with the first action', async () => {
    const user = userEvent.setup();
    api
      .on('GET /open-message', openOf({ captured: false, message: null }))
      .on('POST /messages', { message: messageOf(), ...change('ch1') })
      .on('POST /audience-previews', previewOf([]))
      .on('PUT /conversations/c1/links/deal', change('ch2'));
    renderPane();
    expect(await screen.findByText('Not in MailCrm')).toBeVisible();
    expect(screen.getByText('Taro Yamada', { selector: 'section *' })).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Link to Acme 2026' }));
    await waitFor(() => expect(api.of('PUT /conversations/c1/links/deal')).toHaveLength(1));
    expect(api.of('POST /messages')[0]?.body).toEqual({
      itemId: 'AAMk1',
      internetMessageId: '<1@yamada.example>',
      mailbox: 'anna@contoso.example',
      from: 'taro@yamada.example',
      again: false,
    });
  });

  it('finds while one types and links with the keyboard alone', async () => {
    const user = userEvent.setup();
    api
      .on('GET /open-message', openOf({ suggestions: [] }))
      .on('GET /records', ({ query }: Asked) => ({
        items: query.get('q') === 'ac' ? [taro, acme] : [],
        nextCursor: null,
      }))
      .on('POST /audience-previews', previewOf([]))
      .on('PUT /conversations/c1/links/deal', change('ch1'));
    renderPane();
    (await screen.findByRole('button', { name: 'Link to…' })).focus();
    await user.keyboard('{Enter}');
    await user.type(screen.getByRole('combobox'), 'ac');
    await screen.findByRole('option', { name: /Acme 2026/ });
    await user.keyboard('{ArrowDown}{Enter}');

    expect(screen.queryByRole('combobox')).not.toBeInTheDocument();
    await waitFor(() => expect(api.of('PUT /conversations/c1/links/deal')).toHaveLength(1));
  });

  it('R80 links with Enter only what was found for the text that stands there', async () => {
    const user = userEvent.setup();
    const slow = later<object>();
    api
      .on('GET /open-message', openOf({ suggestions: [] }))
      .on('GET /records', ({ query }: Asked) =>
        query.get('q') === 'a' ? { items: [taro], nextCursor: null } : slow.promise,
      )
      .on('POST /audience-previews', previewOf([]))
      .on('PUT /conversations/c1/links/deal', change('ch1'));
    renderPane();
    await user.click(await screen.findByRole('button', { name: 'Link to…' }));
    await user.type(screen.getByRole('combobox'), 'a');
    await screen.findByRole('option', { name: /Taro Yamada/ });
    await user.type(screen.getByRole('combobox'), 'c{Enter}');
    expect(screen.getByRole('combobox')).toBeVisible();
    expect(api.asked.filter((one) => one.method === 'PUT')).toEqual([]);

    await waitFor(() => expect(api.of('GET /records')).toHaveLength(2));
    await act(async () => slow.answer({ items: [acme], nextCursor: null }));
    await screen.findByRole('option', { name: /Acme 2026/ });
    await user.keyboard('{Enter}');
    await waitFor(() => expect(api.of('PUT /conversations/c1/links/deal')).toHaveLength(1));
  });

  it.each([{ isComposing: true }, { keyCode: 229 }])(
    'R83 leaves Enter and Escape to the input of Japanese: %o',
    async (composing) => {
      const user = userEvent.setup();
      api
        .on('GET /open-message', openOf({ suggestions: [] }))
        .on('GET /records', { items: [acme], nextCursor: null })
        .on('POST /audience-previews', previewOf([]));
      renderPane();
      await user.click(await screen.findByRole('button', { name: 'Link to…' }));
      await user.type(screen.getByRole('combobox'), 'アクメ');
      await screen.findByRole('option', { name: /Acme 2026/ });
      for (const key of ['Enter', 'Escape']) fireEvent.keyDown(screen.getByRole('combobox'), { key, ...composing });
      expect(screen.getByRole('combobox')).toBeVisible();
      expect(screen.queryByRole('region', { name: 'Links' })).not.toBeInTheDocument();
    },
  );

  it('unlinks on the card and offers it back', async () => {
    const user = userEvent.setup();
    api.on('GET /open-message', linkedOf()).on('DELETE /conversations/c1/links/deal', change('ch1'));
    renderPane();
    await user.click(await screen.findByRole('button', { name: 'Unlink Acme 2026' }));
    expect(await screen.findByText('Unlinked from Acme 2026.')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Undo' })).toBeVisible();
  });

  it('S7 says which record it unlinks, so that sent again it spares another that was linked since', async () => {
    api.on('GET /open-message', linkedOf()).on('DELETE /conversations/c1/links/deal', change('ch1'));
    renderPane();
    await userEvent.click(await screen.findByRole('button', { name: 'Unlink Acme 2026' }));
    await screen.findByText('Unlinked from Acme 2026.');
    expect(api.of('DELETE /conversations/c1/links/deal')[0]?.query.get('recordId')).toBe('acme');
  });

  it('creates a person for an address that nobody has', async () => {
    const user = userEvent.setup();
    const mia = { role: 'cc' as const, name: 'Mia Wolf', address: 'mia@wolf.example', isInternal: false };
    const person = { ...taro, id: 'p9', name: 'Mia Wolf', emails: [mia.address] };
    let now = openOf({ participants: [{ ...mia, person: null, why: null }], persons: [] });
    const slow = later();
    api.on('GET /open-message', () => now).on('POST /persons', () => slow.promise);
    renderPane();
    await user.click(await screen.findByRole('button', { name: 'Create a person for Mia Wolf' }));
    await user.click(screen.getByRole('button', { name: 'Create and link' }));
    expect(screen.queryByText('Not in MailCrm yet')).not.toBeInTheDocument();

    now = openOf({ participants: [{ ...mia, person, why: { code: 'made_by_mail' } }], persons: [person] });
    await act(async () => slow.answer({ ...person, ...change('ch1') }));
    expect(await screen.findByText('Created Mia Wolf and linked it.')).toBeVisible();
    expect(api.of('POST /persons')[0]?.body).toEqual({
      name: 'Mia Wolf',
      emails: ['mia@wolf.example'],
      linkMessageId: 'm1',
    });
  });

  it('makes a deal first and asks through it who would see a shared mail; cancelled, the deal goes', async () => {
    const user = userEvent.setup();
    api
      .on('GET /open-message', openOf({ message: messageOf({ visibility: 'shared' }), suggestions: [] }))
      .on('POST /deals', { kind: 'deal', id: 'd9', name: 'Offer for 200 pumps', ...change('ch1') })
      .on('POST /audience-previews', previewOf([ben]))
      .on('DELETE /changes/ch1', { change: null });
    renderPane();
    await user.click(await screen.findByRole('button', { name: 'Create…' }));
    await user.click(screen.getByRole('button', { name: 'Create deal' }));
    await user.click(screen.getByRole('button', { name: 'Create and link' }));
    expect(await screen.findByRole('button', { name: 'Link, and share with 1 person' })).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    await waitFor(() => expect(api.of('DELETE /changes/ch1')).toHaveLength(1));
  });
});
