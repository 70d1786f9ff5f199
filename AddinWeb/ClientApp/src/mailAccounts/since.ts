/** From when mail is taken, as it is chosen on the page. `kept`: as it was. */
export type SinceChoice = 'kept' | 'now' | 'month' | 'quarter' | 'year' | 'date' | 'all';

export const sinceChoices = ['now', 'month', 'quarter', 'year', 'date', 'all'] as const;

const monthsBack = { month: 1, quarter: 3, year: 12 };
const everything = '1970-01-01T00:00:00.000Z';

/** The choice as a time; undefined: the API's own, which is now, or as it was. `day`: of a date, as the field has it. */
export function sinceOf(choice: SinceChoice, day: string, now = new Date()): string | undefined {
  if (choice === 'kept') return undefined;
  if (choice === 'all') return everything;
  if (choice === 'now') return now.toISOString();
  // A date without a zone is the rep's own day.
  if (choice === 'date') return new Date(`${day}T00:00`).toISOString();
  return monthsBefore(now, monthsBack[choice]).toISOString();
}

// The 31st has no counterpart in every month: the last day of that month then.
function monthsBefore(now: Date, months: number): Date {
  const back = new Date(now.getFullYear(), now.getMonth() - months, 1);
  const last = new Date(back.getFullYear(), back.getMonth() + 1, 0).getDate();
  back.setDate(Math.min(now.getDate(), last));
  return back;
}

/** The API may say it in another spelling; nothing that old was mail. */
export const isEverything = (since: string): boolean => new Date(since).getFullYear() <= 1970;

/** A day as a date field has it. */
export const dayOf = (date: Date): string =>
  [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
