// Office dialogs: a window of the add-in's own origin that can speak to the pane that opened it, and to nobody else.
import { resultErrors } from '../../office/errors.js';
import { setting } from '../settings.js';

const closedByPerson = 12006;
const usualPercent = 80;
const lookEvery = 300;

export class Dialog {
  window = null;
  #pane;
  #welcome;
  #watch;

  constructor(pane, welcome) {
    this.#pane = pane;
    this.#welcome = welcome;
  }

  open({ url, height = usualPercent, width = usualPercent }) {
    if (this.window && !this.window.closed) throw resultErrors.dialogAlreadyOpen;
    const address = new URL(url);
    address.searchParams.set('_host_Info', `Outlook$Web$16.01$${setting('language')}$$isDialog$$0`);
    const size = `popup,width=${percent(screen.width, width)},height=${percent(screen.height, height)}`;
    this.window = window.open(address, '', size);
    if (!this.window) throw resultErrors.dialogBlocked;
    this.#watch = setInterval(() => this.window.closed && this.#closedByPerson(), lookEvery);
  }

  close() {
    clearInterval(this.#watch);
    this.window?.close();
    this.window = null;
  }

  tell(message) {
    this.#post('parent-message', { message, origin: this.#pane.origin, type: 'dialogParentMessageReceived' });
  }

  heard({ kind, data }) {
    if (kind === 'hello') this.#post('welcome', this.#welcome());
    else if (kind === 'call' && data.method === 'ui.messageParent') {
      this.#pane.post('dialog-message', {
        message: data.args.message,
        origin: this.#pane.origin,
        type: 'dialogMessageReceived',
      });
      this.#post('answer', { id: data.id });
    }
  }

  #post(kind, data) {
    this.window?.postMessage({ from: 'outlook', kind, data }, this.#pane.origin);
  }

  #closedByPerson() {
    this.close();
    this.#pane.post('dialog-event', { error: closedByPerson, type: 'dialogEventReceived' });
  }
}

const percent = (whole, part) => Math.round((whole * part) / 100);
