import { screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { change, FakeApi, problem, type Asked } from '../../test/fakeApi';
import { page, renderPages } from '../../test/renderPages';
import { taro } from '../../test/world';

const person = { ...taro, version: 1, mine: true, isNewByMail: true, deals: [], firstName: null, lastName: null };

let api: FakeApi;

beforeEach(() => {
  api = new FakeApi().on('GET /persons', page(person)).on('GET /deals', page());
});

describe('lists', () => {
  it('says that there is nothing', async () => {
    renderPages('/');
    expect(await screen.findByRole('heading', { name: 'Deals' })).toBeVisible();
    expect(await screen.findByText('Nothing here yet.')).toBeVisible();
  });

  it('searches as one types', async () => {
    api.on('GET /persons', ({ query }: Asked) => (query.get('q') === 'ya' ? page(person) : page()));
    renderPages('/persons');
    await userEvent.type(screen.getByRole('searchbox'), 'ya');
    expect(await screen.findByRole('link', { name: 'Taro Yamada' })).toBeVisible();
  });

  it('creates a person and opens its page; a Japanese name too', async () => {
    api
      .on('POST /persons', { ...person, id: 'p2', name: '山田 花子', ...change('ch1') })
      .on('GET /persons/p2', { ...person, id: 'p2', name: '山田 花子' });
    renderPages('/persons');
    await userEvent.click(await screen.findByRole('button', { name: 'Create person' }));
    await userEvent.type(screen.getByLabelText(/Name/), '山田 花子');
    await userEvent.type(screen.getByLabelText('E-mail'), 'hanako@yamada.example');
    await userEvent.click(screen.getByRole('button', { name: 'Create' }));
    const heading = await screen.findByRole('heading', { level: 1, name: '山田 花子' });
    await waitFor(() => expect(heading).toHaveFocus());
    expect(api.of('POST /persons')[0]?.body).toEqual({ name: '山田 花子', emails: ['hanako@yamada.example'] });
  });

  it('leads to the person who has the address already', async () => {
    api.on(
      'POST /persons',
      problem(409, 'already_there', { record: { kind: 'person', id: 'taro', name: 'Taro Yamada' } }),
    );
    renderPages('/persons');
    await userEvent.click(await screen.findByRole('button', { name: 'Create person' }));
    await userEvent.type(screen.getByLabelText(/Name/), 'Taro');
    await userEvent.click(screen.getByRole('button', { name: 'Create' }));
    await screen.findByText('One with this address is there already:');
    expect(screen.getAllByRole('link', { name: 'Taro Yamada' })[0]).toHaveAttribute('href', '/persons/taro');
  });
});
