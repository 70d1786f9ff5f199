// The task pane: a frame with the add-in's page, and the host's end of its wire. It opens for the mail being read or
// for the one being written, each with a pin of its own; without the pin it closes when the selection moves on.
import { h, iconButton } from '../dom.js';
import { onChange, setting } from '../settings.js';
import { t } from '../words.js';
import { promptness } from './promptness.js';
import { composeSnapshot, readSnapshot, takesAddIns } from './snapshots.js';
import { createWelcome, officeTheme } from './welcome.js';
import { createBridge } from './bridge.js';
import { Dialog } from './dialog.js';
import { createCalls } from './calls.js';

const pinKey = 'outlook.pinned';
const lateItem = 2000;
const sandbox =
  'allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-downloads allow-modals';

export class Pane extends EventTarget {
  element = h('aside', { class: 'pane', 'aria-label': 'MailCrm', hidden: true });
  isOpen = false;
  itemNumber = 0;
  #surroundings;
  #frame = null;
  #mode = null;
  #pinned = JSON.parse(localStorage.getItem(pinKey) ?? '{}');
  #calls;
  #bridge;
  #dialog;
  #stopListening = () => {};

  constructor(surroundings) {
    super();
    this.#surroundings = surroundings;
    this.#dialog = new Dialog(this, () => createWelcome(surroundings, null));
    this.#calls = createCalls({ ...surroundings, pane: this, dialog: this.#dialog });
    this.#bridge = createBridge(surroundings);
    const { mail } = surroundings;
    mail.addEventListener('message', () => this.#itemChanged());
    mail.addEventListener('draft', () => this.#itemChanged());
    window.addEventListener('message', (event) => this.#heard(event));
    onChange((name) => this.#settingChanged(name));
  }

  get mode() {
    const { message, draft } = this.#surroundings.mail;
    if (draft) return 'compose';
    return message && takesAddIns(message) ? 'read' : null;
  }

  get canOpen() {
    return this.isOpen || this.mode !== null;
  }

  get origin() {
    return new URL(this.#surroundings.paneUrl).origin;
  }

  toggle() {
    if (this.isOpen) this.close();
    else this.#open();
  }

  close() {
    this.#stopListening();
    this.#dialog.close();
    Object.assign(this, { isOpen: false });
    this.#mode = null;
    this.#frame = null;
    this.element.hidden = true;
    this.element.replaceChildren();
    this.dispatchEvent(new Event('change'));
  }

  /** What the add-in is told of the open item; `none` is a quirk of clients that answer null. */
  snapshot() {
    const { mail, person } = this.#surroundings;
    if (setting('item') === 'none' || this.mode === null) return null;
    const number = this.itemNumber;
    return this.mode === 'compose'
      ? composeSnapshot(mail.draft, number)
      : readSnapshot(mail.message, mail, person, number);
  }

  post(kind, data) {
    this.#frame?.contentWindow?.postMessage({ from: 'outlook', kind, data }, this.origin);
  }

  #open() {
    this.#mode = this.mode;
    this.isOpen = true;
    document.cookie = `outlook-officejs=${setting('officejs')}; path=/outlook; samesite=lax`;
    const platform = setting('client') === 'classicWindows' ? 'Win32' : 'Web';
    const hostInfo = `Outlook$${platform}$16.01$${setting('language')}$$$$0`;
    this.#frame = h('iframe', {
      title: t('pane.frame'),
      src: `${this.#surroundings.paneUrl}?et=&_host_Info=${encodeURIComponent(hostInfo)}`,
      sandbox,
      allow: 'clipboard-write',
    });
    this.element.hidden = false;
    this.element.replaceChildren(this.#head(), this.#frame);
    if (this.#mode === 'compose') this.#listenToDraft(this.#surroundings.mail.draft);
    this.dispatchEvent(new Event('change'));
  }

  #head() {
    const isPinned = Boolean(this.#pinned[this.#mode]);
    const pin = iconButton('pin', t(isPinned ? 'pane.unpin' : 'pane.pin'), () => {
      this.#pinned[this.#mode] = !isPinned;
      localStorage.setItem(pinKey, JSON.stringify(this.#pinned));
      this.element.firstChild.replaceWith(this.#head());
      this.element.querySelector('.pin').focus();
    });
    pin.classList.add('pin');
    pin.setAttribute('aria-pressed', String(isPinned));
    return h(
      'div',
      { class: 'pane-head' },
      h('h2', {}, 'MailCrm'),
      pin,
      iconButton('close', t('pane.close'), () => this.close()),
    );
  }

  #itemChanged() {
    this.itemNumber += 1;
    const isPinned = Boolean(this.#pinned[this.isOpen ? this.#mode : this.mode]);
    if (!this.isOpen) {
      if (isPinned && this.mode) this.#open();
    } else if (!isPinned) this.close();
    else if (this.mode && this.mode !== this.#mode) {
      this.close();
      if (this.#pinned[this.mode]) this.#open();
    } else if (this.#mode === 'compose') this.close();
    else this.#tellItem();
    this.dispatchEvent(new Event('change'));
  }

  #tellItem() {
    const snapshot = this.snapshot();
    setTimeout(() => this.post('item', snapshot), setting('itemChanged') === 'late' ? lateItem : 0);
  }

  #listenToDraft(draft) {
    const tell = ({ detail }) =>
      this.post('recipients', { to: detail === 'to', cc: detail === 'cc', bcc: detail === 'bcc' });
    draft.addEventListener('recipients', tell);
    this.#stopListening = () => draft.removeEventListener('recipients', tell);
  }

  #heard({ source, origin, data }) {
    if (origin !== this.origin || data?.from !== 'office.js') return;
    if (source === this.#dialog.window) this.#dialog.heard(data);
    else if (source !== null && source === this.#frame?.contentWindow) this.#heardFromPane(data);
  }

  async #heardFromPane({ kind, data }) {
    const frame = this.#frame;
    const reply = (name, answer) => frame === this.#frame && this.post(name, answer);
    if (kind === 'hello') reply('welcome', createWelcome(this.#surroundings, this.snapshot()));
    else if (kind === 'nested-app-auth') reply(kind, await this.#bridge(data));
    else if (kind === 'call') reply('answer', await this.#answer(data));
  }

  async #answer({ id, method, args }) {
    await promptness();
    try {
      return { id, value: await this.#calls(method, args) };
    } catch (error) {
      return { id, error: { code: error.code, name: error.name, message: error.message } };
    }
  }

  #settingChanged(name) {
    if (name === 'theme') this.post('theme', officeTheme());
    else if (name === 'item') this.post('item', this.snapshot());
    else if (this.isOpen && ['client', 'naa', 'officejs', 'bridge'].includes(name)) {
      this.close();
      this.#open();
    }
  }
}
