import { deliver, optionsAndCallback, plainCall } from './asyncCall.js';
import { nullArgument, outOfRange, wrongArgument, wrongType } from './errors.js';

/** @typedef {import('./asyncCall.js').Calls} Calls */

const mostPerCall = 100;
const longestDisplayName = 255;
const longestAddress = 571;

/** To, Cc or Bcc of the mail being written. @param {Calls} host @param {'to' | 'cc' | 'bcc'} field */
export function createRecipients(host, field) {
  /** @param {'addAsync' | 'setAsync'} method @param {{ callbackRequired?: boolean }} [rule] */
  const writing =
    (method, rule) =>
    /** @param {any[]} recipients @param {any[]} rest */
    (recipients, ...rest) => {
      const caller = optionsAndCallback(rest, rule);
      deliver(host.call(`item.recipients.${method}`, { field, recipients: normalised(recipients) }), caller);
    };

  return {
    getAsync: /** @param {any[]} rest */ (...rest) => {
      const caller = optionsAndCallback(rest, { callbackRequired: true });
      deliver(host.call('item.recipients.getAsync', { field }), caller);
    },
    addAsync: writing('addAsync'),
    setAsync: writing('setAsync'),
  };
}

/** @param {any} recipients */
function normalised(recipients) {
  if (recipients === undefined || recipients === null) throw nullArgument('recipients');
  if (!Array.isArray(recipients)) throw wrongType('recipients');
  if (recipients.length > mostPerCall) throw outOfRange('recipients', recipients.length);
  return recipients.map((recipient, index) => {
    if (typeof recipient === 'string') return checked({ displayName: recipient, emailAddress: recipient });
    if (typeof recipient !== 'object' || recipient === null) throw wrongArgument(`recipients[${index}]`);
    return checked({
      displayName: recipient.displayName ?? recipient.emailAddress ?? '',
      emailAddress: recipient.emailAddress ?? '',
    });
  });
}

/** @param {{ displayName: string, emailAddress: string }} recipient */
function checked(recipient) {
  if (recipient.displayName.length > longestDisplayName) throw outOfRange('displayName', recipient.displayName.length);
  if (recipient.emailAddress.length > longestAddress) throw outOfRange('emailAddress', recipient.emailAddress.length);
  return recipient;
}

/** @param {Calls} host */
export const createFrom = (host) => ({ getAsync: plainCall(host, 'item.from.getAsync') });
