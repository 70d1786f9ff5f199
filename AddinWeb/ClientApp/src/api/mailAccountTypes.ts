import type { UserRef } from './types';

// GET | POST /api/mail-accounts, GET | DELETE /api/mail-accounts/{id}

/** choosing: nothing is read before folders and a date are chosen · stopped: the mailbox refuses for good */
export type MailAccountState = 'choosing' | 'syncing' | 'reconnect_needed' | 'stopped';

export interface MailAccount {
  id: string;
  provider: string;
  address: string;
  state: MailAccountState;
  /** a code of what stands in the way */
  trouble: string | null;
  /** what the next sign-in must satisfy, as JSON for the sign-in library */
  claims: string | null;
  connectedAt: string;
  allFolders: boolean;
  /** null before a date is chosen */
  since: string | null;
  lastSuccessAt: string | null;
  /** set with `trouble` where it is tried again by itself */
  nextTryAt: string | null;
  foldersKnown: boolean;
  /** nobody's own: the reader is its steward, and an admin connected it */
  shared: boolean;
}

// GET | POST /api/admin/shared-mailboxes, DELETE /api/admin/shared-mailboxes/{id}
export interface SharedMailbox {
  id: string;
  address: string;
  /** whose mail it becomes */
  steward: UserRef;
  state: MailAccountState;
  trouble: string | null;
  connectedAt: string;
}

// GET /api/mail-accounts/{id}/folders
export interface MailFolder {
  id: string;
  parentId: string | null;
  name: string;
  /** such as inbox, for the page's own word */
  wellKnown: string | null;
  /** as the mailbox counts, items that are no mail among them */
  items: number;
  unread: number;
  chosen: boolean;
  /** "all folders" means this one, too */
  withAll: boolean;
}

// PUT /api/mail-accounts/{id}/scope
export interface SyncScope {
  scope: 'all' | 'selected';
  folderIds?: string[];
  /** absent: now; of an account that syncs: as it was */
  since?: string;
}

// GET /api/mail-accounts/{id}/completeness
export interface Completeness {
  account: MailAccount;
  /** everything in scope is here or kept out by a rule, and nothing stands in the way */
  healthy: boolean;
  folders: FolderCompleteness[];
  /** the newest 200 */
  gaps: MailGap[];
  /** acts of the rep that the mailbox has not followed yet */
  waitingWrites: number;
  /** the oldest 50 of them */
  writes: WaitingWrite[];
}

/**
 * `mailbox` = `stored` + what is kept out + `gaps`; while the first round runs, what the mailbox says that it holds.
 * `attachmentsPending` and `withoutAttachments` are among the stored.
 */
export interface FolderCompleteness {
  id: string;
  name: string;
  wellKnown: string | null;
  phase: 'first' | 'rest' | 'following';
  upToDate: boolean;
  mailbox: number;
  stored: number;
  attachmentsPending: number;
  withoutAttachments: number;
  older: number;
  drafts: number;
  neverCapture: number;
  deletedHere: number;
  gaps: number;
  lastSuccessAt: string | null;
  comparedAt: string | null;
}

/** A mail of the mailbox that is not here. `nextTryAt` null: it waits for the rep. */
export interface MailGap {
  itemId: string;
  folderId: string;
  subject: string;
  receivedAt: string | null;
  reason: string | null;
  attempts: number;
  nextTryAt: string | null;
}

/** `messageId` and `subject` null: the mail is no longer here. `reason`: what stood in the way when it was tried. */
export interface WaitingWrite {
  kind: 'read' | 'archived' | 'deleted';
  messageId: string | null;
  subject: string | null;
  at: string;
  attempts: number;
  reason: string | null;
  nextTryAt: string;
}
