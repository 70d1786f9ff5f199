// The mail being written. The form and the add-in both change it; each hears of what the other did.

export const isAddress = (text) => /^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+$/.test(text);

export class Draft extends EventTarget {
  id = null;
  kind = 'new';
  to = [];
  cc = [];
  bcc = [];
  subject = '';
  html = '';
  attachments = [];
  answers = null;
  forwards = null;
  conversationId = null;

  constructor(from, values) {
    super();
    this.from = from;
    Object.assign(this, values);
  }

  setRecipients(field, recipients) {
    this[field] = recipients.filter(
      (recipient, at) => recipients.findIndex((other) => sameAddress(other, recipient)) === at,
    );
    this.dispatchEvent(new CustomEvent('recipients', { detail: field }));
  }

  setSubject(subject) {
    this.subject = subject;
    this.dispatchEvent(new Event('subject'));
  }

  get recipients() {
    return [...this.to, ...this.cc, ...this.bcc];
  }

  get isWorthSaving() {
    return this.recipients.length > 0 || this.subject !== '' || this.attachments.length > 0 || this.kind !== 'new';
  }

  /** From now on its files are cut out of the saved draft. */
  saved({ id, attachments }) {
    this.id = id;
    this.attachments = this.attachments.map(({ name, size }, at) => ({ n: attachments[at], of: id, name, size }));
  }

  toJson() {
    const { id, to, cc, bcc, subject, html, attachments, answers, forwards } = this;
    return { id, to, cc, bcc, subject, html, attachments, answers, forwards };
  }
}

const sameAddress = (one, other) => one.address.toLowerCase() === other.address.toLowerCase();

/** What a person typed or pasted: addresses, with or without names, between commas, semicolons or line ends. */
export function recipientsIn(text) {
  return text
    .split(/[,;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [, name, address] = part.match(/^"?([^"<]*?)"?\s*<([^<>]+)>$/) ?? [null, '', part];
      return { name: name || address, address };
    });
}
