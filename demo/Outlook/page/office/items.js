// The open item, as a snapshot: its plain members stay what they were when it was opened. Once another item is open,
// every call through an old one fails with APICallFailedDueToItemChange.
import { deliver, optionsAndCallback, plainCall } from './asyncCall.js';
import { coercionType } from './enums.js';
import { nullArgument, outOfRange, resultErrors, wrongArgument, wrongType } from './errors.js';
import { createNotifications } from './notifications.js';
import { createFrom, createRecipients } from './recipients.js';

/** @typedef {import('./asyncCall.js').Calls} Calls */

const longestSubject = 255;

/**
 * Calls bound to one item: asked or answered after the selection has moved on, they fail.
 * @param {Calls} host @param {number} number which item, counted by the host @param {() => number} current
 * @returns {Calls}
 */
export function boundToItem(host, number, current) {
  const stillOpen = () => {
    if (current() !== number) throw resultErrors.itemChanged;
  };
  return {
    async call(method, args) {
      stillOpen();
      const answer = await host.call(method, { ...args, itemNumber: number });
      stillOpen();
      return answer;
    },
  };
}

/** @param {any} snapshot @param {Calls} host */
export function createReadItem(snapshot, host) {
  return {
    itemId: /** @type {string} */ (snapshot.itemId),
    internetMessageId: /** @type {string} */ (snapshot.internetMessageId),
    conversationId: /** @type {string} */ (snapshot.conversationId),
    subject: /** @type {string} */ (snapshot.subject),
    normalizedSubject: /** @type {string} */ (snapshot.normalizedSubject),
    from: /** @type {Office.EmailAddressDetails} */ (snapshot.from),
    sender: /** @type {Office.EmailAddressDetails} */ (snapshot.sender),
    to: /** @type {Office.EmailAddressDetails[]} */ (snapshot.to),
    cc: /** @type {Office.EmailAddressDetails[]} */ (snapshot.cc),
    dateTimeCreated: new Date(snapshot.dateTimeCreated),
    dateTimeModified: new Date(snapshot.dateTimeModified),
    itemClass: /** @type {string} */ (snapshot.itemClass),
    itemType: /** @type {string} */ (snapshot.itemType),
    attachments: /** @type {Office.AttachmentDetails[]} */ (snapshot.attachments),
    body: createBody(host),
    notificationMessages: createNotifications(host),
    getAllInternetHeadersAsync: plainCall(host, 'item.getAllInternetHeadersAsync'),
    getAsFileAsync: plainCall(host, 'item.getAsFileAsync', { callbackRequired: true }),
    ...sharedProperties(snapshot, host),
  };
}

/** @param {any} snapshot @param {Calls} host */
export function createComposeItem(snapshot, host) {
  return {
    itemType: /** @type {string} */ (snapshot.itemType),
    conversationId: /** @type {string} */ (snapshot.conversationId),
    to: createRecipients(host, 'to'),
    cc: createRecipients(host, 'cc'),
    bcc: createRecipients(host, 'bcc'),
    from: createFrom(host),
    subject: createSubject(host),
    body: createBody(host),
    notificationMessages: createNotifications(host),
    getItemIdAsync: plainCall(host, 'item.getItemIdAsync', { callbackRequired: true }),
    saveAsync: plainCall(host, 'item.saveAsync', { callbackRequired: true }),
    getComposeTypeAsync: plainCall(host, 'item.getComposeTypeAsync', { callbackRequired: true }),
    ...sharedProperties(snapshot, host),
  };
}

// The real one leaves the member out where the item is in the person's own mailbox: pages must test for it.
/** @param {any} snapshot @param {Calls} host */
const sharedProperties = (snapshot, host) =>
  /** @type {{ getSharedPropertiesAsync: (...rest: any[]) => void }} */ (
    snapshot.isShared
      ? { getSharedPropertiesAsync: plainCall(host, 'item.getSharedPropertiesAsync', { callbackRequired: true }) }
      : {}
  );

/** @param {Calls} host */
function createBody(host) {
  return {
    /** @param {any} type @param {any[]} rest */
    getAsync(type, ...rest) {
      const caller = optionsAndCallback(rest);
      if (type === undefined || type === null) throw nullArgument('coercionType');
      if (type !== coercionType.Text && type !== coercionType.Html) throw wrongArgument('coercionType');
      deliver(host.call('item.body.getAsync', { coercionType: type }), caller);
    },
  };
}

/** @param {Calls} host */
function createSubject(host) {
  return {
    getAsync: plainCall(host, 'item.subject.getAsync', { callbackRequired: true }),
    /** @param {string} subject @param {any[]} rest */
    setAsync(subject, ...rest) {
      const caller = optionsAndCallback(rest);
      if (typeof subject !== 'string') throw wrongType('subject');
      if (subject.length > longestSubject) throw outOfRange('subject', subject.length);
      deliver(host.call('item.subject.setAsync', { subject }), caller);
    },
  };
}
