import { h } from './dom.js';
import { Draft } from './draft.js';
import { longTime, t } from './words.js';

const answerPrefixes = /^\s*(re|fw|fwd|aw|wg|sv|vs|tr|rv|返信|転送)\s*(\[\d+\])?\s*[:：]\s*/i;

/**
 * A new mail, an answer, a forward, or a saved draft taken up again. `source` is the message, or what a new one
 * starts with.
 */
export function draftFrom(kind, person, source) {
  const make = { new: fresh, reply: answer, replyAll: answer, forward, draft: takenUp }[kind];
  return new Draft(person, { kind, ...make(source, person, kind) });
}

export function normalizedSubject(subject) {
  let rest = subject;
  while (answerPrefixes.test(rest)) rest = rest.replace(answerPrefixes, '');
  return rest.trim();
}

const fresh = (form) => ({ html: '<p><br></p>', ...form });

function answer(message, person, kind) {
  const isMine = message.from?.address.toLowerCase() === person.address.toLowerCase();
  const to = isMine ? message.to : [message.from];
  const others = kind === 'replyAll' ? (isMine ? message.cc : [...message.to, ...message.cc]) : [];
  const taken = new Set([person, ...to].map(({ address }) => address.toLowerCase()));
  return {
    to,
    cc: others.filter(({ address }) => !taken.has(address.toLowerCase())),
    subject: `Re: ${normalizedSubject(message.subject)}`,
    html: quoted(message, h('p', {}, t('compose.wrote', { time: longTime(message.date), name: shown(message.from) }))),
    answers: message.id,
    conversationId: message.conversationId,
  };
}

function forward(message) {
  const words = t('compose.original', {
    from: withAddress(message.from),
    time: longTime(message.date),
    to: message.to.map(withAddress).join('; '),
    subject: message.subject,
  });
  const block = h(
    'p',
    {},
    words.split('\n').flatMap((line) => [line, h('br')]),
  );
  return {
    subject: `Fw: ${normalizedSubject(message.subject)}`,
    html: quoted(message, block),
    forwards: message.id,
    conversationId: message.conversationId,
    attachments: filesOf(message),
  };
}

const takenUp = (message) => ({
  ...message,
  kind: 'new',
  attachments: filesOf(message),
});

const filesOf = (message) =>
  message.attachments.filter(({ inline }) => !inline).map(({ n, name, size }) => ({ n, of: message.id, name, size }));

/**
 * The whole of the earlier mail under a line, in its own direction of writing. A stranger's HTML: it stays in a
 * document of its own, where nothing runs, until what could act in it is gone.
 */
function quoted(message, heading) {
  const page = new DOMParser().parseFromString(message.html, 'text/html');
  const quote = page.createElement('blockquote');
  quote.dir = 'auto';
  quote.style = 'margin:0 0 0 .8ex;border-inline-start:1px solid #ccc;padding-inline-start:1ex';
  quote.append(...page.body.childNodes);
  return `<p><br></p>${heading.outerHTML}${quote.outerHTML}`;
}

const shown = ({ name, address }) => name || address;
const withAddress = ({ name, address }) => (name && name !== address ? `${name} <${address}>` : address);
