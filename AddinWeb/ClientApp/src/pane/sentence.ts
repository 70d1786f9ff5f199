import type { Audience } from '../api/types';
import { gainOf, namesOf } from '../words/sentences';
import type { Words } from '../words/words';
import type { Entry } from './outbox';
import type { Said } from './session';

/** What happened and what it means, in one breath. */
export function sentenceOf(
  { action, record, before, after, undo, later }: Said,
  language: string,
  words: Words,
): string {
  const seen = after?.count ?? 0;
  const name = record?.name ?? '';
  switch (action.kind) {
    case 'capture':
      return words('said_capture', { audience: seen > 0 ? words('youAndOthers', { count: seen }) : words('onlyYou') });
    case 'link':
      return seen > 0 && record?.kind !== 'person'
        ? words('said_linkedAndShared', { name, count: seen })
        : words('said_linked', { name });
    case 'unlink': {
      const names = lostNames(before?.audience ?? null, after, language, words);
      return names ? words('said_hiddenFrom', { name, names }) : words('said_unlinked', { name });
    }
    case 'create':
      return words('said_created', { name });
    case 'review':
      return words(action.change === 'keep' ? 'said_kept' : 'said_personRemoved', { name });
    case 'createPersons':
      return words('said_createdPersons', { count: action.addresses.length });
    case 'refuse':
      return words('said_refused', { name });
    case 'dismissNotice':
      return words('said_dismissed');
    case 'confirm':
      return seen > 0 ? words('said_confirmedShown', { count: seen }) : words('said_confirmed');
    case 'disown':
      return words('said_disowned');
    case 'visibility': {
      if (action.visibility === 'shared')
        return seen > 0 ? words('said_shared', { count: seen }) : words('said_sharedNobody');
      const names = lostNames(before?.audience ?? null, after, language, words);
      return names ? words('said_privateFrom', { names, count: before?.audience?.count ?? 1 }) : words('said_private');
    }
    case 'never_capture':
      return words('said_neverCapture', { name: action.entry });
    case 'sender':
      return words('said_sender', { name: action.sender.name || action.sender.address });
    case 'split':
      if (undo.length === 0) return words('said_splitNothing');
      return action.later ? words('said_splitLater', { count: action.later }) : words('said_split');
    case 'join': {
      const name = action.other.subject.trim() || words('noSubject');
      if (later === 'private') return words('said_joinedPrivate', { name });
      return seen > (before?.audience?.count ?? 0)
        ? words('said_joinedShown', { name, count: seen })
        : words('said_joined', { name });
    }
    case 'refuseJoin':
      return words('said_notTheSame');
    case 'undo':
      return seen > 0 ? words('said_undoneShown', { count: seen }) : words('said_undone');
  }
}

/** What an action that waits for consent would show, and the button that gives it. */
export function questionOf(
  { action: { kind }, preview }: Entry,
  language: string,
  words: Words,
): { text: string; label: string } {
  const count = preview?.count ?? 0;
  if (kind === 'undo') return { text: words('undoShows', { count }), label: words('undoAndShow', { count }) };
  if (kind === 'sender') return { text: words('correctShows', { count }), label: words('correctAndShow', { count }) };
  const gain = preview ? gainOf(preview, language, words).join(language === 'ja' ? '' : ' ') : '';
  return { text: words('shareWaited', { gain }), label: count > 0 ? words('shareWith', { count }) : words('share') };
}

// Two names are enough of a reminder here; who it was stands in the trail.
function lostNames(before: Audience | null, after: Audience | null, language: string, words: Words): string {
  const still = new Set(after?.people.map((one) => one.id));
  const lost = (before?.people ?? []).filter((one) => !still.has(one.id));
  const count = (before?.count ?? 0) - (after?.count ?? 0);
  return count > 0 ? namesOf(lost.slice(0, 2), count, language, words) : '';
}
