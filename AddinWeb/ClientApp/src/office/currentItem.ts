export interface MailAddress {
  name: string;
  address: string;
}

export interface OpenMail {
  kind: 'mail';
  /** grows with every change of selection: what belongs to another epoch belongs to another mail */
  epoch: number;
  itemId: string;
  internetMessageId: string;
  subject: string;
  from: MailAddress;
  to: MailAddress[];
  cc: MailAddress[];
  date: Date | null;
  isMine: boolean;
  /** the mailbox that the mail lies in; asks Outlook where the mailbox is a shared one */
  mailbox(): Promise<string>;
}

/** none: nothing or several selected · other: an appointment, a mail being written, or one without any id */
export type CurrentItem = OpenMail | { kind: 'none' | 'other'; epoch: number };

let epoch = 0;
let current: CurrentItem = { kind: 'none', epoch };
const listeners = new Set<() => void>();

export const currentItem = (): CurrentItem => current;

export function onItemChanged(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Reads the selected item and, where the pane is pinned, follows the selection. Office must be ready. */
export function followSelection(): void {
  read();
  Office.context.mailbox.addHandlerAsync(Office.EventType.ItemChanged, read);
}

// Everything is copied at once: a moment later Outlook's item may be another one.
function read(): void {
  epoch += 1;
  const item = Office.context.mailbox.item as Office.MessageRead | null | undefined;
  current = item ? readItem(item, epoch) : { kind: 'none', epoch };
  listeners.forEach((listener) => listener());
}

function readItem(item: Office.MessageRead, epoch: number): CurrentItem {
  const isBeingWritten = typeof item.subject !== 'string';
  const hasId = Boolean(item.itemId || item.internetMessageId);
  if (item.itemType !== Office.MailboxEnums.ItemType.Message || isBeingWritten || !hasId)
    return { kind: 'other', epoch };
  const user = Office.context.mailbox.userProfile.emailAddress;
  const from = addressOf(item.from ?? item.sender);
  return {
    kind: 'mail',
    epoch,
    itemId: item.itemId ?? '',
    internetMessageId: item.internetMessageId ?? '',
    subject: item.subject,
    from,
    to: (item.to ?? []).map(addressOf),
    cc: (item.cc ?? []).map(addressOf),
    date: item.dateTimeCreated ?? null,
    isMine: from.address.toLowerCase() === user.toLowerCase(),
    mailbox: () => mailboxOf(item, user),
  };
}

const addressOf = (one: Office.EmailAddressDetails | undefined): MailAddress => ({
  name: one?.displayName ?? '',
  address: one?.emailAddress ?? '',
});

// Outlook offers this member only on items of shared folders and mailboxes.
function mailboxOf(item: Office.MessageRead, user: string): Promise<string> {
  if (typeof item.getSharedPropertiesAsync !== 'function') return Promise.resolve(user);
  return new Promise((resolve, reject) =>
    item.getSharedPropertiesAsync((answer) =>
      answer.status === Office.AsyncResultStatus.Succeeded
        ? resolve(answer.value.targetMailbox ?? answer.value.owner)
        : reject(new Error(answer.error.message)),
    ),
  );
}
