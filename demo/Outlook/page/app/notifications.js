// The bars that an add-in hangs above a message, kept while this page is open.
import { resultErrors } from '../office/errors.js';
import { h, icon, iconButton } from './dom.js';
import { t } from './words.js';

const mostPerItem = 5;

export class Notifications extends EventTarget {
  #byItem = new Map();

  of(itemId) {
    return [...(this.#byItem.get(itemId)?.values() ?? [])];
  }

  add(itemId, key, message) {
    const bars = this.#byItem.get(itemId) ?? new Map();
    if (bars.has(key)) throw resultErrors.duplicateNotificationKey;
    if (bars.size >= mostPerItem) throw resultErrors.tooManyNotifications;
    this.#byItem.set(itemId, bars.set(key, message));
    this.dispatchEvent(new Event('change'));
  }

  replace(itemId, key, message) {
    this.#existing(itemId, key).set(key, message);
    this.dispatchEvent(new Event('change'));
  }

  remove(itemId, key) {
    this.#existing(itemId, key).delete(key);
    this.dispatchEvent(new Event('change'));
  }

  /** A bar that is not persistent goes when its message is left. */
  leave(itemId) {
    const bars = this.#byItem.get(itemId) ?? new Map();
    for (const [key, { type, persistent }] of bars) {
      if (type === 'informationalMessage' && !persistent) bars.delete(key);
    }
  }

  #existing(itemId, key) {
    const bars = this.#byItem.get(itemId);
    if (!bars?.has(key)) throw resultErrors.notificationKeyNotFound;
    return bars;
  }
}

export function notificationBars(notifications, itemId) {
  const bars = h('div', { class: 'bars', 'aria-live': 'polite' });
  const show = () => {
    if (!bars.isConnected && bars.childElementCount > 0) notifications.removeEventListener('change', show);
    bars.replaceChildren(...notifications.of(itemId).map((message) => bar(notifications, itemId, message)));
  };
  notifications.addEventListener('change', show);
  show();
  return bars;
}

const bar = (notifications, itemId, { key, type, message }) =>
  h(
    'div',
    { class: `bar ${type}`, dataset: { key } },
    icon('info'),
    h('span', { dir: 'auto' }, message),
    type !== 'progressIndicator' && iconButton('close', t('reading.dismiss'), () => notifications.remove(itemId, key)),
  );
