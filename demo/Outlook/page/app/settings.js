// What the person chose for this page, kept in this browser; the address overrides it, for tests:
// /outlook?theme=dark&language=ja-JP&answers=late …

const storageKey = 'outlook.settings';

/** Each setting and what it may be, its usual value first. */
export const choices = {
  theme: ['light', 'dark'],
  language: ['en-US', 'ja-JP'],
  client: ['web', 'newOutlookWindows', 'classicWindows'],
  answers: ['prompt', 'late', 'shuffled'],
  itemChanged: ['prompt', 'late'],
  item: ['selected', 'none'],
  officejs: ['served', '404', 'hang'],
  internetMessageId: ['always', 'notJustSent'],
  naa: ['supported', 'unsupported'],
  bridge: ['ok', 'interaction', 'cancel', 'offline', 'disabled', 'slow', 'refused', 'absent'],
  expiresIn: ['3600', '60'],
};

export const quirks = Object.keys(choices).filter((name) => !['theme', 'language'].includes(name));

const settings = { ...usual(), ...allowed(stored()), ...allowed(fromAddress()) };
const listeners = [];

export const setting = (name) => settings[name];

export function change(name, value) {
  settings[name] = value;
  localStorage.setItem(storageKey, JSON.stringify(settings));
  for (const listener of listeners) listener(name);
}

export const onChange = (listener) => void listeners.push(listener);

function usual() {
  return Object.fromEntries(Object.entries(choices).map(([name, values]) => [name, values[0]]));
}

function stored() {
  return JSON.parse(localStorage.getItem(storageKey) ?? '{}');
}

function fromAddress() {
  return Object.fromEntries(new URLSearchParams(window.location.search));
}

/** Any number of seconds may be asked for; all else is one of the choices. */
function allowed(values) {
  const isAllowed = ([name, value]) => choices[name]?.includes(value) || (name === 'expiresIn' && /^\d+$/.test(value));
  return Object.fromEntries(Object.entries(values).filter(isAllowed));
}
