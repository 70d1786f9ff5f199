import type { Completeness, FolderCompleteness, MailAccount, MailFolder, MailGap } from '../src/api/mailAccountTypes';

// Anna's mailbox as CompanionApi would tell of it.

export const accountOf = (change: Partial<MailAccount> = {}): MailAccount => ({
  id: 'a1',
  provider: 'microsoft365',
  address: 'anna@contoso.example',
  state: 'syncing',
  trouble: null,
  claims: null,
  connectedAt: '2026-11-20T08:00:00.000Z',
  allFolders: true,
  since: '1970-01-01T00:00:00.000Z',
  lastSuccessAt: '2026-11-20T09:30:00.000Z',
  nextTryAt: null,
  foldersKnown: true,
  shared: false,
  ...change,
});

export const folderOf = (id: string, change: Partial<MailFolder> = {}): MailFolder => ({
  id,
  parentId: null,
  name: id,
  wellKnown: null,
  items: 10,
  unread: 0,
  chosen: false,
  withAll: true,
  ...change,
});

export const heldOf = (id: string, change: Partial<FolderCompleteness> = {}): FolderCompleteness => ({
  id,
  name: id,
  wellKnown: null,
  phase: 'following',
  upToDate: true,
  mailbox: 1_204,
  stored: 1_204,
  attachmentsPending: 0,
  withoutAttachments: 0,
  older: 0,
  drafts: 0,
  neverCapture: 0,
  deletedHere: 0,
  gaps: 0,
  lastSuccessAt: '2026-11-20T09:30:00.000Z',
  comparedAt: null,
  ...change,
});

export const gapOf = (itemId: string, change: Partial<MailGap> = {}): MailGap => ({
  itemId,
  folderId: 'inbox',
  subject: `Subject of ${itemId}`,
  receivedAt: '2026-11-19T09:30:00.000Z',
  reason: 'not_readable',
  attempts: 1,
  nextTryAt: '2026-11-20T09:40:00.000Z',
  ...change,
});

export function completenessOf(
  folders: FolderCompleteness[],
  change: Partial<MailAccount> = {},
  gaps: MailGap[] = [],
): Completeness {
  const account = accountOf(change);
  const isHere = folders.every((folder) => folder.upToDate && folder.gaps === 0);
  const healthy = account.state === 'syncing' && !account.trouble && isHere;
  return { account, folders, gaps, healthy, waitingWrites: 0, writes: [] };
}
