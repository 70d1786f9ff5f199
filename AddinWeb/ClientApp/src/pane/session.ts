import { perform, type Action } from '../api/actions';
import { ApiError, newKey } from '../api/client';
import { getOpenMessage, type ItemKeys } from '../api/messages';
import type { Audience, LiveEvent, OpenMessage, RecordCard, Visibility } from '../api/types';
import type { CurrentItem } from '../office/currentItem';
import { isAnswerTo, keyOf, keysOf, named, peopleIn } from './mailKeys';
import { apply, newIdOf, settle } from './optimistic';
import { Outbox, type Entry } from './outbox';

/** What an action came to, for the sentence at the foot of the pane. */
export interface Said {
  action: Action;
  record: RecordCard | null;
  before: OpenMessage | null;
  after: Audience | null;
  /** the changes to take back, newest last */
  undo: string[];
  /** a join narrowed what comes later to this */
  later?: Visibility | null;
}

export interface PaneState {
  item: CurrentItem;
  /** what is known of the mail, with the rep's actions under way applied; null while nothing is known */
  open: OpenMessage | null;
  /** the actions under way on this mail */
  entries: Entry[];
  /** why the last reading failed; passing ones are tried again by themselves */
  error: ApiError | null;
  /** actions, on any mail, that wait for the connection */
  waiting: number;
  said: Said | null;
  /** an action that failed; `subject` is set when it was for another mail */
  trouble: { error: ApiError; subject: string | null } | null;
}

interface Known {
  keys: ItemKeys;
  open: OpenMessage;
}

const remembered = 20;
const firstRetry = 3_000;
const longestRetry = 60_000;
const eventsSettle = 100;

/**
 * The pane's one state: which mail is open, what the API says of it, what the rep has done to it. Each answer belongs
 * to the epoch that asked; one for another mail changes nothing that is shown.
 */
export class PaneSession {
  private item: CurrentItem = { kind: 'none', epoch: -1 };
  private readonly known = new Map<string, Known>();
  /** what an undo under way goes back to, by its key */
  private readonly undone = new Map<string, OpenMessage>();
  private readonly outbox: Outbox;
  private readonly listeners = new Set<() => void>();
  private readonly mailboxListeners = new Set<() => void>();
  private loading: { epoch: number; stop: AbortController; again: boolean } | null = null;
  private error: ApiError | null = null;
  private said: Said | null = null;
  private trouble: PaneState['trouble'] = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private retryIn = firstRetry;
  private state: PaneState;

