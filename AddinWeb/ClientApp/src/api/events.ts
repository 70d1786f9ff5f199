import { ApiError, send } from './client';
import type { LiveEvent } from './types';

const firstWait = 1_000;
const longestWait = 30_000;
// The API's heartbeat comes every 20 s: two missed and the line is dead, whatever the network says.
const silence = 45_000;

export interface Listening {
  happened(event: LiveEvent): void;
  /** the line stands: what happened before is unknown, so read anew */
  connected(): void;
  lost(error: unknown): void;
}

const sleepers = new Set<() => void>();

/** Ends the wait before the next try, where there is one: the sign-in, or the network, is back. */
export function wakeEvents(): void {
  sleepers.forEach((wake) => wake());
}

/** Follows the API's events until `signal` aborts, reconnecting with growing waits. */
export async function followEvents(listening: Listening, signal: AbortSignal): Promise<void> {
  let wait = firstWait;
  while (!signal.aborted) {
    try {
      await listen(
        {
          ...listening,
          connected: () => {
            listening.connected();
            wait = firstWait;
          },
        },
        signal,
      );
    } catch (error) {
      if (signal.aborted) return;
      listening.lost(error);
      if (error instanceof ApiError && error.retryAfter) wait = Math.max(wait, error.retryAfter * 1_000);
    }
    await pause(wait * (0.75 + Math.random() / 2), signal);
    wait = Math.min(wait * 2, longestWait);
  }
}

async function listen(listening: Listening, signal: AbortSignal): Promise<void> {
  const dead = new AbortController();
  const answer = await send('/events', { signal: AbortSignal.any([signal, dead.signal]) }, 0);
  listening.connected();
  let timer = setTimeout(() => dead.abort(), silence);
  try {
    const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
    const text = new TextDecoder();
    let rest = '';
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      clearTimeout(timer);
      timer = setTimeout(() => dead.abort(), silence);
      const blocks = (rest + text.decode(part.value, { stream: true }).replaceAll('\r', '')).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const event of blocks.map(read)) if (event) listening.happened(event);
    }
  } finally {
    clearTimeout(timer);
  }
}

function read(block: string): LiveEvent | null {
  const data = block
    .split('\n')
    .filter((line) => line.startsWith('data:'))
    .map((line) => line.slice(5).trim())
    .join('\n');
  return data ? (JSON.parse(data) as LiveEvent) : null;
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener('online', done);
      sleepers.delete(done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    window.addEventListener('online', done);
    sleepers.add(done);
    signal.addEventListener('abort', done);
  });
}
