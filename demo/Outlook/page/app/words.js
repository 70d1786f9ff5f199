import { english } from './words.en.js';
import { japanese } from './words.ja.js';
import { setting } from './settings.js';

const languages = { 'en-US': english, 'ja-JP': japanese };

/** The words for `key` in the chosen language, `{name}` filled in. */
export function t(key, values = {}) {
  const words = languages[setting('language')][key];
  if (words === undefined) throw new Error(`No words for '${key}'.`);
  return words.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

const formatted = (options, time) => new Intl.DateTimeFormat(setting('language'), options).format(time);

/** As a message list tells time: the hour today, the weekday this week, else the date. */
export function shortTime(iso) {
  const time = new Date(iso);
  const midnight = new Date();
  midnight.setHours(0, 0, 0, 0);
  if (time >= midnight) return formatted({ hour: 'numeric', minute: '2-digit' }, time);
  if (time >= midnight - 6 * 86_400_000)
    return formatted({ weekday: 'short', hour: 'numeric', minute: '2-digit' }, time);
  return formatted({ year: 'numeric', month: 'numeric', day: 'numeric' }, time);
}

export const longTime = (iso) =>
  formatted(
    { weekday: 'short', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: '2-digit' },
    new Date(iso),
  );

export function size(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
