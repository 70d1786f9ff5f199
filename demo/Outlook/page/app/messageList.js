import { avatar } from './avatar.js';
import { h, icon, redraw } from './dom.js';
import { longTime, shortTime, t } from './words.js';

/** A list box: arrows move the selection, Ctrl adds to it, as in Outlook. */
export function messageList(mail) {
  let filter = '';
  const search = h('input', {
    type: 'search',
    placeholder: t('list.filter'),
    'aria-label': t('list.filter'),
    oninput: () => {
      filter = search.value.trim().toLowerCase();
      showRows();
    },
  });
  const list = h('div', {
    class: 'rows',
    role: 'listbox',
    tabIndex: 0,
    'aria-multiselectable': 'true',
    'aria-label': t('list.title'),
  });
  const empty = h('p', { class: 'empty' });
  const heading = h('h2', {});
  const listed = () => mail.rows.filter((row) => filter === '' || searchable(row).includes(filter));

  function showRows() {
    heading.textContent = t(`folder.${mail.folder}`);
    redraw(list, listed(), () => listed().map((row) => option(mail, row)));
    list.hidden = listed().length === 0;
    empty.textContent = list.hidden ? t('list.empty') : '';
    showSelection();
  }

  function showSelection() {
    for (const row of list.children) row.setAttribute('aria-selected', String(mail.selected.includes(row.dataset.id)));
    const active = list.querySelector(`[aria-selected="true"]`);
    if (active) list.setAttribute('aria-activedescendant', active.id);
    else list.removeAttribute('aria-activedescendant');
    active?.scrollIntoView({ block: 'nearest' });
  }

  list.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const rows = listed();
      const at = rows.findIndex((row) => row.id === mail.selected[0]);
      const next = Math.min(rows.length - 1, Math.max(0, at + step));
      if (rows[next]) mail.select([rows[next].id]);
    } else if (event.key === 'Delete' && mail.selected.length > 0) mail.moveSelected('deleteditems');
  });
  mail.addEventListener('rows', showRows);
  mail.addEventListener('folders', showRows);
  mail.addEventListener('selection', showSelection);
  return h('section', { class: 'list', 'aria-label': t('list.title') }, h('header', {}, heading, search), list, empty);
}

function option(mail, row) {
  const onclick = (event) => {
    const more = event.ctrlKey || event.metaKey;
    const others = mail.selected.filter((id) => id !== row.id);
    if (!more) mail.select([row.id]);
    else mail.select(mail.selected.includes(row.id) ? others : [...others, row.id]);
  };
  return h(
    'div',
    {
      role: 'option',
      id: `row-${row.key}`,
      class: row.isRead ? 'row' : 'row unread',
      dataset: { id: row.id },
      'aria-selected': 'false',
      onclick,
    },
    avatar(row.from ?? {}),
    h(
      'div',
      { class: 'row-text' },
      h(
        'div',
        { class: 'row-top' },
        h(
          'span',
          { class: 'row-who' },
          row.isDraft && h('span', { class: 'draft-mark' }, t('list.draft'), ' '),
          h('bdi', {}, people(row)),
        ),
        row.hasAttachments && h('span', { class: 'row-glyph', title: t('list.hasAttachments') }, icon('attach')),
        row.hasAttachments && h('span', { class: 'visually-hidden' }, t('list.hasAttachments')),
      ),
      h(
        'div',
        { class: 'row-middle' },
        h('span', { class: 'row-subject', dir: 'auto' }, row.subject || t('list.noSubject')),
        h('time', { dateTime: row.receivedAt, title: longTime(row.receivedAt) }, shortTime(row.receivedAt)),
      ),
      h('div', { class: 'row-preview', dir: 'auto' }, row.preview),
      !row.isRead && h('span', { class: 'visually-hidden' }, t('list.unread')),
    ),
  );
}

const shownName = ({ name, address }) => name || address;

/** In Sent Items and Drafts it is the recipients who tell mails apart. */
const people = (row) =>
  ['sentitems', 'drafts'].includes(row.folder)
    ? t('list.to', { names: row.to.map(shownName).join('; ') })
    : shownName(row.from ?? { name: '', address: '' });

const searchable = (row) =>
  [row.subject, row.preview, ...[row.from, ...row.to].flatMap((who) => (who ? [who.name, who.address] : []))]
    .join(' ')
    .toLowerCase();
