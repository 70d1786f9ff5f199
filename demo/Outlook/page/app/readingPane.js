import { avatar } from './avatar.js';
import { h, icon, iconButton } from './dom.js';
import { messageBody } from './messageBody.js';
import { notificationBars } from './notifications.js';
import { onChange } from './settings.js';
import { longTime, shortTime, size, t } from './words.js';

const namesShown = 3;

/** The open message, among the others of its conversation; or the form of the mail being written. */
export function readingPane(mail, api, notifications, composeView) {
  const pane = h('section', { class: 'reading', 'aria-label': t('reading.title') });

  function show() {
    if (mail.draft) pane.replaceChildren(composeView(mail.draft));
    else if (mail.message) pane.replaceChildren(opened(mail, api, notifications));
    else pane.replaceChildren(nothing(mail));
  }

  mail.addEventListener('message', show);
  mail.addEventListener('draft', show);
  mail.addEventListener('selection', () => {
    if (mail.selected.length !== 1) show();
  });
  onChange((name) => {
    if (name === 'theme' && mail.message && !mail.draft) show();
  });
  show();
  return pane;
}

const nothing = (mail) =>
  h(
    'div',
    { class: 'nothing' },
    icon('mail'),
    h('p', {}, mail.selected.length > 1 ? t('reading.several', { count: mail.selected.length }) : t('reading.nothing')),
  );

function opened(mail, api, notifications) {
  const { message } = mail;
  const bars = notificationBars(notifications, message.id);
  return h(
    'div',
    { class: 'conversation' },
    h('h2', { class: 'subject', dir: 'auto' }, message.subject || t('list.noSubject')),
    message.conversation.map((item) => (item.id === message.id ? card(mail, api, message, bars) : folded(mail, item))),
  );
}

/** Another message of the conversation, as one line that opens it. */
const folded = (mail, item) =>
  h(
    'button',
    { type: 'button', class: 'folded', onclick: () => mail.select([item.id]) },
    avatar(item.from ?? {}),
    h('bdi', { class: 'folded-who' }, shown(item.from)),
    h('span', { class: 'folded-preview', dir: 'auto' }, item.preview),
    h('time', { dateTime: item.receivedAt }, shortTime(item.receivedAt)),
  );

function card(mail, api, message, bars) {
  const act = (kind) => () => mail.write(kind);
  return h(
    'article',
    { class: 'card' },
    bars,
    h(
      'header',
      { class: 'card-head' },
      avatar(message.from ?? {}),
      h(
        'div',
        { class: 'card-people' },
        h('div', { class: 'card-from', title: message.from?.address }, h('bdi', {}, whole(message.from))),
        recipients('reading.to', message.to),
        recipients('reading.cc', message.cc),
        recipients('reading.bcc', message.bcc),
      ),
      h(
        'div',
        { class: 'card-side' },
        h(
          'div',
          { class: 'card-actions' },
          iconButton('reply', t('command.reply'), act('reply')),
          iconButton('replyAll', t('command.replyAll'), act('replyAll')),
          iconButton('forward', t('command.forward'), act('forward')),
        ),
        h('time', { dateTime: message.date }, longTime(message.date)),
      ),
    ),
    message.itemClass.startsWith('IPM.Schedule') &&
      h('p', { class: 'meeting' }, icon('calendar'), t('reading.meeting')),
    attachments(mail, api, message),
    messageBody(message),
    h(
      'footer',
      { class: 'card-foot' },
      h('button', { type: 'button', class: 'secondary', onclick: act('reply') }, icon('reply'), t('command.reply')),
      h(
        'button',
        { type: 'button', class: 'secondary', onclick: act('forward') },
        icon('forward'),
        t('command.forward'),
      ),
    ),
  );
}

function recipients(label, people) {
  if (people.length === 0) return null;
  const line = h('div', { class: 'card-recipients' });
  const showUpTo = (count) => {
    const rest = people.length - count;
    line.replaceChildren(
      h('span', { class: 'card-label' }, `${t(label)}: `),
      ...people.slice(0, count).map(whoIs),
      ...(rest > 0
        ? [
            h(
              'button',
              { type: 'button', class: 'more', onclick: () => showUpTo(people.length) },
              t('reading.more', { count: rest }),
            ),
          ]
        : []),
    );
  };
  showUpTo(namesShown);
  return line;
}

const whoIs = (who) => h('span', { class: 'who' }, h('bdi', { title: who.address }, shown(who)));

function attachments(mail, api, message) {
  const files = message.attachments.filter((attachment) => !attachment.inline);
  if (files.length === 0) return null;
  return h(
    'ul',
    { class: 'attachments' },
    files.map(({ n, name, size: bytes, contentType }) =>
      h(
        'li',
        {},
        h(
          'a',
          {
            href: api.attachmentUrl(mail.mailbox, message.id, n),
            download: name,
            'aria-label': t('reading.download', { name }),
          },
          icon(contentType.startsWith('image/') ? 'image' : 'file'),
          h('span', { class: 'file-name', dir: 'auto' }, name),
          h('span', { class: 'file-size' }, size(bytes)),
          icon('download'),
        ),
      ),
    ),
  );
}

const shown = (who) => who?.name || who?.address || '';
const whole = (who) => (who?.name && who.name !== who.address ? `${who.name} <${who.address}>` : (who?.address ?? ''));
