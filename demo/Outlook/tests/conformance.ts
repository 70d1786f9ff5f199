// What the stand-in offers, held to @types/office-js: each member must take and give what the real one does.
import { createContext } from '../page/office/context.js';
import * as enums from '../page/office/enums.js';
import type { HostLink } from '../page/office/hostLink.js';
import { createComposeItem, createReadItem } from '../page/office/items.js';
import { createDialogUi, createUi } from '../page/office/ui.js';

type Same<Part> = Record<keyof Part, unknown>;
declare const host: HostLink;

createReadItem({}, host) satisfies Pick<
  Office.MessageRead,
  | 'itemId'
  | 'internetMessageId'
  | 'conversationId'
  | 'subject'
  | 'normalizedSubject'
  | 'from'
  | 'sender'
  | 'to'
  | 'cc'
  | 'dateTimeCreated'
  | 'dateTimeModified'
  | 'itemClass'
  | 'itemType'
  | 'attachments'
  | 'notificationMessages'
  | 'getAllInternetHeadersAsync'
  | 'getAsFileAsync'
  | 'getSharedPropertiesAsync'
>;
createReadItem({}, host).body satisfies Pick<Office.Body, 'getAsync'>;

createComposeItem({}, host) satisfies Pick<
  Office.MessageCompose,
  | 'itemType'
  | 'conversationId'
  | 'to'
  | 'cc'
  | 'bcc'
  | 'from'
  | 'subject'
  | 'notificationMessages'
  | 'getItemIdAsync'
  | 'saveAsync'
  | 'getComposeTypeAsync'
  | 'getSharedPropertiesAsync'
>;

const context = createContext(host, {}, '');
context satisfies Pick<
  Office.Context,
  'displayLanguage' | 'contentLanguage' | 'partitionKey' | 'officeTheme' | 'requirements' | 'roamingSettings'
>;
context satisfies Same<Pick<Office.Context, 'host' | 'platform' | 'diagnostics'>>;
context.mailbox satisfies Pick<
  Office.Mailbox,
  | 'item'
  | 'userProfile'
  | 'diagnostics'
  | 'addHandlerAsync'
  | 'removeHandlerAsync'
  | 'convertToRestId'
  | 'convertToEwsId'
  | 'getSelectedItemsAsync'
  | 'displayMessageForm'
  | 'displayMessageFormAsync'
  | 'displayNewMessageForm'
  | 'displayNewMessageFormAsync'
>;
createUi(host, '') satisfies Pick<
  Office.UI,
  'displayDialogAsync' | 'closeContainer' | 'openBrowserWindow' | 'messageParent'
>;
createDialogUi(host) satisfies Pick<Office.UI, 'messageParent' | 'addHandlerAsync'>;

enums.mailboxEnums.RestVersion satisfies Record<keyof typeof Office.MailboxEnums.RestVersion, string>;
enums.mailboxEnums.ItemNotificationMessageType satisfies Record<
  keyof typeof Office.MailboxEnums.ItemNotificationMessageType,
  string
>;
enums.mailboxEnums.RecipientType satisfies Record<keyof typeof Office.MailboxEnums.RecipientType, string>;
enums.mailboxEnums.ItemType satisfies Record<keyof typeof Office.MailboxEnums.ItemType, string>;
enums.platformType satisfies Record<keyof typeof Office.PlatformType, string>;
enums.asyncResultStatus satisfies Record<keyof typeof Office.AsyncResultStatus, string>;
enums.hostType satisfies Partial<Record<keyof typeof Office.HostType, string>>;
enums.eventType satisfies Partial<Record<keyof typeof Office.EventType, string>>;
enums.mailboxEnums satisfies Partial<Record<keyof typeof Office.MailboxEnums, object>>;
