import { beforeEach, describe, expect, it, vi } from 'vitest';
import { currentItem, followSelection, onItemChanged, type OpenMail } from './currentItem';

let mailbox: { item: unknown; userProfile: object; addHandlerAsync: (type: string, handler: () => void) => void };
let select: (item: unknown) => void;

const letter = {
  itemType: 'message',
  itemId: 'A',
  internetMessageId: '<a>',
  subject: 'Offer',
  from: { displayName: 'Taro', emailAddress: 'taro@yamada.example' },
  to: [],
  cc: [],
};

beforeEach(() => {
  mailbox = {
    item: letter,
    userProfile: { emailAddress: 'Anna@contoso.example' },
    addHandlerAsync: (_, handler) => {
      select = (item) => {
        mailbox.item = item;
        handler();
      };
    },
  };
  vi.stubGlobal('Office', {
    context: { mailbox },
    EventType: { ItemChanged: 'olkItemSelectedChanged' },
    MailboxEnums: { ItemType: { Message: 'message' } },
    AsyncResultStatus: { Succeeded: 'succeeded' },
  });
  followSelection();
});

describe('the current item', () => {
  it('follows the selection, each time in a new epoch', () => {
    const told = vi.fn();
    const stop = onItemChanged(told);
    const { epoch } = currentItem();
    select({ ...letter, itemId: 'B', subject: 'Order' });
    expect(currentItem()).toMatchObject({ kind: 'mail', itemId: 'B', subject: 'Order', epoch: epoch + 1 });
    select(null);
    expect(currentItem()).toMatchObject({ kind: 'none', epoch: epoch + 2 });
    expect(told).toHaveBeenCalledTimes(2);
    stop();
  });

  it('is no mail when it is an appointment or is being written', () => {
    select({ ...letter, itemType: 'appointment' });
    expect(currentItem().kind).toBe('other');
    select({ ...letter, subject: { getAsync: () => undefined } });
    expect(currentItem().kind).toBe('other');
  });

  it('knows my own mail whatever the case of the address', () => {
    select({ ...letter, from: { displayName: 'Anna', emailAddress: 'anna@Contoso.example' } });
    expect(currentItem()).toMatchObject({ isMine: true });
  });

  it('lies in my mailbox, or in the shared one that Outlook names', async () => {
    expect(await (currentItem() as OpenMail).mailbox()).toBe('Anna@contoso.example');
    const answer = { status: 'succeeded', value: { targetMailbox: 'team@contoso.example' } };
    select({ ...letter, getSharedPropertiesAsync: (done: (answer: object) => void) => done(answer) });
    expect(await (currentItem() as OpenMail).mailbox()).toBe('team@contoso.example');
  });
});
