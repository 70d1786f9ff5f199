import i18next from 'i18next';
import { useSyncExternalStore } from 'react';
import { en } from './en';
import { ja } from './ja';

type Plain<Key> = Key extends `${infer Base}_${'one' | 'other'}` ? Base : Key;
export type WordKey = Plain<keyof typeof en>;
export type Words = (key: WordKey, values?: Record<string, string | number>) => string;

void i18next.init({
  lng: 'en',
  fallbackLng: 'en',
  resources: { en: { translation: en }, ja: { translation: ja } },
  keySeparator: false,
  nsSeparator: false,
  interpolation: { escapeValue: false },
  initAsync: false,
});

const words: Words = (key, values) => i18next.t(key, values);

/** The words in the language of the page; the same function for as long as the language stays. */
export function useWords(): Words {
  useLanguage();
  return words;
}

export function useLanguage(): string {
  return useSyncExternalStore(
    (changed) => {
      i18next.on('languageChanged', changed);
      return () => i18next.off('languageChanged', changed);
    },
    () => i18next.language,
  );
}

/** Takes the best of our languages for a BCP-47 name such as ja-JP, and tells the page. */
export function setLanguage(name: string): void {
  const language = name.toLowerCase().startsWith('ja') ? 'ja' : 'en';
  document.documentElement.lang = language;
  void i18next.changeLanguage(language);
}

export const hasWord = (key: string): key is WordKey => i18next.exists(key) || i18next.exists(`${key}_other`);
