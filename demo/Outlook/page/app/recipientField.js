import { h, icon } from './dom.js';
import { isAddress, recipientsIn } from './draft.js';
import { t } from './words.js';

/** To, Cc or Bcc: what is typed becomes a chip at a comma, Enter or on leaving; Backspace takes the last one back. */
export function recipientField(draft, field, known) {
  const chips = h('span', { class: 'chips' });
  const listId = `known-${field}`;
  const input = h('input', {
    type: 'text',
    id: `compose-${field}`,
    autocomplete: 'off',
    list: listId,
    spellcheck: false,
  });
  input.setAttribute('list', listId);
  const label = h('label', { class: 'field-label', for: `compose-${field}` }, t(`compose.${field}`));

  const commit = () => {
    const typed = recipientsIn(input.value);
    if (typed.length === 0) return;
    input.value = '';
    draft.setRecipients(field, [...draft[field], ...typed.map((recipient) => named(recipient, known))]);
  };
  const show = () => chips.replaceChildren(...draft[field].map((recipient) => chip(draft, field, recipient)));

  input.addEventListener('keydown', (event) => {
    if (['Enter', ',', ';'].includes(event.key) && input.value.trim() !== '') {
      event.preventDefault();
      commit();
    } else if (event.key === 'Backspace' && input.value === '') draft.setRecipients(field, draft[field].slice(0, -1));
  });
  input.addEventListener('blur', commit);
  draft.addEventListener('recipients', show);
  show();
  const suggestions = h(
    'datalist',
    { id: listId },
    known.map(({ name, address }) => h('option', { value: address }, name)),
  );
  return h('div', { class: 'field' }, label, h('span', { class: 'field-value' }, chips, input, suggestions));
}

/** A name the mailbox knows the address by, where none was typed. */
const named = (recipient, known) =>
  (recipient.name === recipient.address && known.find(({ address }) => address === recipient.address.toLowerCase())) ||
  recipient;

function chip(draft, field, recipient) {
  const remove = () =>
    draft.setRecipients(
      field,
      draft[field].filter((other) => other !== recipient),
    );
  return h(
    'span',
    { class: isAddress(recipient.address) ? 'chip' : 'chip unresolved', title: recipient.address },
    h('span', { dir: 'auto' }, recipient.name || recipient.address),
    h(
      'button',
      {
        type: 'button',
        'aria-label': t('compose.remove', { name: recipient.name || recipient.address }),
        onclick: remove,
      },
      icon('close'),
    ),
  );
}
