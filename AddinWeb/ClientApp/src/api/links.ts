import { call } from './client';
import type { Audience, RecordKind, Written } from './types';

type Linked = Written & { audience?: Audience };

/** A deal, lead or project is linked to the conversation, a person to the message. */
export const putLink = (
  message: { id: string; conversationId: string },
  kind: RecordKind,
  recordId: string,
  key: string,
) =>
  kind === 'person'
    ? call<Linked>(`/messages/${message.id}/links/persons/${recordId}`, { method: 'PUT', key })
    : call<Linked>(`/conversations/${message.conversationId}/links/${kind}`, {
        method: 'PUT',
        body: { recordId },
        key,
      });

/** Of this record alone: sent again, it takes nothing away that was linked in its place meanwhile. */
export const deleteLink = (
  message: { id: string; conversationId: string },
  kind: RecordKind,
  recordId: string,
  key: string,
) =>
  kind === 'person'
    ? call<Linked>(`/messages/${message.id}/links/persons/${recordId}`, { method: 'DELETE', key })
    : call<Linked>(`/conversations/${message.conversationId}/links/${kind}`, {
        method: 'DELETE',
        query: { recordId },
        key,
      });
