import { h } from './dom.js';

const colours = ['#8764b8', '#0f6cbd', '#038387', '#8e562e', '#a4262c', '#498205', '#69797e', '#c239b3'];

/** Initials in a circle, of a colour that stays the person's own. */
export function avatar({ displayName, name, address }) {
  const shown = displayName || name || address || '?';
  const words = shown
    .replace(/[^\p{L}\p{N}\s]/gu, ' ')
    .trim()
    .split(/\s+/);
  const isCjk = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}/u.test(shown);
  const initials = isCjk || words.length === 1 ? words[0]?.slice(0, 1) : words[0][0] + words.at(-1)[0];
  const sum = [...(address ?? shown)].reduce((total, letter) => total + letter.codePointAt(0), 0);
  const circle = h('span', { class: 'avatar', 'aria-hidden': 'true' }, (initials ?? '?').toUpperCase());
  circle.style.background = colours[sum % colours.length];
  return circle;
}
