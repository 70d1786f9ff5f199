// Finds out where the page is running, and builds window.Office for it.
import { createContext, createRequirements } from './context.js';
import * as enums from './enums.js';
import { linkToHost } from './hostLink.js';
import { createBridge } from './nestedAppAuth.js';
import { createDialogUi } from './ui.js';

const hostInfoKey = 'hostInfoValue';

/**
 * @param {string} hostOrigin where office.js was loaded from, which is where Outlook is
 * @returns {Promise<{ info: { host: string | null, platform: string | null }, members: object }>}
 */
export async function start(hostOrigin) {
  const host = outlookAround(window);
  if (!host) {
    console.warn('Warning: Office.js is loaded outside of Office client');
    return { info: { host: null, platform: null }, members: statics() };
  }

  const link = linkToHost(window, host, hostOrigin);
  const isDialog = host === window.opener;
  // The bridge stands before anybody is told that Office is ready: MSAL looks for it once.
  const bridge = createBridge(link);
  const welcome = await link.welcome();
  if (!isDialog && welcome.bridge) Object.assign(window, { nestedAppAuthBridge: bridge });
  const context = isDialog ? dialogContext(link, welcome) : createContext(link, welcome, window.location.origin);
  return { info: { host: 'Outlook', platform: welcome.platform }, members: { ...statics(), context } };
}

/** The pane's parent, or the opener of a dialog; nobody when the page was opened on its own. @param {Window} self */
function outlookAround(self) {
  const given = new URLSearchParams(self.location.search).get('_host_Info');
  if (given) self.sessionStorage.setItem(hostInfoKey, given);
  const hostInfo = given ?? self.sessionStorage.getItem(hostInfoKey);
  if (!hostInfo?.startsWith('Outlook$')) return null;
  if (hostInfo.split('$')[5] === 'isDialog') return self.opener;
  return self.parent === self ? null : self.parent;
}

/** @param {import('./hostLink.js').HostLink} link @param {any} welcome */
const dialogContext = (link, welcome) => ({
  requirements: createRequirements(welcome.requirementSets),
  ui: createDialogUi(link),
});

function statics() {
  /** @type {Map<string, Function>} */
  const associated = new Map();
  return {
    HostType: enums.hostType,
    PlatformType: enums.platformType,
    EventType: enums.eventType,
    AsyncResultStatus: enums.asyncResultStatus,
    CoercionType: enums.coercionType,
    InitializationReason: enums.initializationReason,
    MailboxEnums: enums.mailboxEnums,
    actions: {
      /** @param {string} actionId @param {(arg?: any) => void} actionFunction */
      associate: (actionId, actionFunction) => void associated.set(actionId, actionFunction),
    },
  };
}
