import { act, screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Asked, FakeApi, later } from '../../test/fakeApi';
import { mail, nothing, renderPane } from '../../test/renderPane';
import { me, linkedOf, openOf } from '../../test/world';
import type { OpenMessage } from '../api/types';

let api: FakeApi;

beforeEach(() => {
  api = new FakeApi().on('GET /me', me);
});

describe('which mail', () => {
  it('shows the subject with the selection, before any answer', () => {
    api.on('GET /open-message', () => later().promise);
    renderPane();
    expect(screen.getByRole('heading', { name: 'Offer for 200 pumps' })).toBeVisible();
  });

  it('drops the answer for a mail that is no longer open', async () => {
    const slow = later<OpenMessage>();
    api.on('GET /open-message', ({ query }: Asked) =>
      query.get('itemId') === 'A' ? slow.promise : linkedOf({ itemId: 'B', internetMessageId: '<b>' }),
    );
    const { session } = renderPane(mail({ itemId: 'A', internetMessageId: '<a>' }));
    act(() => session.show(mail({ itemId: 'B', internetMessageId: '<b>', subject: 'The other one' })));
    expect(await screen.findByText('Acme 2026')).toBeVisible();

    await act(async () => slow.answer(openOf({ itemId: 'A', internetMessageId: '<a>', message: null })));
    expect(screen.getByText('Acme 2026')).toBeVisible();
    expect(screen.getByRole('heading', { name: 'The other one' })).toBeVisible();
    expect(screen.queryByText('Not in MailCrm')).not.toBeInTheDocument();
  });

  it('does not believe an answer that names another mail', async () => {
    api.on('GET /open-message', linkedOf({ itemId: 'somebody else’s' }));
    renderPane();
    expect(await screen.findByRole('button', { name: 'Try again' })).toBeVisible();
    expect(screen.queryByText('Acme 2026')).not.toBeInTheDocument();
  });

  it('says so when nothing is selected, and writes nothing then', async () => {
    api.on('GET /open-message', openOf());
    const { session } = renderPane();
    await screen.findByText('Only you');
    act(() => session.show(nothing()));
    act(() => session.act({ kind: 'visibility', visibility: 'shared', whole: false, preview: null }));

    expect(screen.getByText('Select one mail to see it here.')).toBeVisible();
    expect(api.asked.filter((one) => one.method !== 'GET')).toEqual([]);
  });

  it('asks with the ids and the people that Outlook shows, and with the mailbox it lies in', async () => {
    api.on('GET /open-message', openOf());
    renderPane(mail({ mailbox: () => Promise.resolve('team@contoso.example') }));
    await screen.findByText('Only you');
    const { query } = api.of('GET /open-message')[0] as Asked;
    expect(Object.fromEntries(query)).toMatchObject({
      itemId: 'AAMk1',
      internetMessageId: '<1@yamada.example>',
      mailbox: 'team@contoso.example',
    });
    expect(query.getAll('people')).toEqual(['taro@yamada.example', 'anna@contoso.example']);
  });

  it('R80 asks for no more people than one request takes, the sender first', async () => {
    const many = Array.from({ length: 250 }, (_, at) => ({ name: '', address: `p${at}@customer.example` }));
    const long = many.map(({ address }) => ({ name: '', address: `${'é'.repeat(25)}.${address}` }));
    api.on('GET /open-message', openOf());
    const { session } = renderPane(mail({ to: many, cc: long }));
    await screen.findByText('Only you');
    act(() => session.show(mail({ to: long, cc: many })));
    await waitFor(() => expect(api.of('GET /open-message')).toHaveLength(2));

    const [first, second] = api.of('GET /open-message').map(({ query }) => query);
    expect(first?.getAll('people')).toEqual(['taro@yamada.example', ...many.slice(0, 99).map((one) => one.address)]);
    expect(second?.getAll('people')[0]).toBe('taro@yamada.example');
    expect(second?.getAll('people').length).toBeGreaterThan(20);
    expect(second?.toString().length).toBeLessThan(6_500);
  });
});
