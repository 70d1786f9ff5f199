/** The start of Office in its two steps; neither has a time limit of its own, so the caller sets one. */
export interface OfficeStart {
  script: Promise<void>;
  /** true inside Outlook, false in a plain browser. With office.js's host blocked this never answers. */
  ready: Promise<boolean>;
}

export function loadOffice(url: string): OfficeStart {
  // office.js takes these two away; libraries that ask for them would break.
  const { pushState, replaceState } = window.history;
  const script = loadScript(url);
  const ready = script
    .then(() => Office.onReady())
    .then(({ host }) => {
      window.history.pushState ??= pushState;
      window.history.replaceState ??= replaceState;
      return host === Office.HostType.Outlook;
    });
  return { script, ready };
}

function loadScript(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = url;
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(`${url} did not load`));
    document.head.append(script);
  });
}
