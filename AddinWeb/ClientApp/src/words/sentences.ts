import type { ApiError } from '../api/client';
import type { AudiencePreview, LinkView, RecordCard, UserRef, Why } from '../api/types';
import { hasWord, type WordKey, type Words } from './words';

const namesAtMost = 5;

/** "Ben, Chie and 10 others": names up to five, then a count. `count` may exceed the people that are named. */
export function namesOf(people: { displayName: string }[], count: number, language: string, words: Words): string {
  const names = people.slice(0, namesAtMost).map((one) => one.displayName);
  const others = count - names.length;
  // In Japanese a list of units has nothing but blanks between its words.
  const isUnits = others > 0 && language !== 'ja';
  const list = new Intl.ListFormat(language, { type: isUnits ? 'unit' : 'conjunction' }).format(names);
  if (others <= 0) return list;
  return names.length === 0 ? String(count) : words('othersCount', { names: list, count: others });
}

/** A colleague's name; of one who has left it says so (S57). */
export const nameOf = (user: UserRef, words: Words): string =>
  user.left ? words('whoLeft', { name: user.displayName }) : user.displayName;

/** What sharing or linking would show, and to whom, in sentences. */
export function gainOf(preview: AudiencePreview, language: string, words: Words): string[] {
  if (preview.count === 0) return [words('gainNobody')];
  const names = namesOf(preview.people, preview.count, language, words);
  const { count, messages } = preview;
  const gain = words(messages > 1 ? 'gainMessages' : 'gain', { names, count, messages });
  const warnings = preview.warnings.flatMap((warning) => {
    if (warning.code === 'attachments') return [words('attachmentsToo', { names: (warning.names ?? []).join(', ') })];
    if (warning.code === 'quotes_private') return [words('quotesPrivate', { count: warning.messages ?? 1 })];
    return [];
  });
  return [gain, ...warnings];
}

/** Why a link or a suggestion is there; empty when the code is younger than these pages. */
export function whyOf(why: Why, me: string | null, words: Words): string {
  if (why.code === 'by_hand') return byHand(why.by, me, words);
  const key = `why_${why.code}`;
  if (!hasWord(key)) return '';
  const name = why.person?.name ?? why.address ?? words('someoneInMail');
  return words(key, { name, address: why.address ?? '', organization: why.organization?.name ?? '' });
}

const byHand = (by: UserRef | null | undefined, me: string | null, words: Words) =>
  !by || by.id === me ? words('why_by_you') : words('why_by_hand', { name: by.displayName });

/** What a card says of a record, in lines: an organization and an address of a person, one line of the others. */
export function factsOf(record: RecordCard, language: string, words: Words): string[] {
  if (record.kind === 'person') return [record.organization?.name, record.emails?.[0]].flatMap((fact) => fact ?? []);
  const status = `status_${record.status ?? ''}`;
  const facts = [
    words(record.kind),
    hasWord(status) && words(status),
    record.value != null && moneyOf(record.value, record.currency ?? null, language),
    record.organization?.name,
    record.emails?.[0],
  ];
  return [facts.filter(Boolean).join(' · ')];
}

export function moneyOf(value: number, currency: string | null, language: string): string {
  try {
    const style = currency ? ({ style: 'currency', currency } as const) : {};
    return new Intl.NumberFormat(language, { ...style, maximumFractionDigits: 0 }).format(value);
  } catch {
    // A currency that is no ISO code is shown as it was typed.
    return `${new Intl.NumberFormat(language).format(value)} ${currency}`;
  }
}

/** The time alone today, the day and time this year, else the date. */
export function timeOf(date: Date, language: string, now = new Date()): string {
  const time = { hour: 'numeric', minute: '2-digit' } as const;
  if (date.toDateString() === now.toDateString()) return new Intl.DateTimeFormat(language, time).format(date);
  const day = { month: 'short', day: 'numeric' } as const;
  const options = date.getFullYear() === now.getFullYear() ? { ...day, ...time } : { ...day, year: 'numeric' as const };
  return new Intl.DateTimeFormat(language, options).format(date);
}

