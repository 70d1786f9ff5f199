import { call } from './client';
import type { AdminUser, Page, RecordCounts, Team, Written } from './types';

export const getTeams = (signal?: AbortSignal) => call<Page<Team>>('/admin/teams', { signal });

export const makeTeam = (name: string, memberIds: string[], key: string) =>
  call<Team & Written>('/admin/teams', { method: 'POST', body: { name, memberIds }, key });

/** From the version that was read: what was previewed is what happens, or nothing does. */
export const patchTeam = (team: Team, change: { name?: string; memberIds?: string[] }, key: string) =>
  call<Team & Written>(`/admin/teams/${team.id}`, { method: 'PATCH', body: { version: team.version, ...change }, key });

export const removeTeam = (id: string, key: string) => call<Written>(`/admin/teams/${id}`, { method: 'DELETE', key });

export const getUsers = (cursor?: string, signal?: AbortSignal) =>
  call<Page<AdminUser>>('/admin/users', { query: { cursor }, signal });

export const patchUser = (id: string, change: { role?: AdminUser['role']; left?: boolean }, key: string) =>
  call<AdminUser & Written>(`/admin/users/${id}`, { method: 'PATCH', body: change, key });

export const countRecords = (id: string, signal?: AbortSignal) =>
  call<RecordCounts>(`/admin/users/${id}/record-counts`, { signal });

/** All records of one who has left become another's. */
export const giveRecords = (from: string, to: string, key: string) =>
  call<{ records: RecordCounts } & Written>(`/admin/users/${from}/reassignments`, {
    method: 'POST',
    body: { to },
    key,
  });
