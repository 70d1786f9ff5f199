import { h } from '../dom.js';
import { t } from '../words.js';

/** Outlook's own question before an add-in learns who one is. @returns {Promise<boolean>} */
export function askConsent(person) {
  return new Promise((resolve) => {
    const dialog = h(
      'dialog',
      { class: 'consent', 'aria-labelledby': 'consent-title' },
      h('h2', { id: 'consent-title' }, t('consent.title')),
      h('p', {}, t('consent.text', { name: person.displayName })),
      h(
        'div',
        { class: 'consent-buttons' },
        h('button', { type: 'button', class: 'primary', onclick: () => dialog.close('yes') }, t('consent.accept')),
        h('button', { type: 'button', class: 'secondary', onclick: () => dialog.close() }, t('consent.cancel')),
      ),
    );
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
