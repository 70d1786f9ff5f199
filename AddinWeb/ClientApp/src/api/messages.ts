import { call } from './client';
import type {
  Address,
  OwnMessage,
  AudiencePreview,
  AudiencePreviewRequest,
  CapturedMessage,
  OpenMessage,
  Page,
  SharedMessage,
  TrailLine,
  Visibility,
  VisibilityWritten,
  Written,
} from './types';

/** Which mail Outlook shows, as the API is told. */
export interface ItemKeys {
  itemId: string;
  internetMessageId: string;
  mailbox: string;
  /** the sender that Outlook shows: two mails may carry one Message-ID */
  from: string;
}

export const getOpenMessage = (keys: ItemKeys, people: string[], signal?: AbortSignal) =>
  call<OpenMessage>('/open-message', { query: { ...keys, people }, signal });

export const captureMessage = (keys: ItemKeys, again: boolean, key: string) =>
  call<CapturedMessage>('/messages', { method: 'POST', body: { ...keys, again }, key });

export const putMessageVisibility = (id: string, visibility: Visibility, key: string) =>
  call<VisibilityWritten>(`/messages/${id}/visibility`, { method: 'PUT', body: { visibility }, key });

export const putConversationVisibility = (id: string, visibility: Visibility, laterToo: boolean, key: string) =>
  call<VisibilityWritten>(`/conversations/${id}/visibility`, { method: 'PUT', body: { visibility, laterToo }, key });

/** Of a mail that I forwarded. Where it shows mail to more people, 409 would_expose says to how many, unless `expose`. */
export const putSender = (id: string, sender: Address, expose: boolean, key: string) =>
  call<Written>(`/messages/${id}/sender`, {
    method: 'PUT',
    query: { expose: expose ? 'true' : null },
    body: sender,
    key,
  });

export const previewAudience = (request: AudiencePreviewRequest, signal?: AbortSignal) =>
  call<AudiencePreview>('/audience-previews', { method: 'POST', body: request, signal });

export const getTrail = (id: string, signal?: AbortSignal) =>
  call<Page<TrailLine>>(`/messages/${id}/trail`, { signal });

/** Where undoing shows mail to others again, 409 would_expose says to how many, unless `expose` allows it. */
export const undoChange = (id: string, expose: boolean, key: string) =>
  call<Written>(`/changes/${id}`, { method: 'DELETE', query: { expose: expose ? 'true' : null }, key });

/** My messages that others can see now. */
export const getSharedMessages = (cursor?: string, signal?: AbortSignal) =>
  call<Page<SharedMessage>>('/me/shared-messages', { query: { cursor }, signal });

/** One act on many conversations, which is one change. */
export const changeConversations = (conversationIds: string[], change: 'share' | 'make_private', key: string) =>
  call<Written & { changed: string[]; skipped: string[] }>('/conversation-changes', {
    method: 'POST',
    body: { conversationIds, change },
    key,
  });

/** The ids of what can be undone. */
export const changesOf = (...written: (Written | undefined)[]): string[] =>
  written.flatMap((one) => (one?.change?.undoUntil ? [one.change.id] : []));

/** A message of one's own; a colleague's is not asked for this way. */
export const getOwnMessage = (id: string, signal?: AbortSignal) => call<OwnMessage>(`/messages/${id}`, { signal });
