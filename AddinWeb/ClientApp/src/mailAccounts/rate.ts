import type { Completeness, FolderCompleteness } from '../api/mailAccountTypes';

const window = 60_000;
const shortest = 2_000;

interface Sample {
  at: number;
  done: ReadonlyMap<string, number>;
}

/** An answer with those shortly before it: only from them does the page know how fast it goes. */
export interface Watched {
  now: Completeness;
  samples: Sample[];
}

/** What of a folder is decided: here, kept out, or missing. */
export const doneOf = (folder: FolderCompleteness): number =>
  folder.stored + folder.older + folder.drafts + folder.neverCapture + folder.deletedHere + folder.gaps;

export function watch(before: Watched | null, now: Completeness, at: number): Watched {
  const sample = { at, done: new Map(now.folders.map((folder) => [folder.id, doneOf(folder)])) };
  return { now, samples: [...(before?.samples ?? []).filter((one) => at - one.at <= window), sample] };
}

/** Mails of this folder a minute, over the last minute at most; null: not known yet, or none came. */
export function perMinute({ samples }: Watched, folder: string): number | null {
  const known = samples.filter((one) => one.done.has(folder));
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last || last.at - first.at < shortest) return null;
  const came = (last.done.get(folder) ?? 0) - (first.done.get(folder) ?? 0);
  return came > 0 ? Math.round((came * 60_000) / (last.at - first.at)) : null;
}
