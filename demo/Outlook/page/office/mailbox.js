import { deliver, optionsAndCallback, plainCall } from './asyncCall.js';
import { eventType, mailboxEnums } from './enums.js';
import { nullArgument, outOfRange, wrongArgument, wrongType } from './errors.js';
import { createHandlers } from './eventHandlers.js';
import { boundToItem, createComposeItem, createReadItem } from './items.js';

/** @typedef {import('./hostLink.js').HostLink} HostLink */

const mostRecipients = 100;
const longestSubject = 255;
const longestBody = 32 * 1024;

/** Office.context.mailbox. @param {HostLink} host @param {any} welcome */
export function createMailbox(host, welcome) {
  const { raise, ...handlers } = createHandlers([
    eventType.ItemChanged,
    eventType.OfficeThemeChanged,
    eventType.SelectedItemsChanged,
  ]);
  const itemHandlers = createHandlers([eventType.RecipientsChanged]);
  let itemNumber = 0;
  /** @type {any} */
  let item = null;
  open(welcome.item);

  host.on('item', (snapshot) => {
    open(snapshot);
    raise(eventType.ItemChanged);
    raise(eventType.SelectedItemsChanged);
  });
  host.on('theme', (officeTheme) => raise(eventType.OfficeThemeChanged, { officeTheme }));
  host.on('recipients', (changedRecipientFields) =>
    itemHandlers.raise(eventType.RecipientsChanged, { changedRecipientFields }),
  );

  /** @param {any} snapshot null when nothing is selected, or what is selected takes no add-ins */
  function open(snapshot) {
    itemNumber = snapshot?.number ?? 0;
    if (!snapshot) item = null;
    else {
      const calls = boundToItem(host, snapshot.number, () => itemNumber);
      if (snapshot.mode === 'read') item = createReadItem(snapshot, calls);
      else item = { ...createComposeItem(snapshot, calls), ...without(itemHandlers, 'raise') };
    }
  }

  return {
    get item() {
      return item;
    },
    userProfile: /** @type {Office.UserProfile} */ (welcome.userProfile),
    diagnostics: /** @type {Office.Diagnostics} */ (welcome.mailboxDiagnostics),
    ...handlers,
    getSelectedItemsAsync: plainCall(host, 'mailbox.getSelectedItemsAsync', { callbackRequired: true }),
    convertToRestId: /** @param {string} id @param {string} version */ (id, version) => {
      checkConversion(id, version);
      return id.replaceAll('/', '-').replaceAll('+', '_');
    },
    convertToEwsId: /** @param {string} id @param {string} version */ (id, version) => {
      checkConversion(id, version);
      return id.replaceAll('-', '/').replaceAll('_', '+');
    },
    displayMessageForm: /** @param {string} itemId @param {any[]} rest */ (itemId, ...rest) =>
      displayMessage(itemId, rest),
    displayMessageFormAsync: /** @param {string} itemId @param {any[]} rest */ (itemId, ...rest) =>
      displayMessage(itemId, rest),
    displayNewMessageForm: /** @param {any} parameters @param {any[]} rest */ (parameters, ...rest) =>
      displayNewMessage(parameters, rest),
    displayNewMessageFormAsync: /** @param {any} parameters @param {any[]} rest */ (parameters, ...rest) =>
      displayNewMessage(parameters, rest),
  };

  /** @param {any} itemId @param {unknown[]} rest */
  function displayMessage(itemId, rest) {
    const caller = optionsAndCallback(rest);
    if (typeof itemId !== 'string') throw wrongType('itemId');
    if (itemId === '') throw nullArgument('itemId');
    deliver(host.call('mailbox.displayMessageForm', { itemId }), caller);
  }

  /** @param {any} parameters @param {unknown[]} rest */
  function displayNewMessage(parameters, rest) {
    const caller = optionsAndCallback(rest);
    deliver(host.call('mailbox.displayNewMessageForm', checkedForm(parameters)), caller);
  }
}

/** @param {any} id @param {any} version */
function checkConversion(id, version) {
  if (id === undefined || id === null) throw nullArgument('itemId');
  if (version === undefined || version === null) throw nullArgument('restVersion');
  if (!Object.values(mailboxEnums.RestVersion).includes(version)) throw wrongArgument('restVersion');
}

/** @param {any} form */
function checkedForm(form) {
  if (form === undefined || form === null) throw nullArgument('parameters');
  for (const field of ['toRecipients', 'ccRecipients', 'bccRecipients']) {
    if (form[field] === undefined) continue;
    if (!Array.isArray(form[field])) throw wrongType(field);
    if (form[field].length > mostRecipients) throw outOfRange(`${field}.length`, form[field].length);
  }
  checkLength('subject', form.subject, longestSubject);
  checkLength('htmlBody', form.htmlBody, longestBody);
  return structuredClone(form);
}

/** @param {string} name @param {any} value @param {number} longest */
function checkLength(name, value, longest) {
  if (value === undefined || value === null) return;
  if (typeof value !== 'string') throw wrongArgument(name);
  if (value.length > longest) throw outOfRange(name, value.length);
}

/** @template {object} T @template {keyof T} K @param {T} object @param {K} name @returns {Omit<T, K>} */
function without(object, name) {
  const { [name]: _, ...rest } = object;
  return rest;
}