const errorWords: Record<string, WordKey> = {
  popup_blocked: 'popupBlocked',
  sign_in_cancelled: 'signInCancelled',
  sign_in_needed: 'signedOut',
  consent_needed: 'error_asks',
  not_enrolled: 'notEnrolled',
  guest_not_allowed: 'guest',
  user_left: 'userLeft',
  mailbox_needs_reconnect: 'error_reconnect',
  mail_not_found: 'error_mail_gone',
  another_message: 'error_another_mail',
  mailbox_temporary: 'error_mailbox_busy',
  mailbox_unavailable: 'error_mailbox_none',
  mailbox_permanent: 'error_mailbox',
  mailbox_of_another: 'error_mailbox_of_another',
  draft: 'error_draft',
  not_found: 'error_not_found',
  content_damaged: 'error_content_damaged',
  undo_expired: 'error_too_old',
  already_undone: 'error_undone',
  already_there: 'error_duplicate',
  mail_already_here: 'error_mail_here',
  not_forwarded: 'error_not_forwarded',
  invalid: 'error_invalid',
  confirmation_not_valid: 'error_link',
  address_not_available: 'error_address_taken',
  already_yours: 'error_address_yours',
  too_many_addresses: 'error_address_many',
  mail_not_sent: 'error_mail_not_sent',
  mail_refused: 'error_mail_refused',
  never_capture: 'error_never_capture',
  version_conflict: 'error_conflict',
  too_many_requests: 'error_too_often',
  owner_only: 'error_owner_only',
  already_converted: 'error_converted',
  moved_since: 'error_moved_since',
  too_many_emails: 'error_many_emails',
  name_taken: 'error_name_taken',
  last_admin: 'error_last_admin',
  role_from_directory: 'error_directory_role',
  not_left: 'error_not_left',
};

const fieldWords: Record<string, WordKey> = {
  own_address: 'error_own_address',
  own_domain: 'error_own_domain',
  ours: 'error_ours',
  public_suffix: 'error_public_suffix',
  too_many: 'error_list_full',
  unknown_user: 'error_user_gone',
  not_available: 'error_user_gone',
  not_shared: 'error_not_shared',
  no_mailbox: 'error_shared_none',
  access_denied: 'error_shared_denied',
  belongs_to_user: 'error_of_user',
  already_connected: 'error_shared_there',
};

/** What failed. act: done once, and it may have been done all the same · reading: asked once · repeated: by itself */
type Failed = 'act' | 'reading' | 'repeated';

const awayWords: Record<Failed, { away: WordKey; busy: WordKey }> = {
  act: { away: 'offlineAct', busy: 'busyNow' },
  reading: { away: 'offlineNow', busy: 'busyNow' },
  repeated: { away: 'offline', busy: 'busy' },
};

/** What went wrong, why, and what to do, by the code; by the status where the code is not one of ours. */
export function errorOf(error: ApiError, words: Words, failed: Failed = 'act'): string {
  if (error.code === 'linked_differently') {
    const names = (links?: LinkView[]) => (links ?? []).map(({ record }) => record.name).join(', ');
    return words('error_linked_differently', {
      here: names(error.problem?.links),
      there: names(error.problem?.otherLinks),
    });
  }
  const [field] = Object.values(error.problem?.errors ?? {}).flat();
  const known = (field && fieldWords[field]) ?? errorWords[error.code];
  if (known) return words(known);
  if (error.isPassing) return words(awayWords[failed][error.status === 429 ? 'busy' : 'away']);
  if (error.status === 404) return words('error_not_found');
  if (error.status === 409) return words('error_conflict');
  if (error.status === 403) return words('error_forbidden');
  return words('error_unexpected');
}
