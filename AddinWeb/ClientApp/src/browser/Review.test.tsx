import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Asked, FakeApi, change, problem } from '../../test/fakeApi';
import { renderPages } from '../../test/renderPages';
import { ben, me, messageOf, taro } from '../../test/world';
import type { ReviewItem } from '../api/types';

let api: FakeApi;
let rows: ReviewItem[];

const hana: ReviewItem = {
  record: { ...taro, id: 'hana', name: 'Hana Sato', emails: ['hana@sato.example'], owner: me, isNewByMail: true },
  version: 1,
  madeAt: '2026-11-20T09:30:00.000Z',
  mail: {
    messageId: 'm1',
    conversationId: 'c1',
    subject: 'Offer for 200 pumps',
    fromName: 'Hana Sato',
    fromAddress: 'hana@sato.example',
    date: '2026-11-20T09:30:00.000Z',
    visibility: 'private',
  },
};
const used: ReviewItem = { ...hana, record: { ...hana.record, id: 'used', name: 'Used One' }, inUse: 'edited' };

beforeEach(() => {
  rows = [hana, used];
  api = new FakeApi()
    .on('GET /me/review-list', () => ({ items: rows, nextCursor: null }))
    .on('GET /me/review-list/count', () => ({ count: rows.length }))
    .on('GET /me/doubtful-messages', { items: [], nextCursor: null });
});

describe('what mail made', () => {
  it('S10 shows what made each, and why one can no longer be removed', async () => {
    renderPages('/review');
    const item = (await screen.findByRole('link', { name: 'Hana Sato' })).closest('li') as HTMLElement;
    expect(within(item).getByText('Offer for 200 pumps')).toBeVisible();
    const touched = screen.getByRole('link', { name: 'Used One' }).closest('li') as HTMLElement;
    expect(within(touched).getByText('You edited it, so it stays. Delete it on its page.')).toBeVisible();
    expect(within(touched).queryByRole('button', { name: 'Remove Used One' })).not.toBeInTheDocument();
    expect(screen.getByRole('link', { name: /^Made by mail/ })).toHaveTextContent('2');
  });

  it('S10 removes several, says which stay, and offers all of it back', async () => {
    api
      .on('POST /me/review-list/changes', () => {
        rows = [used];
        return { ...change('ch1'), changed: ['hana'], skipped: [{ id: 'used', code: 'edited' }] };
      })
      .on('DELETE /changes/ch1', () => {
        rows = [hana, used];
        return change('ch2');
      });
    renderPages('/review');
    await userEvent.click(await screen.findByRole('button', { name: 'Choose all' }));
    await userEvent.click(screen.getByRole('button', { name: 'Remove 2' }));
    expect(
      await screen.findByText('Removed 1. 1 stays: You edited it, so it stays. Delete it on its page.'),
    ).toBeVisible();
    expect(api.of('POST /me/review-list/changes')[0]?.body).toEqual({ recordIds: ['hana', 'used'], change: 'remove' });
    await waitFor(() => expect(screen.queryByRole('link', { name: 'Hana Sato' })).not.toBeInTheDocument());
    await userEvent.click(screen.getByRole('button', { name: 'Undo' }));
    expect(await screen.findByRole('link', { name: 'Hana Sato' })).toBeVisible();
  });

  it('R62 R11 gives an address to a person, after telling who would see its mail', async () => {
    api
      .on('GET /records', { items: [taro], nextCursor: null })
      .on('POST /me/review-list/changes', ({ query }: Asked) =>
        query.get('expose') === 'true'
          ? { ...change('ch1'), changed: ['hana'], skipped: [] }
          : problem(409, 'would_expose', { count: 1, messages: 1, people: [ben] }),
      );
    renderPages('/review');
    await userEvent.click(await screen.findByRole('button', { name: 'Belongs to…' }));
    await userEvent.type(screen.getByRole('searchbox'), 'ta');
    await userEvent.click(await screen.findByRole('button', { name: /Taro Yamada/ }));
    expect(await screen.findByText('Ben Okafor gains access.')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Share with 1 person' }));
    expect(await screen.findByText('The address was moved.')).toBeVisible();
    expect(api.of('POST /me/review-list/changes')).toHaveLength(2);
  });

  it('says so when nothing waits', async () => {
    rows = [];
    renderPages('/review');
    expect(await screen.findByText(/^Nothing to look at/)).toBeVisible();
  });

  it('S30 asks about doubtful mail and takes either answer', async () => {
    let doubtful = [messageOf({ id: 'm7', subject: 'Old price' })];
    api
      .on('GET /me/doubtful-messages', () => ({ items: doubtful, nextCursor: null }))
      .on('PUT /messages/m7/confirmation', () => {
        doubtful = [];
        return change('ch1');
      });
    renderPages('/review');
    const asked = await screen.findByRole('region', { name: 'Is this yours?' });
    await userEvent.click(within(asked).getByRole('button', { name: 'It is mine' }));
    expect(await screen.findByText('It is yours now, with its people and links.')).toBeVisible();
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Is this yours?' })).not.toBeInTheDocument());
  });
});
