import type { PublicSettings } from './types';

/** The settings that the host wrote into the page. */
export function readSettings(): PublicSettings {
  const text = document.getElementById('settings')?.textContent;
  if (!text) throw new Error('The page carries no settings: it was not served by AddinWeb.');
  return JSON.parse(text) as PublicSettings;
}
