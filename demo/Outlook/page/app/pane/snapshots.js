// The open item as the add-in gets it: the members that are plain values.
import { normalizedSubject } from '../draftFrom.js';
import { setting } from '../settings.js';

const justSent = 5 * 60_000;

/** Reports of delivery take no add-ins. */
export const takesAddIns = (message) => !message.itemClass.startsWith('REPORT.');

export function readSnapshot(message, mail, person, number) {
  const isInternal = internal(person);
  const sent = Date.parse(message.receivedAt);
  const isWithoutId =
    setting('internetMessageId') === 'notJustSent' && message.folder === 'sentitems' && Date.now() - sent < justSent;
  return {
    number,
    mode: 'read',
    itemId: message.id,
    internetMessageId: isWithoutId ? undefined : message.internetMessageId,
    conversationId: message.conversationId,
    subject: message.subject,
    normalizedSubject: normalizedSubject(message.subject),
    from: details(message.from, isInternal),
    sender: details(message.sender ?? message.from, isInternal),
    to: message.to.map((who) => details(who, isInternal)),
    cc: message.cc.map((who) => details(who, isInternal)),
    dateTimeCreated: message.receivedAt,
    dateTimeModified: message.receivedAt,
    itemClass: message.itemClass,
    itemType: 'message',
    attachments: message.attachments.map(attachment),
    isShared: mail.mailbox !== person.address,
  };
}

export const composeSnapshot = (draft, number) => ({
  number,
  mode: 'compose',
  itemType: 'message',
  conversationId: draft.conversationId,
  isShared: false,
});

export const internal = (person) => {
  const domain = person.address.split('@')[1];
  return (address) => address.toLowerCase().endsWith(`@${domain}`);
};

export const details = (who, isInternal) =>
  who && {
    displayName: who.name || who.address,
    emailAddress: who.address,
    appointmentResponse: 'none',
    recipientType: isInternal(who.address) ? 'user' : 'externalUser',
  };

const attachment = ({ n, name, contentType, size, inline, contentId }) => ({
  id: `attachment-${n}`,
  attachmentType: contentType === 'message/rfc822' ? 'item' : 'file',
  name,
  contentType,
  size,
  isInline: inline,
  contentId: contentId ?? '',
});
