import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkToHost } from '../page/office/hostLink.js';
import { createBridge } from '../page/office/nestedAppAuth.js';
import { createFakeHost } from './fakeHost.js';

const outlook = 'http://localhost:5082';

function createWindows() {
  const said = [];
  const self = new EventTarget();
  const host = { postMessage: (data, origin) => said.push({ ...data, origin }) };
  const hear = (data, { source = host, origin = outlook } = {}) =>
    self.dispatchEvent(Object.assign(new Event('message'), { source, origin, data: { from: 'outlook', ...data } }));
  return { said, hear, link: linkToHost(self, host, outlook) };
}

test('An answer finds its call, in whatever order answers come', async () => {
  const { link, hear, said } = createWindows();
  const first = link.call('a');
  const second = link.call('b');

  hear({ kind: 'answer', data: { id: said[1].data.id, value: 'for b' } });
  hear({ kind: 'answer', data: { id: said[0].data.id, error: { code: 9041 } } });

  assert.equal(await second, 'for b');
  await assert.rejects(first, { code: 9041 });
});

test('Everything is said to the origin of Outlook, and only it is heard', () => {
  const { link, hear, said } = createWindows();
  const heard = [];
  link.on('item', (item) => heard.push(item));
  link.send('hello', {});

  hear({ kind: 'item', data: 'from elsewhere' }, { origin: 'http://localhost:6666' });
  hear({ kind: 'item', data: 'from another frame' }, { source: {} });
  hear({ kind: 'item', data: 'from a stranger', from: 'stranger' });
  hear({ kind: 'item', data: 'from Outlook' });

  assert.deepEqual(heard, ['from Outlook']);
  assert.deepEqual(
    said.map(({ origin }) => origin),
    [outlook],
  );
});

test('The bridge passes texts on, and keeps back what would throw inside MSAL', () => {
  const host = createFakeHost();
  const bridge = createBridge(host);
  const heard = [];
  bridge.addEventListener('message', (text) => heard.push(text));

  bridge.postMessage('{"method":"GetInitContext"}');
  host.raise('nested-app-auth', '{"requestId":"1"}');
  host.raise('nested-app-auth', 'null');
  host.raise('nested-app-auth', 'no json');
  host.raise('nested-app-auth', { requestId: '2' });

  assert.deepEqual(heard, ['{"requestId":"1"}']);
  assert.deepEqual(host.asked, [{ kind: 'nested-app-auth', data: '{"method":"GetInitContext"}' }]);
});
