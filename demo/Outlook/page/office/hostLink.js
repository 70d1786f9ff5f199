// The wire between a page that loads office.js and the Outlook page around it: two windows of different origins.
// Nothing is taken from any other window or origin, and nothing is said to one.

/**
 * @typedef {object} HostLink
 * @property {() => Promise<any>} welcome what the host says of itself, its person and the open item
 * @property {(method: string, args?: object) => Promise<any>} call rejects with a result error
 * @property {(name: string, listener: (data: any) => void) => void} on
 * @property {(kind: string, data: unknown) => void} send
 */

/**
 * @param {Window} self this page's window
 * @param {Window} host the Outlook page: the frame's parent, or a dialog's opener
 * @param {string} hostOrigin where office.js came from
 * @returns {HostLink}
 */
export function linkToHost(self, host, hostOrigin) {
  /** @type {Map<number, { resolve: (value: any) => void, reject: (error: any) => void }>} */
  const waiting = new Map();
  /** @type {Map<string, ((data: any) => void)[]>} */
  const listeners = new Map();
  let calls = 0;

  /** @param {string} kind @param {unknown} data */
  const send = (kind, data) => host.postMessage({ from: 'office.js', kind, data }, hostOrigin);

  /** @param {string} name @param {(data: any) => void} listener */
  const on = (name, listener) => listeners.set(name, [...(listeners.get(name) ?? []), listener]);

  self.addEventListener('message', ({ source, origin, data }) => {
    if (source !== host || origin !== hostOrigin || data?.from !== 'outlook') return;
    if (data.kind === 'answer') settle(data.data);
    else for (const listener of listeners.get(data.kind) ?? []) listener(data.data);
  });

  /** @param {{ id: number, value?: unknown, error?: object }} answer */
  function settle({ id, value, error }) {
    const caller = waiting.get(id);
    waiting.delete(id);
    if (error) caller?.reject(error);
    else caller?.resolve(value);
  }

  return {
    send,
    on,
    welcome: () =>
      new Promise((resolve) => {
        on('welcome', resolve);
        send('hello', {});
      }),
    call: (method, args = {}) =>
      new Promise((resolve, reject) => {
        calls += 1;
        waiting.set(calls, { resolve, reject });
        send('call', { id: calls, method, args });
      }),
  };
}
