// The stand-in for https://appsforoffice.microsoft.com/lib/1/hosted/office.js. Like the real one it is one script tag
// that fetches the rest from where it came from, and until Office.onReady resolves there is nothing but onReady.
(() => {
  'use strict';

  // The real one does this to every page that loads it: a router that needs them keeps its own copies.
  Object.assign(window.history, { pushState: null, replaceState: null });

  const source = new URL(/** @type {HTMLScriptElement} */ (document.currentScript).src);
  const started = import(new URL('./office/start.js', source).href)
    .then(({ start }) => start(source.origin))
    .catch((error) => {
      // Where its scripts are blocked the real one neither resolves nor rejects.
      console.error(error);
      return new Promise(() => {});
    });

  const office = {
    /** @type {((reason: string) => void) | undefined} */
    initialize: undefined,

    /** @param {(info: { host: string | null, platform: string | null }) => unknown} [callback] */
    onReady(callback) {
      const ready = started.then(({ info }) => info);
      if (callback) ready.then(callback);
      return ready;
    },

    isSetSupported: () => false,
  };
  Object.assign(window, { Office: office });

  started.then(({ members }) => {
    Object.defineProperties(office, Object.getOwnPropertyDescriptors(members));
    office.initialize?.('documentOpened');
  });
})();
