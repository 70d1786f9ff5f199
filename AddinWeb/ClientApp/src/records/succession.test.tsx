import { screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { change, FakeApi, problem } from '../../test/fakeApi';
import { page, renderPages } from '../../test/renderPages';
import { acme, ben, chie, me, previewOf, taro } from '../../test/world';
import type { Lead, Person } from '../api/types';

const common = {
  version: 3,
  mine: true,
  createdAt: '2026-11-01T08:00:00.000Z',
  lastMailSentAt: null,
  lastMailReceivedAt: null,
};
const person: Person = {
  ...taro,
  ...common,
  kind: 'person',
  firstName: null,
  lastName: null,
  emails: ['taro@yamada.example'],
  organization: null,
  isNewByMail: false,
  deals: [],
};
const lead: Lead = {
  ...taro,
  ...common,
  kind: 'lead',
  id: 'fair',
  name: 'Trade fair',
  title: 'Trade fair',
  lastName: null,
  emails: [],
  person: null,
  status: 'open',
  convertedTo: null,
  smartBccAddress: 'contoso+lead-k3x9q2m7v5b8n4c6@bcc.mailcrm.example',
};
const second = { ...taro, id: 'second', name: 'T. Yamada', emails: ['t@yamada.example'] };
const nobody = { people: [], count: 0, messages: 0, warnings: [] };

let api: FakeApi;

beforeEach(() => {
  api = new FakeApi().on('POST /audience-previews', nobody);
  for (const path of ['/persons/taro', '/leads/fair', '/deals/acme'])
    api.on(`GET ${path}/messages`, page()).on(`GET ${path}/notes`, page());
  api.on('GET /persons/taro', person).on('GET /leads/fair', lead).on('GET /persons/taro/duplicates', page());
});

const press = async (name: RegExp) => userEvent.click(await screen.findByRole('button', { name }));

describe('merging and converting', () => {
  it('S55 offers who may be the same, says who loses sight, and merges', async () => {
    api
      .on('GET /persons/taro/duplicates', page({ record: second, why: 'same_name', mayMerge: true }))
      .on('POST /audience-previews', {
        ...nobody,
        losing: [{ ...ben, messages: 2 }],
        losingCount: 1,
        losingMessages: 2,
      })
      .on('POST /persons/taro/merges', { ...person, emails: [...person.emails, 't@yamada.example'], ...change('m') });
    renderPages('/persons/taro');

    const found = await screen.findByRole('region', { name: 'Perhaps the same person' });
    await userEvent.click(within(found).getByRole('button', { name: 'Merge' }));
    expect(await screen.findByText('No longer seen by Ben Okafor: 2 messages.')).toBeVisible();
    await userEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Merge' }));

    expect(await screen.findByText('T. Yamada is part of Taro Yamada now.')).toBeVisible();
    expect(api.of('POST /persons/taro/merges')[0]?.body).toEqual({ personId: 'second' });
    expect(api.of('POST /audience-previews')[0]?.body).toEqual({ recordId: 'taro', merge: { personId: 'second' } });
    expect(screen.getByRole('button', { name: 'Undo' })).toBeVisible();
  });

  it('S34 goes to the person that an old address leads to', async () => {
    api.on('GET /persons/old', person).on('GET /persons/old/messages', problem(404, 'not_found'));
    renderPages('/persons/old');
    expect(await screen.findByRole('heading', { level: 1, name: 'Taro Yamada' })).toBeVisible();
    expect(await screen.findByText(/No mail here/)).toBeVisible();
  });

  it('S6 names who gains before a lead becomes a deal that more people can open', async () => {
    api
      .on('POST /audience-previews', ({ body }) =>
        JSON.stringify(body).includes('owner') ? nobody : previewOf([ben, chie]),
      )
      .on('POST /leads/fair/conversions', { ...acme, ...common, ...change('c') });
    renderPages('/leads/fair');
    await press(/^Convert to deal$/);
    await press(/^Convert, and show mail to 2 people$/);

    expect(api.of('POST /leads/fair/conversions')[0]?.body).toMatchObject({
      deal: { title: 'Trade fair', visibleTo: 'everyone' },
    });
    expect(await screen.findByText(/Converted Trade fair/)).toBeVisible();
  });

  it('S5 a colleague edits, and is offered nothing that is the owner’s', async () => {
    api.on('GET /persons/taro', { ...person, mine: false });
    renderPages('/persons/taro', { ...me, ...ben });
    expect(await screen.findByRole('button', { name: 'Edit' })).toBeVisible();
    for (const name of [/Merge/, /Delete/, /Give to/])
      expect(screen.queryByRole('button', { name })).not.toBeInTheDocument();
  });

  it('changes name and addresses, and leads to the person who has one already', async () => {
    api.on('PATCH /persons/taro', problem(409, 'already_there', { record: second }));
    renderPages('/persons/taro');
    await press(/^Edit$/);
    const emails = screen.getByRole('textbox', { name: /one on a line/ });
    await userEvent.type(emails, '\nt@yamada.example');
    await press(/^Save$/);

    expect(await screen.findByRole('link', { name: 'T. Yamada' })).toHaveAttribute('href', '/persons/second');
    expect(api.of('PATCH /persons/taro')[0]?.body).toMatchObject({
      version: 3,
      emails: ['taro@yamada.example', 't@yamada.example'],
    });
  });

  it('S57 says of an owner that she left', async () => {
    api.on('GET /persons/taro', { ...person, owner: { ...chie, left: true } });
    renderPages('/persons/taro');
    expect(await screen.findByText('Chie Tanaka (left)')).toBeVisible();
  });
});
