import { hasWord, type Words } from '../words/words';

/** The folder's name, with our own word for those that every mailbox has: Outlook's word may be in another language. */
export function folderName(folder: { name: string; wellKnown: string | null }, words: Words): string {
  const key = `folder_${folder.wellKnown ?? ''}`;
  return hasWord(key) ? words(key) : folder.name;
}

const first = ['inbox', 'sentitems', 'archive', 'drafts', 'outbox', 'junkemail', 'deleteditems'];
const placeOf = (wellKnown: string | null) => {
  const place = first.indexOf(wellKnown ?? '');
  // The rep's own folders stand between what is read and what is thrown away.
  return place < 0 ? 2.5 : place;
};

/** Inbox and sent first, then by name. */
export const inOrder = (language: string) => {
  const names = new Intl.Collator(language, { numeric: true });
  return (one: { name: string; wellKnown: string | null }, other: { name: string; wellKnown: string | null }) =>
    placeOf(one.wellKnown) - placeOf(other.wellKnown) || names.compare(one.name, other.name);
};
