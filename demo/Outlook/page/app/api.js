// What this page asks of the simulated Exchange, always in the name of one person signed in here.

export class RefusedError extends Error {
  constructor(status, code, message) {
    super(message);
    Object.assign(this, { status, code });
  }
}

async function ask(method, path, body) {
  const response = await fetch(`/outlook/api/${path}`, {
    method,
    headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!response.ok) {
    const problem = await response.json().catch(() => ({}));
    const why = problem.detail ?? problem.error_description ?? problem.title ?? `${response.status}`;
    throw new RefusedError(response.status, problem.error ?? `http_${response.status}`, why);
  }
  return response;
}

const read = async (path) => (await ask('GET', path)).json();
const write = async (method, path, body) => {
  const text = await (await ask(method, path, body)).text();
  return text ? JSON.parse(text) : undefined;
};

export const getHost = () => read('host');
export const signIn = (address, password) => write('POST', 'sessions', { address, password });

/** Ids stand in paths in their REST form, where the slash and the plus are replaced. */
const inPath = (id) => encodeURIComponent(id.replaceAll('/', '-').replaceAll('+', '_'));

export function createApi(person) {
  const home = `people/${encodeURIComponent(person)}`;
  const box = (mailbox) => `${home}/mailboxes/${encodeURIComponent(mailbox)}`;
  const message = (mailbox, id) => `${box(mailbox)}/messages/${inPath(id)}`;
  return {
    signOut: () => write('DELETE', `${home}/session`),
    mailboxes: () => read(`${home}/mailboxes`),
    messages: (mailbox, folder) => read(`${box(mailbox)}/folders/${folder}/messages`),
    message: (mailbox, id) => read(message(mailbox, id)),
    source: async (mailbox, id) => (await ask('GET', `${message(mailbox, id)}/source`)).blob(),
    attachmentUrl: (mailbox, id, n) => `/outlook/api/${message(mailbox, id)}/attachments/${n}`,
    markRead: (mailbox, id, isRead) => write('PUT', `${message(mailbox, id)}/read`, { isRead }),
    move: (mailbox, id, folder) => write('POST', `${message(mailbox, id)}/moves`, { folder }),
    remove: (mailbox, id) => write('DELETE', message(mailbox, id)),
    saveDraft: (id, draft) =>
      id ? write('PUT', `${home}/drafts/${inPath(id)}`, draft) : write('POST', `${home}/drafts`, draft),
    send: (draft) => write('POST', `${home}/sent`, draft),
    token: (request) => write('POST', `${home}/tokens`, request),
    events: () => new EventSource(`/outlook/api/${home}/events`),
  };
}
