import { ApiError } from './client';
import type { AudiencePreview, RecordCard } from './types';

/** The action would let people see mail that they do not see now: ask first, then do it with `consented`. */
export class ConsentNeeded extends Error {
  constructor(
    readonly preview: AudiencePreview,
    /** the record it would be seen through; null for an undo */
    readonly record: RecordCard | null,
    /** what was changed before the question came up: the record made for the mail */
    readonly changes: string[] = [],
  ) {
    super('consent needed');
    this.name = 'ConsentNeeded';
  }
}

/** The API's own question, 409 would_expose, as ours. */
export const askingFirst = <T>(call: Promise<T>): Promise<T> =>
  call.catch((error) => {
    if (!(error instanceof ApiError) || error.code !== 'would_expose') throw error;
    const { count = 0, messages = 1, people = [] } = error.problem ?? {};
    throw new ConsentNeeded(
      { people: people.map((one) => ({ ...one, messages })), count, messages, warnings: [] },
      null,
    );
  });
