import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Asked, FakeApi, change, problem } from '../../test/fakeApi';
import { renderPane } from '../../test/renderPane';
import { acme, ben, deal, fence, me, messageOf, linkedOf, openOf, previewOf, taro } from '../../test/world';

let api: FakeApi;

beforeEach(() => {
  api = new FakeApi().on('GET /me', me);
});

describe('answers in the pane', () => {
  it('R26 offers the open ones with a press each, and not a second time as suggestions', async () => {
    const message = messageOf({ notices: [{ code: 'several_open', records: [acme, fence] }] });
    api
      .on('GET /open-message', openOf({ message }))
      .on('POST /audience-previews', previewOf([]))
      .on('PUT /conversations/c1/links/deal', change('ch1'));
    renderPane();
    expect(await screen.findByText('Several are open. Link the right one.')).toBeVisible();
    expect(screen.getAllByRole('button', { name: 'Link to Acme 2026' })).toHaveLength(1);
    await userEvent.click(screen.getByRole('button', { name: 'Link to Fence around the plant' }));
    await waitFor(() => expect(api.of('PUT /conversations/c1/links/deal')[0]?.body).toEqual({ recordId: 'fence' }));
  });

  it('puts a notice away', async () => {
    const message = messageOf({ notices: [{ code: 'address_not_available', addresses: ['a@bcc.example'] }] });
    api
      .on('GET /open-message', openOf({ message }))
      .on('DELETE /messages/m1/notices/address_not_available', change('ch1'));
    renderPane();
    await userEvent.click(await screen.findByRole('button', { name: 'Dismiss' }));
    await waitFor(() => expect(api.of('DELETE /messages/m1/notices/address_not_available')).toHaveLength(1));
  });

  it('S10 creates those of many people that the rep chooses', async () => {
    const people = [
      { name: 'Q1', address: 'q1@many.example' },
      { name: '', address: 'q2@many.example' },
    ];
    api
      .on('GET /open-message', openOf({ message: messageOf({ notices: [{ code: 'too_many_persons', people }] }) }))
      .on('POST /messages/m1/persons', { ...change('ch1'), persons: [] });
    renderPane();
    await userEvent.click(await screen.findByRole('button', { name: 'Choose people…' }));
    await userEvent.click(screen.getByRole('checkbox', { name: 'q2@many.example' }));
    await userEvent.click(screen.getByRole('button', { name: 'Create 1 person' }));
    await waitFor(() =>
      expect(api.of('POST /messages/m1/persons')[0]?.body).toEqual({ addresses: ['q2@many.example'] }),
    );
  });

  it('S30 R11 confirms a doubtful mail after naming who would see it', async () => {
    api
      .on('GET /open-message', openOf({ message: messageOf({ notices: [{ code: 'is_this_yours' }] }) }))
      .on('PUT /messages/m1/confirmation', ({ query }: Asked) =>
        query.get('expose') === 'true'
          ? change('ch1')
          : problem(409, 'would_expose', { count: 1, messages: 1, people: [ben] }),
      );
    renderPane();
    await userEvent.click(await screen.findByRole('button', { name: 'It is mine' }));
    expect(await screen.findByText('Ben Okafor gains access.')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Link, and share with 1 person' }));
    await waitFor(() => expect(api.of('PUT /messages/m1/confirmation')).toHaveLength(2));
  });

  it('S10 keeps a person made by mail, its owner alone', async () => {
    const made = { ...taro, owner: me, isNewByMail: true };
    const why = { code: 'made_by_mail', address: 'taro@yamada.example', at: '2026-11-20T09:30:00.000Z' };
    api
      .on('GET /open-message', openOf({ links: [{ kind: 'person', record: made, why }], persons: [made] }))
      .on('POST /me/review-list/changes', { ...change('ch1'), changed: ['taro'], skipped: [] });
    renderPane();
    expect(await screen.findByText('New from this mail')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Keep Taro Yamada' }));
    await waitFor(() =>
      expect(api.of('POST /me/review-list/changes')[0]?.body).toEqual({ recordIds: ['taro'], change: 'keep' }),
    );
  });

  it('R8 tells why a link is there when its reason is pressed, and ends it from there', async () => {
    const at = '2026-11-20T09:30:00.000Z';
    api
      .on('GET /open-message', linkedOf({ links: [{ ...deal, why: { ...deal.why, at } }] }))
      .on('DELETE /conversations/c1/links/deal', change('ch1'));
    renderPane();
    await userEvent.click(await screen.findByRole('button', { name: 'only open one of Taro Yamada' }));
    const card = screen.getByRole('group', { name: 'Why Acme 2026 is linked' });
    expect(within(card).getByText(/^Linked Nov 20/)).toBeVisible();
    await userEvent.click(within(card).getByRole('button', { name: 'Unlink' }));
    await waitFor(() => expect(api.of('DELETE /conversations/c1/links/deal')).toHaveLength(1));
  });

  it('puts a suggestion away for this conversation', async () => {
    api.on('GET /open-message', openOf()).on('DELETE /conversations/c1/suggestions/acme', change('ch1'));
    renderPane();
    await userEvent.click(await screen.findByRole('button', { name: 'Do not suggest Acme 2026 here' }));
    await waitFor(() => expect(api.of('DELETE /conversations/c1/suggestions/acme')).toHaveLength(1));
  });
});
