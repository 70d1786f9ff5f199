import { screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeApi, problem } from '../../test/fakeApi';
import { page, renderPages } from '../../test/renderPages';
import { anna, ben, chie, me } from '../../test/world';
import type { AdminUser, UserRef } from '../api/types';

const admin = { ...me, role: 'admin' } as const;
const userOf = (who: UserRef, change: Partial<AdminUser> = {}): AdminUser => ({
  id: who.id,
  displayName: who.displayName,
  email: `${who.id}@contoso.example`,
  role: 'standard',
  roleFromDirectory: false,
  createdAt: '2026-11-01T08:00:00.000Z',
  leftAt: null,
  teams: [],
  records: 0,
  ...change,
});
const left = { leftAt: '2026-11-20T08:00:00.000Z', records: 6 };
let api: FakeApi;

beforeEach(() => {
  api = new FakeApi().on(
    'GET /admin/users',
    page(
      userOf(chie, { role: 'admin', roleFromDirectory: true }),
      userOf(ben, { teams: [{ id: 't1', name: 'Sales' }], records: 6 }),
      userOf(anna, { role: 'admin' }),
    ),
  );
});

const rowOf = async (name: string) => within(await screen.findByRole('group', { name }));
const hasLeft = () => api.on('GET /admin/users', page(userOf(ben, left), userOf(anna, { role: 'admin' })));

describe('users', () => {
  it('S11 shows role, teams and how many records; nobody shuts out himself, the directory’s admins are its own', async () => {
    renderPages('/admin/users', admin);
    expect(await screen.findByText('in Sales · 6 records')).toBeVisible();
    expect((await rowOf('Anna Berg')).queryAllByRole('button')).toEqual([]);
    expect((await rowOf('Chie Tanaka')).queryByRole('button', { name: 'Make no admin' })).not.toBeInTheDocument();
  });

  it('S57 says what stays and what goes before somebody is marked as left', async () => {
    api.on('PATCH /admin/users/ben', () => {
      hasLeft();
      return { ...userOf(ben, left), change: null };
    });
    renderPages('/admin/users', admin);
    await userEvent.click((await rowOf('Ben Okafor')).getByRole('button', { name: 'Mark as left' }));
    expect(screen.getByText(/shared mail and records stay, and private mail stays unseen/)).toBeVisible();
    expect(screen.getByText(/6 records stay in this name/)).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Mark Ben Okafor as left' }));
    expect(await screen.findByText(/Ben Okafor has left/)).toBeVisible();
    expect(api.of('PATCH /admin/users/ben')[0]?.body).toEqual({ left: true });
    expect(await screen.findByRole('button', { name: 'Give records on…' })).toBeVisible();
    expect(document.activeElement).toHaveTextContent('Ben Okafor');
  });

  it('S6 takes a leaver back after telling how much is seen again', async () => {
    hasLeft()
      .on('POST /audience-previews', { people: [{ ...ben, messages: 9 }], count: 1, messages: 9, warnings: [] })
      .on('PATCH /admin/users/ben', { ...userOf(ben), change: null });
    renderPages('/admin/users', admin);
    await userEvent.click((await rowOf('Ben Okafor')).getByRole('button', { name: 'Take back' }));
    expect(await screen.findByText('Newly seen by Ben Okafor: 9 messages.')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Take Ben Okafor back, and show mail to 1 person' }));
    expect(await screen.findByText('Ben Okafor is back.')).toBeVisible();
    expect(api.of('POST /audience-previews')[0]?.body).toEqual({ return: { userId: 'ben' } });
    expect(api.of('PATCH /admin/users/ben')[0]?.body).toEqual({ left: false });
  });

  it('S57 gives a leaver’s records on by count, blind, after a preview', async () => {
    const counts = { persons: 1, organizations: 0, leads: 2, deals: 3, projects: 0 };
    hasLeft()
      .on('GET /admin/users/ben/record-counts', counts)
      .on('GET /users', page({ ...chie, email: 'chie@contoso.example' }))
      .on('POST /audience-previews', {
        people: [{ ...chie, messages: 4 }],
        count: 1,
        messages: 4,
        warnings: [],
        records: 6,
      })
      .on('POST /admin/users/ben/reassignments', { records: counts, change: null });
    renderPages('/admin/users', admin);
    await userEvent.click((await rowOf('Ben Okafor')).getByRole('button', { name: 'Give records on…' }));
    expect(await screen.findByText('Deals 3 · Leads 2 · People 1')).toBeVisible();
    await userEvent.type(screen.getByRole('searchbox'), 'chi');
    await userEvent.click(await screen.findByRole('radio', { name: /Chie Tanaka/ }));
    expect(await screen.findByText('6 records are concerned.')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Give to Chie Tanaka, and show mail to 1 person' }));
    expect(await screen.findByText('6 records belong to Chie Tanaka now.')).toBeVisible();
    expect(api.of('POST /admin/users/ben/reassignments')[0]?.body).toEqual({ to: 'chie' });
  });

  it('makes an admin, and says why the last one stays', async () => {
    api
      .on('PATCH /admin/users/ben', { ...userOf(ben, { role: 'admin' }), change: null })
      .on('PATCH /admin/users/anna', problem(409, 'last_admin'));
    renderPages('/admin/users', { ...admin, id: 'dora' });
    await userEvent.click((await rowOf('Ben Okafor')).getByRole('button', { name: 'Make admin' }));
    expect(await screen.findByText('Ben Okafor is an admin now.')).toBeVisible();
    await userEvent.click((await rowOf('Anna Berg')).getByRole('button', { name: 'Make no admin' }));
    expect(await screen.findByText(/The company needs an admin/)).toBeVisible();
  });

  it('tells what failed, and reads again', async () => {
    api.on('GET /admin/users', problem(403, 'admin_only'));
    renderPages('/admin/users', admin);
    expect(await screen.findByText(/You have no permission for this/)).toBeVisible();
    hasLeft();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('Ben Okafor')).toBeVisible();
  });
});
