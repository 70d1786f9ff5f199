import { call } from './client';
import type { OwnMessage, Page, RecordCard, ReviewItem, Reviewed, Written } from './types';

export type ReviewAct = 'keep' | 'remove' | 'move_address';

export const getReviewList = (cursor?: string, signal?: AbortSignal) =>
  call<Page<ReviewItem>>('/me/review-list', { query: { cursor }, signal });

export const getReviewCount = (signal?: AbortSignal) => call<{ count: number }>('/me/review-list/count', { signal });

/** Where it would show mail to others, 409 would_expose says to whom, unless `expose` allows it. */
export const changeReview = (recordIds: string[], change: ReviewAct, key: string, personId?: string, expose = false) =>
  call<Reviewed>('/me/review-list/changes', {
    method: 'POST',
    query: { expose: expose ? 'true' : null },
    body: { recordIds, change, personId },
    key,
  });

/** Mail in my name with old proof alone that I have not answered yet. */
export const getDoubtfulMail = (cursor?: string, signal?: AbortSignal) =>
  call<Page<OwnMessage>>('/me/doubtful-messages', { query: { cursor }, signal });

/** It is mine. Where that would show it to others, 409 would_expose says to whom, unless `expose` allows it. */
export const confirmMessage = (id: string, expose: boolean, key: string) =>
  call<Written>(`/messages/${id}/confirmation`, { method: 'PUT', query: { expose: expose ? 'true' : null }, key });

export const deleteMessage = (id: string, key: string) => call<Written>(`/messages/${id}`, { method: 'DELETE', key });

export const dismissNotice = (id: string, code: string, key: string) =>
  call<Written>(`/messages/${id}/notices/${code}`, { method: 'DELETE', key });

export const dismissSuggestion = (conversationId: string, recordId: string, key: string) =>
  call<Written>(`/conversations/${conversationId}/suggestions/${recordId}`, { method: 'DELETE', key });

/** A person of each of these addresses of my mail; would_expose as above. */
export const createPersons = (messageId: string, addresses: string[], expose: boolean, key: string) =>
  call<Written & { persons: RecordCard[] }>(`/messages/${messageId}/persons`, {
    method: 'POST',
    query: { expose: expose ? 'true' : null },
    body: { addresses },
    key,
  });
