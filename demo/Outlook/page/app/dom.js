import { icons } from './icons.js';

/**
 * Makes an element: `on…` props listen, known properties are set, the rest become attributes; false, null and undefined
 * are left out, among props and among children.
 */
export function h(tag, props, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'class') element.className = value;
    else if (name === 'dataset') Object.assign(element.dataset, value);
    else if (name in element && typeof element[name] !== 'object') element[name] = value;
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(
    ...children.flat(Infinity).filter((child) => child !== undefined && child !== null && child !== false),
  );
  return element;
}

const drawn = new WeakMap();

/**
 * Draws what stands in `element` anew where `state`, all that it is drawn from, is another than the last time: a button that
 * is replaced while it is being pressed is not pressed.
 */
export function redraw(element, state, draw) {
  const now = JSON.stringify(state);
  if (drawn.get(element) === now) return;
  drawn.set(element, now);
  element.replaceChildren(...draw());
}

/** A drawing of 20 by 20, decoration only: what it stands for is said in words beside it or on its button. */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 20 20');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  svg.innerHTML = icons[name];
  return svg;
}

/** A button with an icon alone, its word told to screen readers and shown on hover. */
export const iconButton = (name, label, onclick, props) =>
  h(
    'button',
    { type: 'button', class: 'icon-button', title: label, 'aria-label': label, onclick, ...props },
    icon(name),
  );

export const commandButton = (name, label, onclick, props) =>
  h('button', { type: 'button', class: 'command', onclick, ...props }, icon(name), h('span', {}, label));

/** Shows `content` under a button until something else is pressed; Escape gives the focus back. */
export function popover(anchor, label, content) {
  if (anchor.getAttribute('aria-expanded') === 'true') return;
  const box = h('div', { class: 'popover', role: 'dialog', 'aria-label': label }, content);
  const { right, bottom } = anchor.getBoundingClientRect();
  box.style.top = `${bottom + 4}px`;
  box.style.right = `${Math.max(8, window.innerWidth - right)}px`;

  const close = (backToAnchor) => {
    box.remove();
    anchor.setAttribute('aria-expanded', 'false');
    document.removeEventListener('pointerdown', outside, true);
    if (backToAnchor) anchor.focus();
  };
  const outside = (event) => {
    if (!box.contains(event.target) && !anchor.contains(event.target)) close(false);
  };
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close(true);
  });
  document.addEventListener('pointerdown', outside, true);
  anchor.setAttribute('aria-expanded', 'true');
  document.body.append(box);
  box.querySelector('button, select, input, a')?.focus();
}
