const preference = () => window.matchMedia('(prefers-color-scheme: dark)');

/** Dark as Outlook is; where Outlook does not tell its theme, as the system is. */
export function isDark(): boolean {
  const theme = typeof Office === 'undefined' ? undefined : Office.context?.officeTheme;
  return theme?.bodyBackgroundColor ? luminance(theme.bodyBackgroundColor) < 0.5 : preference().matches;
}

export function onThemeChanged(listener: () => void, isOfficeReady: boolean): () => void {
  const system = preference();
  system.addEventListener('change', listener);
  const tells = isOfficeReady && Office.context.requirements.isSetSupported('Mailbox', '1.14');
  if (tells) Office.context.mailbox.addHandlerAsync(Office.EventType.OfficeThemeChanged, listener);
  return () => system.removeEventListener('change', listener);
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);
  return 0.2126 * (red ?? 1) + 0.7152 * (green ?? 1) + 0.0722 * (blue ?? 1);
}
