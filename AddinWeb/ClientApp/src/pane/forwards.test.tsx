import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeApi, change, problem } from '../../test/fakeApi';
import { renderPane } from '../../test/renderPane';
import { anna, me, messageOf, openOf } from '../../test/world';

const forward = {
  senderReadFrom: 'inline' as const,
  readAs: { name: 'Taro Yamada', address: 'taro@yamada.example' },
  at: '2026-11-20T10:00:00.000Z',
  note: 'FYI, the customer of the pumps.',
};

let api: FakeApi;

beforeEach(() => {
  api = new FakeApi().on('GET /me', me);
});

describe('a forward', () => {
  it('says that the rep forwarded it, whom it was read as, and keeps her words', async () => {
    api.on('GET /open-message', openOf({ message: messageOf({ forwardedBy: anna, forward }) }));
    renderPane();

    expect(await screen.findByText('Forwarded by you')).toBeVisible();
    expect(screen.getByText('Sender read from the forward: Taro Yamada <taro@yamada.example>')).toBeVisible();
    expect(screen.getByText('FYI, the customer of the pumps.')).toBeVisible();
  });

  it('keeps the words alone once the mail itself is here', async () => {
    api.on('GET /open-message', openOf({ message: messageOf({ forward: { ...forward, senderReadFrom: null } }) }));
    renderPane();

    expect(await screen.findByText('FYI, the customer of the pumps.')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Correct the sender' })).toBeNull();
  });

  it('corrects the sender, and asks first where more people would see the mail', async () => {
    const user = userEvent.setup();
    const from = { name: 'Taro Yamada', address: '' };
    let asked = 0;
    api
      .on('GET /open-message', openOf({ message: messageOf({ from, forwardedBy: anna, forward }) }))
      .on('PUT /messages/m1/sender', () =>
        asked++ === 0 ? problem(409, 'would_expose', { count: 2, messages: 1 }) : change('ch1'),
      );
    renderPane();
    expect(await screen.findByText('No address of the sender stands in the forward. Taro Yamada')).toBeVisible();

    await user.click(screen.getByRole('button', { name: 'Correct the sender' }));
    await user.type(screen.getByLabelText('E-mail'), 'jiro@sato.example{Enter}');
    expect(await screen.findByText('With this sender 2 people can see it.')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Correct, and show 2 people' }));

    await waitFor(() => expect(api.of('PUT /messages/m1/sender')).toHaveLength(2));
    const body = { name: 'Taro Yamada', address: 'jiro@sato.example' };
    expect(api.of('PUT /messages/m1/sender').map((one) => one.body)).toEqual([body, body]);
    expect(api.of('PUT /messages/m1/sender').map((one) => one.query.get('expose'))).toEqual([null, 'true']);
  });
});
