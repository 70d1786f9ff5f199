import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeApi, problem } from '../../test/fakeApi';
import { page, renderPages } from '../../test/renderPages';
import { anna, ben, chie, me } from '../../test/world';
import type { AudiencePreview, Team } from '../api/types';

const admin = { ...me, role: 'admin' } as const;
const sales: Team = { id: 't1', version: 'v1', name: 'Sales', members: [anna, ben] };
const nobody: AudiencePreview = { people: [], count: 0, messages: 0, warnings: [], records: 0 };
const written = (team: Team) => ({ ...team, change: { id: 'ch1', kind: 'team_changed', undoUntil: null } });
let api: FakeApi;

beforeEach(() => {
  api = new FakeApi()
    .on('GET /admin/teams', page(sales))
    .on('GET /users', page(...[anna, ben, chie].map((one) => ({ ...one, email: `${one.id}@contoso.example` }))))
    .on('POST /audience-previews', nobody);
});

const press = async (name: string | RegExp) => userEvent.click(await screen.findByRole('button', { name }));

describe('teams', () => {
  it('S6 tells by number what a new member would see before it happens, and does both or neither', async () => {
    const preview = { ...nobody, people: [{ ...chie, messages: 12 }], count: 1, messages: 12, records: 4 };
    api
      .on('POST /audience-previews', preview)
      .on('PATCH /admin/teams/t1', written({ ...sales, version: 'v2', members: [anna, ben, chie] }));
    renderPages('/admin/teams', admin);
    await press('Members');
    await userEvent.click(await screen.findByRole('checkbox', { name: 'Chie Tanaka' }));
    expect(await screen.findByText('Newly seen by Chie Tanaka: 12 messages.')).toBeVisible();
    expect(screen.getByText('4 records are concerned.')).toBeVisible();
    expect(api.of('PATCH /admin/teams/t1')).toHaveLength(0);
    await press('Change members, and show mail to 1 person');
    expect(await screen.findByText('Sales has 3 members now. 1 person sees more mail.')).toBeVisible();
    expect(api.of('POST /audience-previews')[0]?.body).toEqual({
      team: { teamId: 't1', memberIds: ['anna', 'ben', 'chie'] },
    });
    expect(api.of('PATCH /admin/teams/t1')[0]?.body).toEqual({ version: 'v1', memberIds: ['anna', 'ben', 'chie'] });
    expect(screen.queryByRole('button', { name: 'Undo' })).not.toBeInTheDocument();
  });

  it('says who loses sight when a member goes', async () => {
    api.on('POST /audience-previews', {
      ...nobody,
      losing: [{ ...ben, messages: 1 }],
      losingCount: 1,
      losingMessages: 1,
    });
    renderPages('/admin/teams', admin);
    await press('Members');
    await userEvent.click(await screen.findByRole('checkbox', { name: 'Ben Okafor' }));
    expect(await screen.findByText('No longer seen by Ben Okafor: 1 message.')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Change members' })).toBeEnabled();
  });

  it('previews anew what somebody else changed meanwhile, instead of writing over it', async () => {
    let isFirst = true;
    api.on('PATCH /admin/teams/t1', () => {
      if (!isFirst) return written({ ...sales, version: 'v3', members: [anna, chie] });
      isFirst = false;
      api.on('GET /admin/teams', page({ ...sales, version: 'v2', members: [anna] }));
      return problem(409, 'version_conflict');
    });
    renderPages('/admin/teams', admin);
    await press('Members');
    await userEvent.click(await screen.findByRole('checkbox', { name: 'Chie Tanaka' }));
    await press('Change members');
    expect(await screen.findByText(/Someone changed it at the same time/)).toBeVisible();
    await waitFor(() => expect(api.of('POST /audience-previews')).toHaveLength(2));
    await press('Change members');
    await waitFor(() =>
      expect(api.of('PATCH /admin/teams/t1')[1]?.body).toEqual({ version: 'v2', memberIds: ['anna', 'chie'] }),
    );
  });

  it('makes a team with its first members', async () => {
    api
      .on('GET /admin/teams', page())
      .on('POST /admin/teams', written({ id: 't2', version: 'v1', name: 'North', members: [ben] }));
    renderPages('/admin/teams', admin);
    expect(await screen.findByText(/No teams yet/)).toBeVisible();
    await press('New team');
    await userEvent.type(screen.getByLabelText(/Name of the team/), 'North');
    await userEvent.click(await screen.findByRole('checkbox', { name: 'Ben Okafor' }));
    expect(await screen.findByText('Nobody gains sight of any mail.')).toBeVisible();
    await press('Make team');
    expect(await screen.findByText('North is there, with 1 member.')).toBeVisible();
    expect(api.of('POST /admin/teams')[0]?.body).toEqual({ name: 'North', memberIds: ['ben'] });
  });

  it('renames one, and says what to do where the name is taken', async () => {
    api.on('PATCH /admin/teams/t1', problem(409, 'name_taken'));
    renderPages('/admin/teams', admin);
    await press('Rename');
    await userEvent.type(screen.getByLabelText(/Name of the team/), ' East{Enter}');
    expect(await screen.findByText(/Another team has this name/)).toBeVisible();
    expect(api.of('PATCH /admin/teams/t1')[0]?.body).toEqual({ version: 'v1', name: 'Sales East' });
  });

  it('deletes one after saying what goes, and keeps the focus on the page', async () => {
    api.on('DELETE /admin/teams/t1', () => {
      api.on('GET /admin/teams', page());
      return { change: null };
    });
    renderPages('/admin/teams', admin);
    const row = await screen.findByRole('group', { name: 'Sales' });
    await userEvent.click(within(row).getByRole('button', { name: 'Delete' }));
    await press('Delete Sales');
    expect(await screen.findByText(/Deleted Sales/)).toBeVisible();
    expect(screen.getByRole('heading', { level: 1 })).toHaveFocus();
    expect(await screen.findByText(/No teams yet/)).toBeVisible();
  });

  it('is the admins’ alone: others are told so, and nothing is asked', async () => {
    renderPages('/admin/teams');
    expect(await screen.findByText('This page is for admins of your company.')).toBeVisible();
    expect(screen.queryByRole('link', { name: 'Admin' })).not.toBeInTheDocument();
    expect(api.asked.filter(({ path }) => path.startsWith('/admin'))).toEqual([]);
  });
});
