import type { RecordKind } from './types';

/** The collection of a kind in addresses of the API and of the browser pages. */
export const pathOf: Record<RecordKind, string> = {
  person: 'persons',
  organization: 'organizations',
  lead: 'leads',
  deal: 'deals',
  project: 'projects',
};
