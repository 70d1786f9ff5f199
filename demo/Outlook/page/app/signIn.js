import { createApi, signIn } from './api.js';
import { avatar } from './avatar.js';
import { h, icon } from './dom.js';
import { t } from './words.js';

const personKey = 'outlook.person';

/** The person this tab is for: several can be signed in to one browser, each in tabs of their own. */
export async function signedInPerson(root, people) {
  const asked = new URLSearchParams(window.location.search).get('as');
  const remembered = asked ?? sessionStorage.getItem(personKey);
  const person = people.find(({ address }) => address === remembered);
  const isSignedIn = person?.signedIn && (asked === null || asked === sessionStorage.getItem(personKey));
  const chosen = isSignedIn ? person : await askWho(root, people, person);
  sessionStorage.setItem(personKey, chosen.address);
  return chosen;
}

export async function signOut(person) {
  sessionStorage.removeItem(personKey);
  await createApi(person.address).signOut();
  window.location.assign('/outlook');
}

function askWho(root, people, preselected) {
  return new Promise((resolve) => {
    const show = (content) =>
      root.replaceChildren(h('main', { class: 'sign-in' }, h('div', { class: 'sign-in-card' }, content)));
    const pick = () => show(picker(people, password));
    const password = (person) => show(passwordForm(person, pick, resolve));
    if (preselected) password(preselected);
    else pick();
  });
}

const picker = (people, onPick) => [
  h('div', { class: 'sign-in-brand' }, icon('mail'), t('outlook')),
  h('h1', {}, t('signIn.title')),
  h(
    'ul',
    { class: 'accounts' },
    people.map((person) =>
      h('li', {}, h('button', { type: 'button', onclick: () => onPick(person) }, avatar(person), who(person))),
    ),
  ),
];

const who = (person) =>
  h(
    'span',
    { class: 'account-who' },
    h('span', { class: 'account-name' }, person.displayName),
    h('span', {}, person.address),
    person.signedIn && h('span', { class: 'account-state' }, t('signIn.signedIn')),
  );

function passwordForm(person, onBack, onSignedIn) {
  const password = h('input', { type: 'password', value: 'demo', id: 'password', autocomplete: 'off', required: true });
  const trouble = h('p', { class: 'trouble', role: 'alert' });
  const onsubmit = async (event) => {
    event.preventDefault();
    try {
      await signIn(person.address, password.value);
      onSignedIn(person);
    } catch {
      trouble.textContent = t('signIn.wrong');
      password.focus();
    }
  };
  queueMicrotask(() => password.focus());
  return h(
    'form',
    { onsubmit },
    h('div', { class: 'sign-in-brand' }, icon('mail'), t('outlook')),
    h(
      'button',
      { type: 'button', class: 'sign-in-who', title: t('signIn.back'), onclick: onBack },
      icon('back'),
      person.address,
    ),
    h('h1', {}, t('signIn.signIn')),
    h('label', { for: 'password' }, t('signIn.password')),
    password,
    trouble,
    h('button', { type: 'submit', class: 'primary' }, t('signIn.signIn')),
  );
}
