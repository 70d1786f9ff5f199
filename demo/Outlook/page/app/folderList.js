import { h, icon, redraw } from './dom.js';
import { t } from './words.js';

const icons = {
  inbox: 'inbox',
  drafts: 'draft',
  sentitems: 'sent',
  deleteditems: 'deleted',
  archive: 'archive',
  junkemail: 'junk',
};

export function folderList(mail) {
  const nav = h('nav', { class: 'folders', 'aria-label': t('folders.title') });
  const show = () =>
    redraw(nav, [mail.mailboxes, mail.mailbox, mail.folder], () =>
      mail.mailboxes.map((mailbox) => section(mail, mailbox)),
    );
  mail.addEventListener('folders', show);
  return nav;
}

const section = (mail, mailbox) =>
  h(
    'section',
    {},
    h('h2', { title: mailbox.address }, mailbox.displayName),
    h(
      'ul',
      {},
      mailbox.folders.map((folder) => h('li', {}, entry(mail, mailbox, folder))),
    ),
  );

function entry(mail, mailbox, folder) {
  const isCurrent = mail.mailbox === mailbox.address && mail.folder === folder.id;
  const shown = folder.id === 'drafts' ? folder.total : folder.unread;
  return h(
    'button',
    {
      type: 'button',
      class: isCurrent ? 'folder current' : 'folder',
      'aria-current': isCurrent && 'true',
      dataset: { folder: folder.id },
      onclick: () => mail.showFolder(mailbox.address, folder.id),
    },
    icon(icons[folder.id]),
    h('span', { class: 'folder-name' }, t(`folder.${folder.id}`)),
    shown > 0 &&
      h('span', { class: 'folder-count' }, h('span', { 'aria-hidden': 'true' }, shown), hiddenCount(folder, shown)),
  );
}

const hiddenCount = (folder, count) =>
  folder.id !== 'drafts' && h('span', { class: 'visually-hidden' }, t('folders.unread', { count }));