  constructor(
    storage: Pick<Storage, 'getItem' | 'setItem'>,
    readonly user: string,
  ) {
    this.outbox = new Outbox(storage, `mailcrm.outbox.${user}`, {
      perform: (entry) => this.perform(entry),
      asks: (entry) => this.asks(entry),
      failed: (entry, error) => this.actionFailed(entry, error),
      changed: () => this.tell(),
    });
    this.state = this.compose();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  current = (): PaneState => this.state;

  /** Another mail was selected, or none: what was shown is gone in the same moment. */
  show(item: CurrentItem): void {
    this.item = item;
    this.error = this.said = null;
    if (!this.trouble?.subject) this.trouble = null;
    this.tell();
    void this.load();
  }

  /** Reads the open mail anew and tries again what waits. */
  refresh = (): void => {
    clearTimeout(this.timer);
    this.outbox.resume();
    void this.load();
  };

  /** Told when something happened to the rep's synced mailbox, which is not the open mail's affair. */
  onMailbox = (listener: () => void): (() => void) => {
    this.mailboxListeners.add(listener);
    return () => this.mailboxListeners.delete(listener);
  };

  /** The line of events was refused. That someone has no place here any more, nothing else may tell for hours. */
  lost(error: unknown): void {
    if (error instanceof ApiError && error.status === 403) this.failed(error);
  }

  happened(event: LiveEvent): void {
    if (event.kind === 'mail_account') this.mailboxListeners.forEach((listener) => listener());
    if (!this.concerns(event)) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(this.refresh, eventsSettle);
  }

  act = (action: Action): void => {
    const { item, said } = this;
    const known = item.kind === 'mail' && this.known.get(keyOf(item));
    if (!known) return;
    const key = newKey();
    if (action.kind === 'undo' && said?.before && String(said.undo) === String(action.changes))
      this.undone.set(key, said.before);
    this.said = this.trouble = null;
    this.outbox.add(key, keyOf(item), item.subject, known.keys, action);
  };

  consent = (key: string): void => this.outbox.consent(key);

  /** Not linked after all: a record made for this mail goes too. */
  cancel = (key: string): void => {
    const entry = this.state.entries.find((one) => one.key === key);
    this.outbox.drop(key);
    if (entry?.changes?.length)
      this.outbox.add(newKey(), entry.mail, entry.subject, entry.keys, { kind: 'undo', changes: entry.changes });
  };

  dismiss = (): void => {
    this.said = this.trouble = null;
    this.tell();
  };

  // A reading under way is joined, and followed by another; after a write it is dropped, since it may be older.
  private async load(isAfterWrite = false): Promise<void> {
    const { item } = this;
    if (this.loading?.epoch === item.epoch && !isAfterWrite) {
      this.loading.again = true;
      return;
    }
    this.loading?.stop.abort();
    this.loading = null;
    if (item.kind !== 'mail') return;
    const loading = (this.loading = { epoch: item.epoch, stop: new AbortController(), again: false });
    try {
      const keys = await keysOf(item);
      const open = await getOpenMessage(keys, peopleIn(item), loading.stop.signal);
      if (this.loading !== loading) return;
      if (!isAnswerTo(open, keys)) throw new ApiError('unreadable');
      this.took(keyOf(item), { keys, open: named(open, item) });
    } catch (error) {
      if (this.loading === loading) this.failed(asApiError(error));
    } finally {
      if (this.loading === loading) this.loading = null;
    }
    if (loading.again && this.item.epoch === loading.epoch) void this.load();
  }

  private took(mail: string, known: Known): void {
    this.remember(mail, known);
    this.error = null;
    this.retryIn = firstRetry;
    if (this.said) this.said = { ...this.said, after: known.open.audience };
    this.tell();
  }

  private async perform(entry: Entry): Promise<RecordCard | null> {
    const before = this.known.get(entry.mail)?.open ?? null;
    const target = { keys: entry.keys, message: before?.message ?? null };
    const done = await perform(entry.action, target, entry.key, entry.consented, entry.waited);

    const latest = this.known.get(entry.mail)?.open;
    const settled = this.undone.get(entry.key) ?? (latest && settle(latest, entry.action, done));
    this.undone.delete(entry.key);
    if (settled) this.remember(entry.mail, { keys: entry.keys, open: settled });
    if (!this.isOpen(entry.mail)) return done.record;
    const after = entry.preview ? { ...entry.preview, through: [] } : (settled?.audience ?? null);
    this.said = { action: entry.action, record: done.record, before, after, undo: done.changes, later: done.later };
    void this.load(true);
    return done.record;
  }

  // The question stands on its own mail: of another one it is told that it waits there.
  private asks({ mail, subject }: Entry): void {
    if (this.isOpen(mail)) return;
    this.trouble = { error: new ApiError('consent_needed'), subject };
    this.tell();
  }

  private actionFailed(entry: Entry, error: unknown): void {
    const apiError = asApiError(error);
    if (apiError.isPassing || apiError.isOfSignIn) return this.failed(apiError);
    this.trouble = { error: apiError, subject: this.isOpen(entry.mail) ? null : entry.subject };
    this.tell();
    void this.load();
  }

  private failed(error: ApiError): void {
    this.error = error;
    if (error.status === 403) this.forget();
    if (error.isPassing) {
      clearTimeout(this.timer);
      this.timer = setTimeout(this.refresh, error.retryAfter ? error.retryAfter * 1_000 : this.retryIn);
      this.retryIn = Math.min(this.retryIn * 2, longestRetry);
    }
    this.tell();
  }

  // Whoever may not ask any more keeps nothing of what was answered before.
  private forget(): void {
    this.known.clear();
    this.undone.clear();
    this.said = this.trouble = null;
  }

  private concerns({ kind, id }: LiveEvent): boolean {
    const { open } = this.state;
    if (!open) return false;
    // A mail that was not here may be the one that has just come in.
    if (kind === 'me' || (kind === 'message' && !open.message)) return true;
    const { message, copies, links, participants, persons, suggestions } = open;
    const shown = [
      ...[...links, ...suggestions].map((one) => one.record),
      ...participants.flatMap(({ person, colleague }) => [person, colleague?.person, colleague?.organization]),
      ...persons,
      ...copies.map((one) => one.through),
    ];
    return [message?.id, message?.conversationId, ...shown.map((one) => one?.id)].includes(id);
  }

  private isOpen = (mail: string): boolean => this.item.kind === 'mail' && keyOf(this.item) === mail;

  private remember(mail: string, known: Known): void {
    this.known.delete(mail);
    this.known.set(mail, known);
    const [oldest] = this.known.keys();
    if (this.known.size > remembered && oldest) this.known.delete(oldest);
  }

  private compose(): PaneState {
    const { item, error, said, trouble } = this;
    const mail = item.kind === 'mail' ? keyOf(item) : '';
    const entries = this.outbox.of(mail);
    const known = this.known.get(mail)?.open ?? null;
    const seen = (view: OpenMessage, { key, action, record, state }: Entry) =>
      (state !== 'asking' && this.undone.get(key)) || apply(view, action, record?.id ?? newIdOf(key));
    const open = known && entries.filter(isUnderWay).reduce(seen, known);
    return { item, open, entries, error, said, trouble, waiting: this.outbox.waiting };
  }

  private tell(): void {
    if (!this.state) return;
    this.state = this.compose();
    this.listeners.forEach((listener) => listener());
  }
}

// A share that waits is asked about anew before it is done: until then nobody sees the mail.
const isUnderWay = ({ action, state }: Entry): boolean =>
  state === 'running' || action.kind !== 'visibility' || action.visibility === 'private';

const asApiError = (error: unknown): ApiError =>
  error instanceof ApiError ? error : new ApiError('unexpected', 0, null, null, String(error));
