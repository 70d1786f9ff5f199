import type { ApiError } from '../api/client';
import { errorOf } from '../words/sentences';
import { hasWord, type Words } from '../words/words';

// Nobody signs in to a shared mailbox: what a person would mend by a sign-in, permissions mend.
const isPermission = (code: string) =>
  /^(consent_required|access_denied|sign_in_(expired|refused|missing))$/.test(code);

/** What stands in the way of a mailbox, and what to do, by its code. */
export function troubleOf(code: string, words: Words, isShared = false): string {
  const ofShared = `trouble_shared_${isPermission(code) ? 'permission_lost' : code}`;
  if (isShared && hasWord(ofShared)) return words(ofShared);
  const key = `trouble_${code}`;
  return words(hasWord(key) ? key : 'trouble_unknown');
}

/** What went wrong with a call about a mailbox. */
export function mailboxErrorOf(error: ApiError, words: Words): string {
  if (error.code === 'mailbox_unavailable') return words('trouble_unavailable');
  if (error.code === 'mailbox_not_found') return words('trouble_no_mailbox');
  if (error.code === 'folders_not_known') return words('error_folders_not_known');
  if (error.problem?.errors?.folderIds?.includes('unknown')) return words('error_folders_changed');
  if (error.code.startsWith('mailbox_')) return troubleOf(error.problem?.reason ?? '', words);
  return errorOf(error, words);
}

export const needsReconnect = (error: ApiError | null): boolean => error?.code === 'mailbox_needs_reconnect';
