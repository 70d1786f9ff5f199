import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { configureApi } from './client';
import { followEvents, wakeEvents } from './events';
import type { LiveEvent } from './types';

let lines: ReadableStreamDefaultController<Uint8Array>[];
let isCutOff: boolean;

beforeEach(() => {
  lines = [];
  isCutOff = false;
  configureApi('https://api.example', () => Promise.resolve('token'));
  vi.stubGlobal('fetch', (_: string, { signal }: RequestInit) => {
    if (isCutOff) return Promise.reject(new TypeError('Failed to fetch'));
    const body = new ReadableStream<Uint8Array>({
      start: (line) => {
        lines.push(line);
        signal?.addEventListener('abort', () => line.error(signal.reason));
      },
    });
    return Promise.resolve(new Response(body));
  });
  vi.useFakeTimers();
});

afterEach(() => vi.useRealTimers());

function follow() {
  const stop = new AbortController();
  const happened: LiveEvent[] = [];
  const connected = vi.fn();
  const lost = vi.fn();
  void followEvents({ happened: (event) => happened.push(event), connected, lost }, stop.signal);
  return { stop, happened, connected, lost };
}

const send = (text: string) => {
  lines.at(-1)?.enqueue(new TextEncoder().encode(text));
  return vi.advanceTimersByTimeAsync(0);
};

describe('live events', () => {
  it('reads events however the bytes are cut, and no heartbeats', async () => {
    const { stop, happened } = follow();
    await vi.advanceTimersByTimeAsync(0);
    await send(': heartbeat\n\ndata: {"kind":"mess');
    await send('age","id":"m1"}\n');
    await send('\nevent: x\r\ndata: {"kind":"deal","id":"d1"}\r\n\r\n');
    expect(happened).toEqual([
      { kind: 'message', id: 'm1' },
      { kind: 'deal', id: 'd1' },
    ]);
    stop.abort();
  });

  it('takes a silent line for a dead one and connects anew', async () => {
    const { stop, connected } = follow();
    await vi.advanceTimersByTimeAsync(44_000);
    expect(connected).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(connected).toHaveBeenCalledTimes(2);
    stop.abort();
  });

  it('waits longer each time, and not at all once the network is back', async () => {
    isCutOff = true;
    const { stop, connected, lost } = follow();
    await vi.advanceTimersByTimeAsync(120_000);
    const tries = lost.mock.calls.length;
    expect(tries).toBeGreaterThan(3);
    expect(tries).toBeLessThan(12);

    isCutOff = false;
    wakeEvents();
    await vi.advanceTimersByTimeAsync(0);
    expect(connected).toHaveBeenCalledTimes(1);
    stop.abort();
  });
});
