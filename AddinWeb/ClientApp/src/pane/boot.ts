import { configureApi } from '../api/client';
import { followEvents } from '../api/events';
import { readSettings } from '../api/settings';
import type { PublicSettings } from '../api/types';
import { currentItem, followSelection, onItemChanged } from '../office/currentItem';
import { displayLanguage, mailboxUser } from '../office/host';
import { loadOffice } from '../office/officeJs';
import { nestedSignIn, type NestedSignIn } from '../signIn/nestedSignIn';
import { setLanguage } from '../words/words';
import { PaneSession } from './session';

const scriptWithin = 10_000;
const readyWithin = 10_000;

export type Step = 'settings' | 'office.js' | 'onReady' | 'mailbox' | 'signIn' | 'api' | 'page';

/** starting: Office is not there yet · stopped: the step that failed · outside: no Outlook · running: all else */
export type Boot =
  | { state: 'starting'; settings: PublicSettings }
  | { state: 'stopped'; settings: PublicSettings | null; step: Step; detail: string }
  | { state: 'outside'; settings: PublicSettings }
  | { state: 'running'; settings: PublicSettings; session: PaneSession; signIn: NestedSignIn };

let boot: Boot;
const listeners = new Set<() => void>();

export const currentBoot = (): Boot => boot;

export function onBoot(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function become(next: Boot): void {
  boot = next;
  listeners.forEach((listener) => listener());
}

/** Starts everything, each step within its time; the page can be drawn as soon as this returns. */
export function startPane(): void {
  setLanguage(navigator.language);
  let settings: PublicSettings;
  try {
    settings = readSettings();
  } catch (error) {
    return become({ state: 'stopped', settings: null, step: 'settings', detail: String(error) });
  }
  become({ state: 'starting', settings });
  const office = loadOffice(settings.officeJsUrl);
  const signIn = nestedSignIn(settings);
  void limit(office.script, scriptWithin, 'office.js', settings).then(
    (came) => came && limit(office.ready, readyWithin, 'onReady', settings),
  );
  // Late is as good as in time: whatever was on the screen gives way. That Office does not come is said above.
  void office.ready.then(
    (isOutlook) => run(settings, signIn, isOutlook),
    () => undefined,
  );
}

function run(settings: PublicSettings, signIn: NestedSignIn, isOutlook: boolean): void {
  let step: Step = 'mailbox';
  try {
    setLanguage(displayLanguage());
    if (!isOutlook) return become({ state: 'outside', settings });
    configureApi(settings.apiUrl, signIn.tokens);
    const user = mailboxUser();
    step = 'page';
    const session = new PaneSession(storageOfTab(), user);
    onItemChanged(() => session.show(currentItem()));
    step = 'mailbox';
    followSelection();
    become({ state: 'running', settings, session, signIn });
    listen(session);
  } catch (error) {
    become({ state: 'stopped', settings, step, detail: String(error) });
  }
}

function listen(session: PaneSession): void {
  void followEvents(
    {
      happened: (event) => session.happened(event),
      // What happened while nobody listened is unknown, the first time too.
      connected: () => session.refresh(),
      lost: (error) => session.lost(error),
    },
    new AbortController().signal,
  );
}

// Storage can be forbidden in a framed page: what waits is kept for as long as the pane then.
function storageOfTab(): Pick<Storage, 'getItem' | 'setItem'> {
  try {
    return window.sessionStorage;
  } catch {
    const values = new Map<string, string>();
    return { getItem: (name) => values.get(name) ?? null, setItem: (name, value) => void values.set(name, value) };
  }
}

async function limit(work: Promise<unknown>, within: number, step: Step, settings: PublicSettings): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${within / 1_000} s`)), within);
  });
  try {
    await Promise.race([work, late]);
    return true;
  } catch (error) {
    become({ state: 'stopped', settings, step, detail: String(error) });
    return false;
  } finally {
    clearTimeout(timer);
  }
}
