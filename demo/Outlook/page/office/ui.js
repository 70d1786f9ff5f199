import { deliver } from './asyncCall.js';
import { eventType } from './enums.js';
import { nullArgument, resultErrors, wrongArgument, wrongType } from './errors.js';

/** @typedef {import('./hostLink.js').HostLink} HostLink */

/** Office.context.ui in a task pane. @param {HostLink} host @param {string} paneOrigin */
export function createUi(host, paneOrigin) {
  return {
    /** @param {string} startAddress @param {any[]} rest */
    displayDialogAsync(startAddress, ...rest) {
      if (typeof startAddress !== 'string') throw wrongType('startAddress');
      const callback = rest.find((value) => typeof value === 'function');
      const options = rest.find((value) => typeof value === 'object') ?? {};
      deliver(openDialog(host, startAddress, paneOrigin, options), { callback, asyncContext: options.asyncContext });
    },
    closeContainer: () => void host.call('ui.closeContainer'),
    /** @param {string} url */
    openBrowserWindow(url) {
      if (typeof url !== 'string' || url === '') throw nullArgument('url');
      if (!/^https?:/.test(url)) throw wrongArgument('url');
      void host.call('ui.openBrowserWindow', { url });
    },
    messageParent() {
      throw wrongArgument(undefined, 'messageParent works in a dialog only.');
    },
  };
}

/** @param {HostLink} host @param {string} address @param {string} paneOrigin @param {any} options */
async function openDialog(host, address, paneOrigin, options) {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.origin !== paneOrigin) throw resultErrors.dialogUntrusted;
  const { height, width } = options;
  await host.call('ui.displayDialogAsync', { url: url.href, height, width });
  return dialog(host);
}

/** @param {HostLink} host */
const dialog = (host) => ({
  close: () => void host.call('ui.closeDialog'),
  /** @param {string} type @param {(args: any) => void} handler */
  addEventHandler(type, handler) {
    if (type === eventType.DialogMessageReceived) host.on('dialog-message', handler);
    else if (type === eventType.DialogEventReceived) host.on('dialog-event', handler);
    else throw wrongArgument('eventType');
  },
  /** @param {string} message */
  messageChild: (message) => void host.call('ui.messageChild', { message }),
});

/** Office.context.ui in a dialog: it can only speak to the pane that opened it. @param {HostLink} host */
export function createDialogUi(host) {
  /** @type {((args: any) => void)[]} */
  const handlers = [];
  host.on('parent-message', (args) => handlers.forEach((handler) => handler(args)));
  return {
    /** @param {string | boolean} message */
    messageParent(message) {
      if (typeof message !== 'string' && typeof message !== 'boolean') throw wrongType('message');
      void host.call('ui.messageParent', { message: String(message) });
    },
    /** @param {any} type @param {(args: any) => void} handler @param {any[]} rest */
    addHandlerAsync(type, handler, ...rest) {
      if (type !== eventType.DialogParentMessageReceived) throw wrongArgument('eventType');
      handlers.push(handler);
      deliver(Promise.resolve(), { callback: rest.find((value) => typeof value === 'function') });
    },
  };
}
