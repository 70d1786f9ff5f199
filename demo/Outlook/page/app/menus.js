import { avatar } from './avatar.js';
import { h, icon, popover } from './dom.js';
import { change, choices, quirks, setting } from './settings.js';
import { signOut } from './signIn.js';
import { t } from './words.js';

export function settingsButton() {
  const button = h(
    'button',
    {
      type: 'button',
      class: 'header-button',
      title: t('settings.title'),
      'aria-label': t('settings.title'),
      'aria-expanded': 'false',
    },
    icon('gear'),
  );
  button.addEventListener('click', () => popover(button, t('settings.title'), settingsForm()));
  return button;
}

const settingsForm = () =>
  h(
    'div',
    { class: 'settings' },
    h('h2', {}, t('settings.title')),
    ['theme', 'language'].map(select),
    h('h3', {}, t('settings.quirks')),
    quirks.map(select),
  );

function select(name) {
  const current = setting(name);
  const values = choices[name].includes(current) ? choices[name] : [...choices[name], current];
  const word = (value) => (name === 'expiresIn' ? t('seconds', { count: value }) : t(`choice.${value}`));
  const list = h(
    'select',
    { id: `setting-${name}`, onchange: () => change(name, list.value) },
    values.map((value) => h('option', { value, selected: value === current }, word(value))),
  );
  return h('div', { class: 'setting' }, h('label', { for: `setting-${name}` }, t(`settings.${name}`)), list);
}

export function accountButton(person, people) {
  const button = h(
    'button',
    { type: 'button', class: 'header-button', title: person.address, 'aria-expanded': 'false' },
    avatar(person),
    h('span', { class: 'visually-hidden' }, t('account.menu', { name: person.displayName })),
  );
  button.addEventListener('click', () => popover(button, person.displayName, accountMenu(person, people)));
  return button;
}

const accountMenu = (person, people) =>
  h(
    'div',
    { class: 'account' },
    h('p', { class: 'account-name' }, person.displayName),
    h('p', {}, person.address),
    h('button', { type: 'button', class: 'secondary', onclick: () => signOut(person) }, t('account.signOut')),
    h('h2', {}, t('account.other')),
    h(
      'ul',
      { class: 'accounts' },
      people
        .filter(({ address }) => address !== person.address)
        .map((other) =>
          h(
            'li',
            {},
            h(
              'a',
              { href: `/outlook?as=${other.address}`, target: '_blank', rel: 'noopener' },
              avatar(other),
              other.displayName,
            ),
          ),
        ),
    ),
  );
