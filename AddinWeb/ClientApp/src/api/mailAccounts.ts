import { call } from './client';
import type {
  Completeness,
  MailAccount,
  MailAccountList,
  MailFolder,
  SharedMailbox,
  SyncScope,
} from './mailAccountTypes';
import type { Page, Written } from './types';

const path = (id: string) => `/mail-accounts/${id}`;

export const getMailAccounts = (signal?: AbortSignal) => call<MailAccountList>('/mail-accounts', { signal });

/** What admins see of shared mailboxes: whose they are and how they stand, never folders or mail. */
export const getSharedMailboxes = (signal?: AbortSignal) =>
  call<Page<SharedMailbox>>('/admin/shared-mailboxes', { signal });

export const connectSharedMailbox = (address: string, stewardId: string, key: string) =>
  call<SharedMailbox & Written>('/admin/shared-mailboxes', { method: 'POST', body: { address, stewardId }, key });

export const disconnectSharedMailbox = (id: string, key: string) =>
  call<Written>(`/admin/shared-mailboxes/${id}`, { method: 'DELETE', key });

/** Connects the rep's own mailbox with the sign-in of now; connected already, that is renewed. */
export const connectMailbox = (key: string) => call<MailAccount & Written>('/mail-accounts', { method: 'POST', key });

export const disconnectMailbox = (id: string, key: string) => call<Written>(path(id), { method: 'DELETE', key });

export const getFolders = (id: string, signal?: AbortSignal) =>
  call<Page<MailFolder>>(`${path(id)}/folders`, { signal });

export const chooseScope = (id: string, scope: SyncScope, key: string) =>
  call<MailAccount & Written>(`${path(id)}/scope`, { method: 'PUT', body: scope, key });

/** Looks for new mail now; tries again what stopped. */
export const syncNow = (id: string, key: string) =>
  call<MailAccount & Written>(`${path(id)}/syncs`, { method: 'POST', key });

/** Goes on with the sign-in of now. */
export const reconnectMailbox = (id: string, key: string) =>
  call<MailAccount & Written>(`${path(id)}/reconnections`, { method: 'POST', key });

export const getCompleteness = (id: string, signal?: AbortSignal) =>
  call<Completeness>(`${path(id)}/completeness`, { signal });

/** Tries these missing mails now; answers how many there are still. */
export const fetchGaps = (id: string, itemIds: string[], key: string) =>
  call<{ items: number }>(`${path(id)}/fetches`, { method: 'POST', body: { itemIds }, key });
