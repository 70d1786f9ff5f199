/** Where the pane runs, for the diagnostics screen. Answers what it can, ready or not. */
export function describeHost(): string {
  if (typeof Office === 'undefined' || !Office.context?.mailbox) return 'Office is not there';
  const { hostName, hostVersion } = Office.context.mailbox.diagnostics;
  return `${hostName} ${hostVersion}, ${Office.context.platform ?? 'unknown platform'}`;
}

/** Outlook's language where it runs in Outlook, else the browser's. */
export function displayLanguage(): string {
  const office = typeof Office === 'undefined' ? undefined : Office.context?.displayLanguage;
  return office ?? navigator.language;
}

/** Opens a page beside Outlook: a new tab on the web, the browser on the desktop. */
export function openWindow(url: string): void {
  const ui = typeof Office === 'undefined' ? undefined : Office.context?.ui;
  if (ui && Office.context.requirements.isSetSupported('OpenBrowserWindowApi', '1.1')) ui.openBrowserWindow(url);
  else window.open(url, '_blank', 'noopener');
}

/** The address that Outlook shows as its user's: to tell one from another, never to believe (that is the token's). */
export const mailboxUser = (): string => Office.context.mailbox.userProfile.emailAddress;
