// The bridge that @azure/msal-browser looks for. It carries JSON texts and understands none of them; the Outlook page
// answers, unknown methods too, because MSAL waits for ever.

/** @typedef {import('./hostLink.js').HostLink} HostLink */

/** @param {HostLink} host */
export function createBridge(host) {
  /** @type {((text: string) => void)[]} */
  const listeners = [];

  host.on('nested-app-auth', (text) => {
    if (typeof text !== 'string' || !isAnswer(text)) return;
    for (const listener of [...listeners]) listener(text);
  });

  return {
    /** @param {'message'} name @param {(text: string) => void} listener */
    addEventListener(name, listener) {
      if (name === 'message') listeners.push(listener);
    },
    /** @param {'message'} name @param {(text: string) => void} listener */
    removeEventListener(name, listener) {
      const at = listeners.indexOf(listener);
      if (name === 'message' && at >= 0) listeners.splice(at, 1);
    },
    /** @param {string} text */
    postMessage(text) {
      host.send('nested-app-auth', text);
    },
  };
}

/** What is no JSON object would throw inside MSAL. @param {string} text */
function isAnswer(text) {
  try {
    const answer = JSON.parse(text);
    return typeof answer === 'object' && answer !== null;
  } catch {
    return false;
  }
}
