import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boundToItem, createComposeItem, createReadItem } from '../page/office/items.js';
import { createFakeHost, result } from './fakeHost.js';

const details = { type: 'informationalMessage', message: 'Shared.', icon: 'icon16', persistent: false };
const throws = (call, name, paramName) =>
  assert.throws(call, (error) => error.name === `Sys.${name}` && error.paramName === paramName);

test('The body comes with its type asked for, and only as text or html', async () => {
  const host = createFakeHost({ 'item.body.getAsync': '<p>Hello</p>' });
  const { body } = createReadItem({}, host);

  const answer = await result((callback) => body.getAsync('html', { asyncContext: 7 }, callback));

  assert.deepEqual([answer.status, answer.value, answer.asyncContext], ['succeeded', '<p>Hello</p>', 7]);
  throws(() => body.getAsync(undefined, () => {}), 'ArgumentNullException', 'coercionType');
  throws(() => body.getAsync('matrix', () => {}), 'ArgumentException', 'coercionType');
});

test('A call answers later, never before it returns', () => {
  let answered = false;
  createReadItem({}, createFakeHost()).getAllInternetHeadersAsync(() => (answered = true));
  assert.equal(answered, false);
});

test('What goes wrong at the host comes back as a result and does not throw', async () => {
  const notSaved = { code: 9046, name: 'ItemNotSaved', message: 'Save first.' };
  const host = createFakeHost({ 'item.getItemIdAsync': () => Promise.reject(notSaved) });

  const answer = await result((callback) => createComposeItem({}, host).getItemIdAsync(callback));

  assert.equal(answer.status, 'failed');
  assert.deepEqual(answer.error, notSaved);
});

test('Options and callback are told apart, and a missing callback is missed', () => {
  const item = createComposeItem({}, createFakeHost());
  throws(() => item.getItemIdAsync(), 'ArgumentNullException', 'callback');
  throws(() => item.getItemIdAsync({ asyncContext: 1 }), 'ArgumentNullException', 'callback');
  throws(() => item.saveAsync('now'), 'ArgumentTypeException', undefined);
  throws(() => item.saveAsync('now', () => {}), 'ArgumentException', 'options');
  throws(() => item.saveAsync({}, 'now'), 'ArgumentException', 'callback');
  throws(() => item.saveAsync({}, () => {}, 1), 'ParameterCountException', undefined);
});

test('Recipients are strings or objects, a hundred at most', async () => {
  const host = createFakeHost();
  const { bcc } = createComposeItem({}, host);

  await result((callback) =>
    bcc.addAsync(['a@b.example', { displayName: 'Cora', emailAddress: 'cora@b.example' }], callback),
  );

  assert.deepEqual(host.asked[0], {
    method: 'item.recipients.addAsync',
    args: {
      field: 'bcc',
      recipients: [
        { displayName: 'a@b.example', emailAddress: 'a@b.example' },
        { displayName: 'Cora', emailAddress: 'cora@b.example' },
      ],
    },
  });
  throws(() => bcc.addAsync(Array(101).fill('a@b.example')), 'ArgumentOutOfRangeException', 'recipients');
  throws(() => bcc.addAsync('a@b.example'), 'ArgumentTypeException', 'recipients');
  throws(() => bcc.addAsync(undefined), 'ArgumentNullException', 'recipients');
  throws(() => bcc.addAsync([1]), 'ArgumentException', 'recipients[0]');
  throws(() => bcc.setAsync([`${'a'.repeat(572)}@b.example`]), 'ArgumentOutOfRangeException', 'displayName');
});

test('A subject has 255 characters at most', () => {
  const { subject } = createComposeItem({}, createFakeHost());
  throws(() => subject.setAsync('a'.repeat(256)), 'ArgumentOutOfRangeException', 'subject');
  throws(() => subject.setAsync(5), 'ArgumentTypeException', 'subject');
});

test('Each kind of notification has its own must and must-not', () => {
  const { notificationMessages: bars } = createReadItem({}, createFakeHost());
  bars.addAsync('mailcrm', details);
  bars.replaceAsync('mailcrm', { type: 'progressIndicator', message: 'Sharing…' });

  throws(() => bars.addAsync('', details), 'ArgumentNullException', 'key');
  throws(() => bars.addAsync('k'.repeat(33), details), 'ArgumentOutOfRangeException', 'key');
  throws(() => bars.addAsync('k', { ...details, message: 'm'.repeat(151) }), 'ArgumentOutOfRangeException', 'message');
  throws(() => bars.addAsync('k', { ...details, icon: undefined }), 'ArgumentNullException', 'icon');
  throws(() => bars.addAsync('k', { ...details, persistent: undefined }), 'ArgumentNullException', 'persistent');
  throws(() => bars.addAsync('k', { ...details, actions: [] }), 'ArgumentException', 'actions');
  throws(() => bars.addAsync('k', { ...details, type: 'errorMessage' }), 'ArgumentException', 'icon');
  throws(() => bars.addAsync('k', { type: 'shout', message: 'Hey' }), 'ArgumentException', 'type');
});

test('A call fails once another item is open, whether asked or answered too late', async () => {
  let open = 1;
  const host = createFakeHost({ 'item.body.getAsync': () => (open = 2) });
  const { body } = createReadItem(
    {},
    boundToItem(host, 1, () => open),
  );

  const answeredTooLate = await result((callback) => body.getAsync('html', callback));
  const askedTooLate = await result((callback) => body.getAsync('html', callback));

  assert.deepEqual([answeredTooLate.error.code, askedTooLate.error.code], [9030, 9030]);
  assert.equal(host.asked.length, 1);
});

test('Only an item of a shared mailbox has shared properties', () => {
  assert.equal('getSharedPropertiesAsync' in createReadItem({ isShared: false }, createFakeHost()), false);
  assert.equal('getSharedPropertiesAsync' in createReadItem({ isShared: true }, createFakeHost()), true);
});
