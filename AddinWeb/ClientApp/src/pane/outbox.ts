import type { Action } from '../api/actions';
import { ApiError } from '../api/client';
import { ConsentNeeded } from '../api/consent';
import type { ItemKeys } from '../api/messages';
import type { AudiencePreview, RecordCard } from '../api/types';
import { newIdOf, withMade } from './optimistic';

/**
 * One thing the rep did to one mail, on its way to the API.
 * running: at the API or next in line · waiting: for the connection or the sign-in · asking: for the rep's consent to
 * let people see the mail
 */
export interface Entry {
  /** the Idempotency-Key of every attempt */
  key: string;
  mail: string;
  subject: string;
  keys: ItemKeys;
  action: Action;
  state: 'running' | 'waiting' | 'asking';
  consented: boolean;
  /** it did not get through at once, or stood behind what did not: consent given before is none */
  waited?: boolean;
  /** while asking: who would see the mail, through which record, and what was changed before the question */
  preview?: AudiencePreview;
  record?: RecordCard | null;
  changes?: string[];
}

interface Doer {
  /** answers the record that it made or linked */
  perform(entry: Entry): Promise<RecordCard | null>;
  asks(entry: Entry): void;
  failed(entry: Entry, error: unknown): void;
  changed(): void;
}

/** Keeps what the rep did until it is done: in order for one mail, across a reload of the pane, through lost lines. */
export class Outbox {
  private entries: readonly Entry[];
  private readonly busy = new Set<string>();

  constructor(
    private readonly storage: Pick<Storage, 'getItem' | 'setItem'>,
    private readonly name: string,
    private readonly doer: Doer,
  ) {
    const kept = JSON.parse(storage.getItem(name) ?? '[]') as Entry[];
    this.entries = kept.map((entry) => (entry.state === 'running' ? { ...entry, state: 'waiting' } : entry));
  }

  get waiting(): number {
    return this.entries.filter((entry) => entry.state === 'waiting').length;
  }

  of(mail: string): Entry[] {
    return this.entries.filter((entry) => entry.mail === mail);
  }

  add(key: string, mail: string, subject: string, keys: ItemKeys, action: Action): void {
    this.keep([...this.entries, { key, mail, subject, keys, action, state: 'running', consented: false }]);
    void this.run(mail);
  }

  consent(key: string): void {
    const entry = this.entries.find((one) => one.key === key);
    if (!entry) return;
    const { action, preview = null } = entry;
    const agreed = action.kind === 'visibility' ? { ...action, preview } : action;
    this.change(key, { state: 'running', consented: true, action: agreed });
    void this.run(entry.mail);
  }

  drop(key: string): void {
    this.end(key, null);
  }

  /** The line is back: everything that waits, and what stands behind it, is tried again, with the key it had. */
  resume(): void {
    const mails = new Set(this.entries.filter((entry) => entry.state === 'waiting').map((entry) => entry.mail));
    const tried = { state: 'running', waited: true, consented: false } as const;
    this.keep(
      this.entries.map((entry) => (mails.has(entry.mail) && entry.state !== 'asking' ? { ...entry, ...tried } : entry)),
    );
    mails.forEach((mail) => void this.run(mail));
  }

  private async run(mail: string): Promise<void> {
    if (this.busy.has(mail)) return;
    this.busy.add(mail);
    try {
      for (let entry = this.next(mail); entry; entry = this.next(mail)) await this.try(entry);
    } finally {
      this.busy.delete(mail);
    }
  }

  // What waits holds up what came after it on the same mail; what asks does not.
  private next(mail: string): Entry | undefined {
    const first = this.of(mail).find((entry) => entry.state !== 'asking');
    return first?.state === 'running' ? first : undefined;
  }

  private async try(entry: Entry): Promise<void> {
    try {
      const record = await this.doer.perform(entry);
      this.end(entry.key, record);
    } catch (error) {
      if (error instanceof ConsentNeeded) {
        const { preview, record, changes } = error;
        this.change(entry.key, { state: 'asking', preview, record, changes });
        if (record) this.named(entry.key, record);
        this.doer.asks(entry);
      } else if (error instanceof ApiError && (error.isPassing || error.isOfSignIn)) {
        this.change(entry.key, { state: 'waiting' });
        this.doer.failed(entry, error);
      } else {
        this.drop(entry.key);
        this.doer.failed(entry, error);
      }
    }
  }

  private end(key: string, made: RecordCard | null): void {
    this.keep(this.entries.filter((entry) => entry.key !== key));
    this.named(key, made);
  }

  // What was done meanwhile with a record under creation gets its id, before it is sent for the first time.
  private named(key: string, made: RecordCard | null): void {
    this.keep(this.entries.map((entry) => ({ ...entry, action: withMade(entry.action, newIdOf(key), made) })));
  }

  private change(key: string, to: Partial<Entry>): void {
    this.keep(this.entries.map((entry) => (entry.key === key ? { ...entry, ...to } : entry)));
  }

  private keep(entries: readonly Entry[]): void {
    this.entries = entries;
    try {
      this.storage.setItem(this.name, JSON.stringify(entries));
    } catch {
      // Full or forbidden storage costs only the survival of a reload.
    }
    this.doer.changed();
  }
}
