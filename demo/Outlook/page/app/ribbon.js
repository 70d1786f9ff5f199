import { commandButton, h, redraw } from './dom.js';
import { t } from './words.js';

/** The commands of what is selected, and the add-in's own button. */
export function ribbon(mail, pane) {
  const bar = h('div', { class: 'ribbon', role: 'toolbar', 'aria-label': t('command.title') });

  function show() {
    const { message, draft, selected } = mail;
    const isReading = Boolean(message) && !draft;
    const focused = document.activeElement?.dataset?.command;
    const state = [isReading, Boolean(draft), selected, message?.id, message?.isRead, pane.canOpen, pane.isOpen];
    redraw(bar, state, () => [
      command('newMail', 'draft', () => mail.write('new'), true, 'command primary'),
      h('span', { class: 'divider' }),
      command('delete', 'deleted', () => mail.moveSelected('deleteditems'), selected.length > 0 && !draft),
      command('archive', 'archive', () => mail.moveSelected('archive'), selected.length > 0 && !draft),
      command('reply', 'reply', () => mail.write('reply'), isReading),
      command('replyAll', 'replyAll', () => mail.write('replyAll'), isReading),
      command('forward', 'forward', () => mail.write('forward'), isReading),
      message?.isRead === false
        ? command('markRead', 'read', () => mail.markRead(message.id, true), isReading)
        : command('markUnread', 'unread', () => mail.markRead(message.id, false), isReading),
      h('span', { class: 'divider' }),
      commandButton('mailcrm', t('pane.open'), () => pane.toggle(), {
        class: 'command addin',
        disabled: !pane.canOpen,
        'aria-pressed': String(pane.isOpen),
        dataset: { command: 'mailcrm' },
      }),
    ]);
    if (focused) bar.querySelector(`[data-command="${focused}"]`)?.focus();
  }

  for (const part of ['selection', 'message', 'draft', 'rows']) mail.addEventListener(part, show);
  pane.addEventListener('change', show);
  show();
  return bar;
}

const command = (name, iconName, onclick, isEnabled, className = 'command') =>
  commandButton(iconName, t(`command.${name}`), onclick, {
    class: className,
    disabled: !isEnabled,
    dataset: { command: name },
  });
