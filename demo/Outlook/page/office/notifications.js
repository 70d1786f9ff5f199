import { deliver, optionsAndCallback, plainCall } from './asyncCall.js';
import { mailboxEnums } from './enums.js';
import { nullArgument, requireString, wrongArgument, wrongType } from './errors.js';

/** @typedef {import('./asyncCall.js').Calls} Calls */

const types = mailboxEnums.ItemNotificationMessageType;
const longestKey = 32;
const longestIcon = 32;
const longestMessage = 150;

/** The bars above a message. @param {Calls} host */
export function createNotifications(host) {
  /** @param {'addAsync' | 'replaceAsync'} method */
  const writing =
    (method) =>
    /** @param {string} key @param {any} message @param {any[]} rest */
    (key, message, ...rest) => {
      const caller = optionsAndCallback(rest);
      requireString('key', key, longestKey);
      check(message);
      deliver(host.call(`item.notificationMessages.${method}`, { key, message: { ...message, key } }), caller);
    };

  return {
    addAsync: writing('addAsync'),
    replaceAsync: writing('replaceAsync'),
    getAllAsync: plainCall(host, 'item.notificationMessages.getAllAsync'),
    /** @param {string} key @param {any[]} rest */
    removeAsync(key, ...rest) {
      const caller = optionsAndCallback(rest);
      requireString('key', key, longestKey);
      deliver(host.call('item.notificationMessages.removeAsync', { key }), caller);
    },
  };
}

/** Each kind of bar has its own must and must-not. @param {any} message */
function check(message) {
  if (message === undefined || message === null) throw nullArgument('JSONmessage');
  requireString('type', message.type);
  if (message.type === types.InformationalMessage) {
    requireString('icon', message.icon, longestIcon);
    if (message.persistent === undefined || message.persistent === null) throw nullArgument('persistent');
    if (typeof message.persistent !== 'boolean') throw wrongType('persistent');
    mustNotHave(message, 'actions');
  } else if (message.type === types.InsightMessage) {
    requireString('icon', message.icon, longestIcon);
    mustNotHave(message, 'persistent');
  } else if (Object.values(types).includes(message.type)) {
    mustNotHave(message, 'icon', 'persistent', 'actions');
  } else throw wrongArgument('type');
  requireString('message', message.message, longestMessage);
}

/** @param {any} message @param {string[]} names */
function mustNotHave(message, ...names) {
  for (const name of names) {
    if (message[name] !== undefined && message[name] !== null) throw wrongArgument(name);
  }
}
