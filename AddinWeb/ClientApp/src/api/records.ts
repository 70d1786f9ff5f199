import { call, send } from './client';
import { pathOf } from './paths';
import type {
  Deal,
  Duplicate,
  Lead,
  MessageBody,
  Note,
  Organization,
  Page,
  Person,
  Project,
  RecordCard,
  RecordKind,
  RecordMessage,
  UserRef,
  VisibleTo,
  Written,
} from './types';

export type AnyRecord = Person | Organization | Lead | Deal | Project;

export interface NewPerson {
  name: string;
  emails: string[];
  organizationId?: string;
  linkMessageId?: string;
}

export interface NewLead {
  title: string;
  lastName?: string;
  emails: string[];
}

export interface NewDeal {
  title: string;
  personIds: string[];
  value?: number;
  currency?: string;
}

export const findRecords = (q: string, kinds: RecordKind[], signal?: AbortSignal) =>
  call<Page<RecordCard>>('/records', { query: { q, kinds: kinds.join(',') }, signal });

export const createPerson = (person: NewPerson, key: string) =>
  call<Person & Written>('/persons', { method: 'POST', body: person, key });

export const createLead = (lead: NewLead, key: string) =>
  call<Lead & Written>('/leads', { method: 'POST', body: lead, key });

export const createDeal = (deal: NewDeal, key: string) =>
  call<Deal & Written>('/deals', { method: 'POST', body: deal, key });

export const createOrganization = (organization: { name: string }, key: string) =>
  call<Organization & Written>('/organizations', { method: 'POST', body: organization, key });

export const createProject = (project: { title: string }, key: string) =>
  call<Project & Written>('/projects', { method: 'POST', body: project, key });

export const deleteRecord = (kind: RecordKind, id: string, key: string) =>
  call<Written>(`/${pathOf[kind]}/${id}`, { method: 'DELETE', key });

export const getDuplicates = (id: string, signal?: AbortSignal) =>
  call<Page<Duplicate>>(`/persons/${id}/duplicates`, { signal });

/** The other person becomes this one. */
export const mergePersons = (id: string, personId: string, key: string) =>
  call<Person & Written>(`/persons/${id}/merges`, { method: 'POST', body: { personId }, key });

/** The lead becomes part of a deal that is there, or a new one. */
export const convertLead = (
  id: string,
  body: { dealId?: string; deal?: Omit<NewDeal, 'personIds'> & { visibleTo: VisibleTo } },
  key: string,
) => call<Deal & Written>(`/leads/${id}/conversions`, { method: 'POST', body, key });

export const findUsers = (q: string, signal?: AbortSignal) =>
  call<Page<UserRef & { email: string }>>('/users', { query: { q }, signal });

export const listRecords = (kind: RecordKind, query: { q?: string; cursor?: string }, signal?: AbortSignal) =>
  call<Page<AnyRecord>>(`/${pathOf[kind]}`, { query, signal });

export const getRecord = (kind: RecordKind, id: string, signal?: AbortSignal) =>
  call<AnyRecord>(`/${pathOf[kind]}/${id}`, { signal });

/** Any fields; `version` is that of the record as it was read. Somebody else's change meanwhile: 409. */
export const patchRecord = (
  kind: RecordKind,
  id: string,
  body: {
    version: number;
    status?: string;
    visibleTo?: VisibleTo;
    name?: string;
    title?: string;
    emails?: string[];
    owner?: string;
  },
  key: string,
) => call<AnyRecord & Written>(`/${pathOf[kind]}/${id}`, { method: 'PATCH', body, key });

export const getRecordMail = (kind: RecordKind, id: string, cursor?: string, signal?: AbortSignal) =>
  call<Page<RecordMessage>>(`/${pathOf[kind]}/${id}/messages`, { query: { cursor }, signal });

export const getNotes = (kind: RecordKind, id: string, cursor?: string, signal?: AbortSignal) =>
  call<Page<Note>>(`/${pathOf[kind]}/${id}/notes`, { query: { cursor }, signal });

export const addNote = (kind: RecordKind, id: string, text: string, key: string) =>
  call<Note & Written>(`/${pathOf[kind]}/${id}/notes`, { method: 'POST', body: { text }, key });

export const getMessageBody = (id: string, signal?: AbortSignal) =>
  call<MessageBody>(`/messages/${id}/body`, { signal });

/** The attachment's bytes; a browser never shows them in our origin, it saves them. */
export async function getAttachment(id: string, n: number, signal?: AbortSignal): Promise<Blob> {
  return (await send(`/messages/${id}/attachments/${n}`, { signal })).blob();
}
