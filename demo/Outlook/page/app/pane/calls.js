// What the asynchronous members of Office.js do here. Every call names the item that it is for.
import { resultErrors } from '../../office/errors.js';
import { details, internal } from './snapshots.js';
import { isAddress } from '../draft.js';
import { roamingSettingsKey } from './welcome.js';

const mostRecipients = 1000;
const delegatePermissions = 1;

/** @returns a function that answers a call, or throws one of the result errors */
export function createCalls({ mail, api, notifications, person, pane, dialog }) {
  const isInternal = internal(person);
  const asDetails = (who) => details(who, isInternal);
  const asRecipient = ({ displayName, emailAddress }) => ({ name: displayName, address: emailAddress });
  const itemKey = () => mail.message?.id ?? 'draft';

  const forItem = {
    'item.body.getAsync': ({ coercionType }) =>
      body(coercionType, mail.draft?.html ?? mail.message.html, mail.message?.text),
    'item.getAllInternetHeadersAsync': async () => headersOf(await (await source()).text()),
    'item.getAsFileAsync': async () => base64(await source()),
    'item.getSharedPropertiesAsync': () => sharedProperties(),
    'item.notificationMessages.addAsync': ({ key, message }) => notifications.add(itemKey(), key, message),
    'item.notificationMessages.replaceAsync': ({ key, message }) => notifications.replace(itemKey(), key, message),
    'item.notificationMessages.removeAsync': ({ key }) => notifications.remove(itemKey(), key),
    'item.notificationMessages.getAllAsync': () => notifications.of(itemKey()),
    'item.recipients.getAsync': ({ field }) =>
      mail.draft[field].filter(({ address }) => isAddress(address)).map(asDetails),
    'item.recipients.setAsync': ({ field, recipients }) => setRecipients(field, recipients.map(asRecipient)),
    'item.recipients.addAsync': ({ field, recipients }) =>
      setRecipients(field, [...mail.draft[field], ...recipients.map(asRecipient)]),
    'item.from.getAsync': () => asDetails({ name: person.displayName, address: person.address }),
    'item.subject.getAsync': () => mail.draft.subject,
    'item.subject.setAsync': ({ subject }) => mail.draft.setSubject(subject),
    'item.saveAsync': () => mail.saveDraft(),
    'item.getItemIdAsync': () => mail.draft.id ?? fail(resultErrors.itemNotSaved),
    'item.getComposeTypeAsync': () => ({ composeType: composeTypes[mail.draft.kind], coercionType: 'html' }),
  };

  const forMailbox = {
    'mailbox.getSelectedItemsAsync': () => mail.rows.filter(({ id }) => mail.selected.includes(id)).map(selectedItem),
    'mailbox.displayMessageForm': ({ itemId }) => mail.select([itemId]),
    'mailbox.displayNewMessageForm': (form) => mail.write('new', formValues(form)),
    'roamingSettings.saveAsync': ({ settings }) =>
      localStorage.setItem(roamingSettingsKey(person), JSON.stringify(settings)),
    'ui.closeContainer': () => pane.close(),
    'ui.openBrowserWindow': ({ url }) => void window.open(url, '_blank', 'noopener'),
    'ui.displayDialogAsync': (options) => dialog.open(options),
    'ui.closeDialog': () => dialog.close(),
    'ui.messageChild': ({ message }) => dialog.tell(message),
  };

  return async (method, args) => {
    if (forItem[method]) {
      if (args.itemNumber !== pane.itemNumber) fail(resultErrors.itemChanged);
      return await forItem[method](args);
    }
    if (forMailbox[method]) return await forMailbox[method](args);
    return fail(resultErrors.internal);
  };

  function source() {
    return api.source(mail.mailbox, mail.message.id).catch(() => fail(resultErrors.network));
  }

  function setRecipients(field, recipients) {
    if (recipients.length > mostRecipients) fail(resultErrors.tooManyRecipients);
    mail.draft.setRecipients(field, recipients);
  }

  function sharedProperties() {
    if (mail.mailbox === person.address) fail(resultErrors.notShared);
    return {
      owner: mail.mailbox,
      targetMailbox: mail.mailbox,
      targetRestUrl: `${window.location.origin}/v1.0`,
      delegatePermissions,
    };
  }
}

const composeTypes = { new: 'newMail', reply: 'reply', replyAll: 'reply', forward: 'forward' };

function fail(error) {
  throw error;
}

const selectedItem = (row) => ({
  itemId: row.id,
  itemMode: row.isDraft ? 'Compose' : 'Read',
  itemType: 'message',
  subject: row.subject,
  conversationId: row.conversationId,
  internetMessageId: row.internetMessageId,
  hasAttachment: row.hasAttachments,
});

function formValues({ toRecipients = [], ccRecipients = [], bccRecipients = [], subject = '', htmlBody }) {
  const people = (list) =>
    list.map((who) =>
      typeof who === 'string' ? { name: who, address: who } : { name: who.displayName, address: who.emailAddress },
    );
  const values = { to: people(toRecipients), cc: people(ccRecipients), bcc: people(bccRecipients), subject };
  return htmlBody ? { ...values, html: htmlBody } : values;
}

function body(coercionType, html, text) {
  if (coercionType === 'html') return html;
  return text ?? new DOMParser().parseFromString(html, 'text/html').body.innerText;
}

const headersOf = (source) => source.split(/\r?\n\r?\n/, 1)[0].replace(/\r?\n/g, '\r\n');

async function base64(blob) {
  const url = await new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(reader.result));
    reader.addEventListener('error', () => reject(reader.error));
    reader.readAsDataURL(blob);
  });
  return url.slice(url.indexOf(',') + 1);
}
