import { call } from './client';
import type { ConversationDetail, ConversationMoved, Written } from './types';

export const getConversation = (id: string, signal?: AbortSignal) =>
  call<ConversationDetail>(`/conversations/${id}`, { signal });

/** Starts a conversation of its own from a message, `andLater` with all that came after it; the links are copied. */
export const postSplit = (id: string, messageId: string, andLater: boolean, key: string) =>
  call<ConversationMoved>(`/conversations/${id}/splits`, { method: 'POST', body: { messageId, andLater }, key });

/** Where it shows mail to more people, 409 would_expose says to how many, unless `expose`. */
export const postJoin = (id: string, conversationId: string, expose: boolean, key: string) =>
  call<ConversationMoved>(`/conversations/${id}/joins`, {
    method: 'POST',
    query: { expose: expose ? 'true' : null },
    body: { conversationId },
    key,
  });

export const deleteJoinOffer = (id: string, key: string) =>
  call<Written>(`/join-offers/${id}`, { method: 'DELETE', key });
