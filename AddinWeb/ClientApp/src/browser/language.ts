import { setLanguage } from '../words/words';

const storageName = 'mailcrm.language';

/** The language chosen on these pages, else the browser's. */
export function languageOf(): string {
  try {
    return localStorage.getItem(storageName) ?? navigator.language;
  } catch {
    // Storage can be forbidden; the choice lasts as long as the page then.
    return navigator.language;
  }
}

export function chooseLanguage(name: 'en' | 'ja'): void {
  setLanguage(name);
  try {
    localStorage.setItem(storageName, name);
  } catch {
    // As above.
  }
}
