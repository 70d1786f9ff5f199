// What is on the screen: the folder, its messages, which of them are selected, the one that is open, the one being
// written. Views listen to the event of the part that they show.
import { draftFrom } from './draftFrom.js';

const refreshAfter = 50;

export class Mail extends EventTarget {
  mailboxes = [];
  mailbox;
  folder = 'inbox';
  rows = [];
  selected = [];
  message = null;
  draft = null;
  #api;
  #opening = 0;
  #refresh;

  constructor(person, api) {
    super();
    this.person = person;
    this.mailbox = person.address;
    this.#api = api;
  }

  async start() {
    await this.#loadMailboxes();
    await this.showFolder(this.person.address, 'inbox');
    this.#api.events().addEventListener('message', ({ data }) => this.#changedAtServer(JSON.parse(data)));
  }

  async showFolder(mailbox, folder) {
    Object.assign(this, { mailbox, folder, rows: [] });
    this.#tell('folders');
    await this.select([]);
    await this.#loadRows();
  }

  /** The first of `ids` is opened when it is the only one. */
  async select(ids) {
    this.selected = ids;
    this.#tell('selection');
    await this.#open(ids.length === 1 ? ids[0] : null);
  }

  async #open(id) {
    const opening = ++this.#opening;
    const row = this.rows.find((candidate) => candidate.id === id);
    if (row?.isDraft) await this.#editDraft(row);
    const message = id && !row?.isDraft ? await this.#api.message(this.mailbox, id) : null;
    if (opening !== this.#opening) return;
    this.message = message;
    this.#tell('message');
    if (message && !message.isRead) await this.markRead(id, true);
  }

  async markRead(id, isRead) {
    for (const item of [this.message, ...this.rows]) if (item?.id === id) item.isRead = isRead;
    this.#tell('rows');
    await this.#api.markRead(this.mailbox, id, isRead);
  }

  /** Moves what is selected and goes on to the next message, as Outlook does. */
  async moveSelected(folder) {
    const moving = this.selected;
    const at = this.rows.findIndex((row) => row.id === moving[0]);
    this.rows = this.rows.filter((row) => !moving.includes(row.id));
    this.#tell('rows');
    await this.select(this.rows[at] && !this.rows[at].isDraft ? [this.rows[at].id] : []);
    const isGoneForGood = folder === 'deleteditems' && this.folder === 'deleteditems';
    for (const id of moving) {
      await (isGoneForGood ? this.#api.remove(this.mailbox, id) : this.#api.move(this.mailbox, id, folder));
    }
  }

  write(kind, form) {
    this.#edit(draftFrom(kind, this.person, kind === 'new' ? form : this.message));
  }

  async #editDraft(row) {
    this.#edit(draftFrom('draft', this.person, await this.#api.message(this.mailbox, row.id)));
  }

  #edit(draft) {
    this.draft = draft;
    this.#tell('draft');
  }

  async saveDraft() {
    const { draft } = this;
    draft.saved(await this.#api.saveDraft(draft.id, draft.toJson()));
    return draft.id;
  }

  async closeDraft({ save }) {
    const { draft } = this;
    if (save && draft.isWorthSaving) await this.saveDraft();
    if (!save && draft.id) await this.#api.remove(this.person.address, draft.id);
    this.#edit(null);
  }

  async sendDraft() {
    await this.#api.send(this.draft.toJson());
    this.#edit(null);
  }

  async #loadMailboxes() {
    this.mailboxes = await this.#api.mailboxes();
    this.#tell('folders');
  }

  async #loadRows() {
    const { mailbox, folder } = this;
    const rows = await this.#api.messages(mailbox, folder);
    if (mailbox !== this.mailbox || folder !== this.folder) return;
    this.rows = rows;
    this.#tell('rows');
  }

  /** What came of a move elsewhere is told once; several changes at once are one refresh. */
  #changedAtServer({ id, previousId, kind }) {
    if (this.message?.id === previousId && (kind === 'removed' || id !== previousId)) this.select([]);
    clearTimeout(this.#refresh);
    this.#refresh = setTimeout(() => Promise.all([this.#loadMailboxes(), this.#loadRows()]), refreshAfter);
  }

  #tell(part) {
    this.dispatchEvent(new Event(part));
  }
}
