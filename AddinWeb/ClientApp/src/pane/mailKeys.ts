import type { ItemKeys } from '../api/messages';
import type { OpenMessage } from '../api/types';
import type { OpenMail } from '../office/currentItem';

// What the API takes; and of the 8 KB of a request's first line the mail's own ids need the rest.
const mostPeople = 100;
const roomForPeople = 6_000;

/** By what the pane remembers a mail. */
export const keyOf = (mail: OpenMail): string => `${mail.itemId}|${mail.internetMessageId}`;

/** Asks Outlook whose mailbox it is. */
export const keysOf = async ({ itemId, internetMessageId, mailbox, from }: OpenMail): Promise<ItemKeys> => ({
  itemId,
  internetMessageId,
  mailbox: await mailbox(),
  from: from.address,
});

/** The sender first, and only as many of the others as one request takes. */
export function peopleIn({ from, to, cc }: OpenMail): string[] {
  const everyone = new Set([from, ...to, ...cc].map((one) => one.address.toLowerCase()).filter(Boolean));
  let room = roomForPeople;
  return [...everyone]
    .filter((address) => {
      const length = new URLSearchParams({ people: address }).toString().length + 1;
      if (length > room) return false;
      room -= length;
      return true;
    })
    .slice(0, mostPeople);
}

// Of a mail that is not here the API knows the addresses alone; the names are those that Outlook shows.
export function named(open: OpenMessage, { from, to, cc }: OpenMail): OpenMessage {
  const names = new Map([from, ...to, ...cc].map((one) => [one.address.toLowerCase(), one.name]));
  const participants = open.participants.map((one) => ({
    ...one,
    name: one.name || (names.get(one.address.toLowerCase()) ?? ''),
  }));
  return { ...open, participants };
}

export const isAnswerTo = (open: OpenMessage, keys: ItemKeys): boolean =>
  (open.itemId ?? '') === keys.itemId && (open.internetMessageId ?? '') === keys.internetMessageId;
