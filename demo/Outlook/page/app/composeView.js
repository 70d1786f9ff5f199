import { h, icon, iconButton } from './dom.js';
import { isAddress } from './draft.js';
import { recipientField } from './recipientField.js';
import { size, t } from './words.js';

/**
 * The form of the mail being written; it writes into the draft as one types, so that the add-in reads what stands
 * there.
 */
export function composeView(mail, known, draft) {
  const trouble = h('p', { class: 'trouble', role: 'alert' });
  const subject = h('input', {
    type: 'text',
    id: 'compose-subject',
    value: draft.subject,
    maxLength: 255,
    dir: 'auto',
  });
  const body = h('div', {
    class: 'compose-body',
    contentEditable: 'true',
    role: 'textbox',
    'aria-multiline': 'true',
    'aria-label': t('compose.body'),
    dir: 'auto',
    innerHTML: inertHtml(draft.html),
  });
  const files = h('ul', { class: 'attachments' });
  const send = h(
    'button',
    { type: 'button', class: 'primary', onclick: onSend },
    icon('send'),
    h('span', {}, t('compose.send')),
  );

  subject.addEventListener('input', () => (draft.subject = subject.value));
  draft.addEventListener('subject', () => (subject.value = draft.subject));
  body.addEventListener('input', () => (draft.html = body.innerHTML));
  const showFiles = () => files.replaceChildren(...draft.attachments.map((file) => fileEntry(draft, file, showFiles)));
  showFiles();

  async function onSend() {
    const why = whyNot(draft);
    trouble.textContent = why ?? '';
    if (why) return;
    send.disabled = true;
    send.lastChild.textContent = t('compose.sending');
    try {
      await mail.sendDraft();
    } catch (error) {
      trouble.textContent = t('error.title', { why: error.message });
      send.disabled = false;
      send.lastChild.textContent = t('compose.send');
    }
  }

  const form = h(
    'div',
    { class: 'compose', role: 'form', 'aria-label': t('compose.title') },
    h(
      'div',
      { class: 'compose-commands' },
      send,
      iconButton('attach', t('compose.attach'), () => pickFiles(draft, showFiles)),
      formatting('bold', body),
      formatting('italic', body),
      formatting('underline', body),
      formatting('list', body, 'insertUnorderedList'),
      h('span', { class: 'space' }),
      iconButton('deleted', t('compose.discard'), () => mail.closeDraft({ save: false })),
      iconButton('close', t('compose.close'), () => mail.closeDraft({ save: true })),
    ),
    trouble,
    h(
      'div',
      { class: 'field' },
      h('span', { class: 'field-label' }, t('compose.from')),
      h('span', { class: 'field-value' }, draft.from.address),
    ),
    ['to', 'cc', 'bcc'].map((field) => recipientField(draft, field, known)),
    h(
      'div',
      { class: 'field' },
      h('label', { class: 'field-label', for: 'compose-subject' }, t('compose.subject')),
      subject,
    ),
    files,
    body,
  );
  const first = draft.to.length > 0 ? body : form.querySelector('#compose-to');
  queueMicrotask(() => first.focus());
  return form;
}

function whyNot(draft) {
  if (draft.recipients.length === 0) return t('compose.noRecipients');
  const unresolved = draft.recipients.find(({ address }) => !isAddress(address));
  return unresolved ? t('compose.unresolved', { name: unresolved.address }) : null;
}

/** Toolbar buttons must not take the caret out of the text. */
const formatting = (name, body, command = name) =>
  iconButton(
    name,
    t(`compose.${name}`),
    () => {
      body.focus();
      document.execCommand(command);
    },
    { onpointerdown: (event) => event.preventDefault() },
  );

const fileEntry = (draft, file, show) =>
  h(
    'li',
    {},
    h(
      'span',
      { class: 'file' },
      icon('file'),
      h('span', { class: 'file-name', dir: 'auto' }, file.name),
      h('span', { class: 'file-size' }, size(file.size)),
      iconButton('close', t('compose.remove', { name: file.name }), () => {
        draft.attachments = draft.attachments.filter((other) => other !== file);
        show();
      }),
    ),
  );

function pickFiles(draft, show) {
  const input = h('input', { type: 'file', multiple: true });
  input.addEventListener('change', async () => {
    const picked = await Promise.all([...input.files].map(asAttachment));
    draft.attachments = [...draft.attachments, ...picked];
    show();
  });
  input.click();
}

async function asAttachment(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const text = Array.from({ length: Math.ceil(bytes.length / 0x8000) }, (_, at) =>
    String.fromCharCode(...bytes.subarray(at * 0x8000, (at + 1) * 0x8000)),
  ).join('');
  return { name: file.name, contentType: file.type || 'application/octet-stream', base64: btoa(text), size: file.size };
}

/** A quoted mail is a stranger's HTML and comes to stand in this page: what could act in it is taken out. */
function inertHtml(html) {
  const page = new DOMParser().parseFromString(html, 'text/html');
  page
    .querySelectorAll('script,style,link,meta,base,iframe,object,embed,form,input,button,svg,math,template')
    .forEach((element) => element.remove());
  for (const element of page.body.querySelectorAll('*')) {
    for (const { name, value } of [...element.attributes]) {
      const isAddressLike = [
        'href',
        'src',
        'action',
        'formaction',
        'xlink:href',
        'background',
        'srcset',
        'poster',
      ].includes(name);
      if (name.startsWith('on') || name === 'id' || (isAddressLike && !/^(https?:|mailto:|data:image\/)/i.test(value)))
        element.removeAttribute(name);
    }
  }
  return page.body.innerHTML;
}
