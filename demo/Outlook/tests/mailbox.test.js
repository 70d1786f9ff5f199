import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createContext, createRequirements } from '../page/office/context.js';
import { createFakeHost, result } from './fakeHost.js';

const paneOrigin = 'http://localhost:5080';
const welcome = {
  platform: 'OfficeOnline',
  displayLanguage: 'ja-JP',
  officeTheme: { isDarkTheme: false },
  requirementSets: { Mailbox: '1.16', NestedAppAuth: '1.1' },
  roamingSettings: { seen: true },
  item: { number: 1, mode: 'read', itemId: 'AAMk/first+' },
};
const open = (answers) => {
  const host = createFakeHost(answers);
  return { host, context: createContext(host, welcome, paneOrigin) };
};
const throws = (call, name, paramName) =>
  assert.throws(call, (error) => error.name === `Sys.${name}` && error.paramName === paramName);

test('ItemChanged comes when the new item already stands, and it may be none', async () => {
  const { host, context } = open();
  const seen = [];
  await result((callback) =>
    context.mailbox.addHandlerAsync('olkItemSelectedChanged', () => seen.push(context.mailbox.item?.itemId), callback),
  );

  host.raise('item', { number: 2, mode: 'read', itemId: 'second' });
  host.raise('item', null);

  assert.deepEqual(seen, ['second', undefined]);
  assert.equal(context.mailbox.item, null);
});

test('A removed handler hears nothing', async () => {
  const { host, context } = open();
  let heard = 0;
  await result((callback) => context.mailbox.addHandlerAsync('olkItemSelectedChanged', () => (heard += 1), callback));
  await result((callback) => context.mailbox.removeHandlerAsync('olkItemSelectedChanged', callback));

  host.raise('item', null);

  assert.equal(heard, 0);
});

test('A handler needs an event that Outlook has, and a function', () => {
  const { mailbox } = open().context;
  throws(() => mailbox.addHandlerAsync('documentSelectionChanged', () => {}), 'ArgumentException', 'eventType');
  throws(() => mailbox.addHandlerAsync('olkItemSelectedChanged', null), 'ArgumentNullException', 'handler');
});

test('A handler of the theme reads the new theme in the context too', async () => {
  const { host, context } = open();
  const seen = [];
  await result((callback) =>
    context.mailbox.addHandlerAsync('officeThemeChanged', () => seen.push(context.officeTheme.isDarkTheme), callback),
  );

  host.raise('theme', { isDarkTheme: true });

  assert.deepEqual(seen, [true]);
});

test('Ids go to REST form and back', () => {
  const { mailbox } = open().context;
  assert.equal(mailbox.convertToRestId('AAMk/a+b=', 'v2.0'), 'AAMk-a_b=');
  assert.equal(mailbox.convertToEwsId('AAMk-a_b=', 'v2.0'), 'AAMk/a+b=');
  throws(() => mailbox.convertToRestId(undefined, 'v2.0'), 'ArgumentNullException', 'itemId');
  throws(() => mailbox.convertToRestId('a', undefined), 'ArgumentNullException', 'restVersion');
  throws(() => mailbox.convertToRestId('a', 'v3.0'), 'ArgumentException', 'restVersion');
});

test('A new message form takes a hundred recipients, 255 characters of subject and 32 KB of body', () => {
  const { mailbox } = open().context;
  mailbox.displayNewMessageFormAsync({ toRecipients: ['a@b.example'], subject: 'Hello', htmlBody: '<p>Hi</p>' });
  const tooMany = { bccRecipients: Array(101).fill('a@b.example') };
  throws(() => mailbox.displayNewMessageFormAsync(tooMany), 'ArgumentOutOfRangeException', 'bccRecipients.length');
  throws(
    () => mailbox.displayNewMessageFormAsync({ subject: 'a'.repeat(256) }),
    'ArgumentOutOfRangeException',
    'subject',
  );
  throws(
    () => mailbox.displayNewMessageFormAsync({ toRecipients: 'a@b.example' }),
    'ArgumentTypeException',
    'toRecipients',
  );
  throws(() => mailbox.displayNewMessageFormAsync(), 'ArgumentNullException', 'parameters');
});

test('A requirement set is supported up to its version, whatever the case of its name', () => {
  const { isSetSupported } = createRequirements(welcome.requirementSets);
  assert.deepEqual(
    [
      isSetSupported('Mailbox', '1.13'),
      isSetSupported('mailbox', '1.16'),
      isSetSupported('Mailbox', 1.5),
      isSetSupported('Mailbox', '1.17'),
      isSetSupported('NestedAppAuth'),
      isSetSupported('OpenBrowserWindowApi', '1.1'),
    ],
    [true, true, true, false, true, false],
  );
});

test('Roaming settings hold 32 KB, and only once they are saved', async () => {
  const { host, context } = open();
  context.roamingSettings.set('theme', 'calm');
  assert.equal(context.roamingSettings.get('theme'), 'calm');
  assert.equal(host.asked.length, 0);

  assert.equal((await result(context.roamingSettings.saveAsync)).status, 'succeeded');
  context.roamingSettings.set('long', 'a'.repeat(33_000));
  assert.equal((await result(context.roamingSettings.saveAsync)).error.code, 9057);
});

test('A dialog opens on the own origin only', async () => {
  const { ui } = open().context;
  const elsewhere = await result((callback) => ui.displayDialogAsync('http://localhost:9999/x', {}, callback));
  const own = await result((callback) => ui.displayDialogAsync(`${paneOrigin}/dialog`, { height: 40 }, callback));

  assert.equal(elsewhere.error.code, 12004);
  assert.equal(typeof own.value.addEventHandler, 'function');
  throws(() => ui.displayDialogAsync(5), 'ArgumentTypeException', 'startAddress');
});
