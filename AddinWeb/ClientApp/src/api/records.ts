import { call } from './client';
import type { Deal, Lead, Page, Person, RecordCard, RecordKind, Written } from './types';

export interface NewPerson {
  name: string;
  emails: string[];
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
