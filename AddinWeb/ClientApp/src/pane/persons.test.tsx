import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeApi, change, problem } from '../../test/fakeApi';
import { renderPane } from '../../test/renderPane';
import { ben, me, messageOf, openOf, previewOf, taro } from '../../test/world';

let api: FakeApi;

beforeEach(() => {
  api = new FakeApi().on('GET /me', me);
});

const lost = () => {
  throw new TypeError('Failed to fetch');
};

describe('persons', () => {
  it('R11 never hides the question who would see the mail behind “more”', async () => {
    const user = userEvent.setup();
    const people = Array.from({ length: 7 }, (_, at) => ({ ...taro, id: `p${at}`, name: `Person ${at}` }));
    const links = people.map((record) => ({ kind: 'person' as const, record, why: { code: 'participant' } }));
    const message = messageOf({ visibility: 'shared' });
    api
      .on('GET /open-message', openOf({ message, links, participants: [], persons: [], suggestions: [] }))
      .on('GET /records', { items: [taro], nextCursor: null })
      .on('POST /audience-previews', previewOf([ben]));
    renderPane();
    expect(await screen.findByRole('button', { name: '2 more' })).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Link to…' }));
    await user.type(screen.getByRole('combobox'), 'taro');
    await screen.findByRole('option', { name: /Taro Yamada/ });
    await user.keyboard('{Enter}');

    expect(await screen.findByText('Ben Okafor gains access.')).toBeVisible();
    expect(screen.getByRole('button', { name: '2 more' })).toBeVisible();
  });
});

describe('a deal with a person who is only being made', () => {
  const mia = { role: 'cc' as const, name: 'Mia Wolf', address: 'mia@wolf.example', isInternal: false };
  const person = { ...taro, id: 'p9', name: 'Mia Wolf', emails: [mia.address] };

  async function createBoth() {
    const user = userEvent.setup();
    api
      .on('GET /open-message', openOf({ participants: [{ ...mia, person: null, why: null }], persons: [taro] }))
      .on('POST /persons', lost)
      .on('POST /audience-previews', previewOf([]))
      .on('POST /deals', { kind: 'deal', id: 'd9', name: 'Pumps', ...change('ch2') })
      .on('PUT /conversations/c1/links/deal', change('ch3'));
    const view = renderPane();
    await user.click(await screen.findByRole('button', { name: 'Create a person for Mia Wolf' }));
    await user.click(screen.getByRole('button', { name: 'Create and link' }));
    await screen.findByText('MailCrm cannot be reached. 1 change waits.');
    await user.click(screen.getByRole('button', { name: 'Create…' }));
    await user.click(screen.getByRole('button', { name: 'Create deal' }));
    await user.click(screen.getByRole('button', { name: 'Create and link' }));
    api.on('GET /messages/m1', messageOf());
    return { user, ...view };
  }

  it('R85 names the person by the id that it has in the end', async () => {
    const { user } = await createBoth();
    expect(api.of('POST /deals')).toEqual([]);
    api.on('POST /persons', { ...person, ...change('ch1') });
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(api.of('POST /deals')[0]?.body).toMatchObject({ personIds: ['p9', 'taro'] }));
  });

  it('R85 leaves the person out where it was not made', async () => {
    const { user } = await createBoth();
    api.on('POST /persons', problem(409, 'already_there'));
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(api.of('POST /deals')[0]?.body).toMatchObject({ personIds: ['taro'] }));
  });
});
