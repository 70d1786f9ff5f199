import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Asked, FakeApi, change, later, problem } from '../../test/fakeApi';
import { renderPane } from '../../test/renderPane';
import { ben, chie, deal, me, messageOf, linkedOf, openOf, previewOf, sharedWith } from '../../test/world';

let api: FakeApi;

beforeEach(() => {
  api = new FakeApi().on('GET /me', me);
});

describe('sharing', () => {
  it('names who gains access before anybody does', async () => {
    const user = userEvent.setup();
    const others = Array.from({ length: 12 }, (_, at) => ({ id: `u${at}`, displayName: `Person ${at + 1}` }));
    api
      .on('GET /open-message', linkedOf())
      .on(
        'POST /audience-previews',
        previewOf(others, {
          warnings: [
            { code: 'attachments', names: ['offer.pdf'] },
            { code: 'quotes_private', messages: 2 },
          ],
        }),
      )
      .on('PUT /messages/m1/visibility', () => later().promise);
    renderPane();
    await user.click(await screen.findByRole('button', { name: 'Only you' }));

    expect(
      await screen.findByText('Person 1, Person 2, Person 3, Person 4, Person 5 and 7 others gain access.'),
    ).toBeVisible();
    expect(screen.getByText('Attachments too: offer.pdf')).toBeVisible();
    expect(screen.getByText('Quotes 2 private messages.')).toBeVisible();
    expect(api.of('POST /audience-previews')[0]?.body).toEqual({ messageIds: ['m1'], visibility: 'shared' });
    expect(api.of('PUT /messages/m1/visibility')).toEqual([]);

    await user.click(screen.getByRole('button', { name: 'Share with 12 people' }));
    expect(screen.getByRole('button', { name: 'You and 12 others in the company' })).toBeVisible();
    expect(api.of('PUT /messages/m1/visibility')[0]?.body).toEqual({ visibility: 'shared' });
  });

  it('asks anew for the whole conversation, and shares later replies only where that is ticked', async () => {
    const user = userEvent.setup();
    api
      .on('GET /open-message', linkedOf())
      .on('POST /audience-previews', ({ body }: Asked) =>
        'conversationIds' in (body as object) ? previewOf([ben, chie]) : previewOf([ben]),
      )
      .on('PUT /conversations/c1/visibility', { ...change('ch1'), audience: sharedWith(ben, chie) });
    renderPane();
    await user.click(await screen.findByRole('button', { name: 'Only you' }));
    expect(await screen.findByText('Ben Okafor gains access.')).toBeVisible();
    await user.click(screen.getByRole('checkbox'));
    await user.click(await screen.findByRole('button', { name: 'Share with 2 people' }));

    await waitFor(() =>
      expect(api.of('PUT /conversations/c1/visibility')[0]?.body).toEqual({ visibility: 'shared', laterToo: true }),
    );
  });

  it('makes private in one press, says who can no longer see it, and undoes that', async () => {
    const user = userEvent.setup();
    const shared = openOf({
      message: messageOf({ visibility: 'shared' }),
      links: [deal],
      audience: sharedWith(ben, chie),
    });
    let now = shared;
    api
      .on('GET /open-message', () => now)
      .on('PUT /messages/m1/visibility', () => {
        now = linkedOf();
        return { ...change('ch1'), audience: now.audience };
      })
      .on('DELETE /changes/ch1', () => {
        now = shared;
        return { change: null };
      });
    renderPane();
    await user.click(await screen.findByRole('button', { name: 'You and 2 others in the company' }));
    expect(screen.getByText('Through Acme 2026: 2 people')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Make private' }));
    expect(await screen.findByText('Private. Ben Okafor and Chie Tanaka can no longer see it.')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Only you' })).toBeVisible();

    await user.click(screen.getByRole('button', { name: 'Undo' }));
    expect(await screen.findByText('Undone. 2 people can see it.')).toBeVisible();
    expect(screen.getByRole('button', { name: 'You and 2 others in the company' })).toBeVisible();
    expect(api.of('DELETE /changes/ch1')).toHaveLength(1);
  });

  it('asks before an undo shows the mail to others again', async () => {
    const user = userEvent.setup();
    api
      .on('GET /open-message', linkedOf({ message: messageOf({ visibility: 'shared' }), audience: sharedWith(ben) }))
      .on('PUT /messages/m1/visibility', change('ch1'))
      .on('DELETE /changes/ch1', ({ query }: Asked) =>
        query.has('expose') ? { change: null } : problem(409, 'would_expose', { count: 2, messages: 1 }),
      );
    renderPane();
    await user.click(await screen.findByRole('button', { name: 'You and 1 other in the company' }));
    await user.click(screen.getByRole('button', { name: 'Make private' }));
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    expect(await screen.findByText('Undoing lets 2 people see it again.')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Undo, and show 2 people' }));
    expect(await screen.findByText('Undone. 1 person can see it.')).toBeVisible();
    expect(api.of('DELETE /changes/ch1').map((one) => one.query.get('expose'))).toEqual([null, 'true']);
  });

  it('undoes from the trail too, where it still can be', async () => {
    const user = userEvent.setup();
    const line = { rule: null, record: null, by: ben, at: '2026-11-21T09:00:00.000Z' };
    api
      .on('GET /open-message', linkedOf())
      .on('GET /messages/m1/trail', {
        items: [
          { ...line, changeId: 'ch2', kind: 'made_private', undoUntil: '2099-01-01T00:00:00.000Z' },
          { ...line, changeId: 'ch1', kind: 'shared', undoUntil: '2026-01-01T00:00:00.000Z' },
        ],
        nextCursor: null,
      })
      .on('DELETE /changes/ch2', { change: null });
    renderPane();
    await user.click(await screen.findByRole('button', { name: 'More' }));
    expect(await screen.findByText('Made private')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    expect(await screen.findByText('Undone.')).toBeVisible();
    expect(api.of('DELETE /changes/ch2')).toHaveLength(1);
  });
});
