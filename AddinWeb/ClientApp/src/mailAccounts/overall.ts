import type { Completeness } from '../api/mailAccountTypes';

export type Overall =
  'reconnect' | 'stopped' | 'retry' | 'noFolders' | 'first' | 'gaps' | 'running' | 'attachments' | 'fresh';

/** How it stands with the whole mailbox: what asks for the rep comes first, and nothing is fresh over a gap (R69). */
export function overallOf({ account, folders, healthy }: Completeness): Overall {
  if (account.state === 'reconnect_needed') return 'reconnect';
  if (account.state === 'stopped') return 'stopped';
  if (account.trouble) return 'retry';
  if (folders.length === 0) return 'noFolders';
  if (folders.some((folder) => folder.phase !== 'following')) return 'first';
  if (folders.some((folder) => !folder.upToDate)) return 'running';
  if (folders.some((folder) => folder.gaps > 0)) return 'gaps';
  if (!healthy) return 'running';
  return folders.some((folder) => folder.attachmentsPending > 0) ? 'attachments' : 'fresh';
}
