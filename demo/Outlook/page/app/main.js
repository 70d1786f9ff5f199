import { createApi, getHost } from './api.js';
import { composeView } from './composeView.js';
import { h, icon } from './dom.js';
import { folderList } from './folderList.js';
import { Mail } from './mail.js';
import { accountButton, settingsButton } from './menus.js';
import { messageList } from './messageList.js';
import { Notifications } from './notifications.js';
import { Pane } from './pane/pane.js';
import { readingPane } from './readingPane.js';
import { ribbon } from './ribbon.js';
import { onChange, setting } from './settings.js';
import { signedInPerson } from './signIn.js';
import { t } from './words.js';

const root = document.getElementById('outlook');

function applySettings() {
  document.documentElement.lang = setting('language');
  document.documentElement.dataset.theme = setting('theme');
  document.title = t('outlook');
}

async function start() {
  applySettings();
  const host = await getHost();
  const person = await signedInPerson(root, host.people);
  const api = createApi(person.address);
  const mail = new Mail(person, api);
  const notifications = new Notifications();
  const pane = new Pane({ mail, api, notifications, person, paneUrl: host.paneUrl });
  const known = [...host.people.map(({ displayName, address }) => ({ name: displayName, address }))];

  const show = () => {
    applySettings();
    root.replaceChildren(
      h('header', {}, titleBar(person, host.people), ribbon(mail, pane)),
      h(
        'main',
        { class: 'columns', 'aria-label': 'Outlook' },
        folderList(mail),
        messageList(mail),
        readingPane(mail, api, notifications, (draft) => composeView(mail, knownPeople(mail, known), draft)),
        pane.element,
      ),
    );
    for (const part of ['folders', 'rows', 'selection']) mail.dispatchEvent(new Event(part));
  };
  show();
  onChange((name) => {
    if (name === 'language') window.location.reload();
    else applySettings();
  });
  await mail.start();
}

const titleBar = (person, people) =>
  h(
    'div',
    { class: 'top' },
    h('h1', { class: 'brand' }, icon('mail'), t('outlook')),
    h('span', { class: 'space' }),
    settingsButton(),
    accountButton(person, people),
  );

/** Whom the address fields suggest: colleagues, and whoever stands in the folder on screen. */
function knownPeople(mail, colleagues) {
  const all = [...colleagues, ...mail.rows.flatMap(({ from, to }) => [from, ...to])].filter(Boolean);
  const byAddress = new Map(
    all.map(({ name, address }) => [address.toLowerCase(), { name: name || address, address: address.toLowerCase() }]),
  );
  return [...byAddress.values()];
}

start();
