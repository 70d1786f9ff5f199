import { vi } from 'vitest';
import { configureApi, type TokenWish } from '../src/api/client';

export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  body: unknown;
  key: string | null;
  token: string;
}

class Problem {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly more: object = {},
  ) {}
}

export const problem = (status: number, code: string, more: object = {}) => new Problem(status, code, more);

/** Stands in for CompanionApi: answers by "METHOD /path", keeps what was asked, and can be cut off. */
export class FakeApi {
  readonly asked: Asked[] = [];
  isCutOff = false;
  tokens: (wish: TokenWish) => Promise<string> = () => Promise.resolve('token');
  private readonly answers = new Map<string, (asked: Asked) => unknown>();

  constructor() {
    vi.stubGlobal('fetch', (url: string, init: RequestInit) => this.fetch(url, init));
    configureApi('https://api.example', (wish) => this.tokens(wish));
  }

  on(route: string, answer: object | ((asked: Asked) => unknown)): this {
    this.answers.set(route, typeof answer === 'function' ? (answer as (asked: Asked) => unknown) : () => answer);
    return this;
  }

  of(route: string): Asked[] {
    return this.asked.filter((one) => `${one.method} ${one.path}` === route);
  }

  private async fetch(url: string, init: RequestInit): Promise<Response> {
    const address = new URL(url);
    const headers = new Headers(init.headers);
    const asked: Asked = {
      method: init.method ?? 'GET',
      path: address.pathname.replace('/api', ''),
      query: address.searchParams,
      body: init.body ? JSON.parse(init.body as string) : undefined,
      key: headers.get('Idempotency-Key'),
      token: (headers.get('Authorization') ?? '').replace('Bearer ', ''),
    };
    this.asked.push(asked);
    if (this.isCutOff) throw new TypeError('Failed to fetch');
    const answer = this.answers.get(`${asked.method} ${asked.path}`);
    const value = answer ? await answer(asked) : problem(404, 'not_found');
    if (init.signal?.aborted) throw new DOMException('aborted', 'AbortError');
    if (value instanceof Problem)
      return Response.json({ code: value.code, status: value.status, ...value.more }, { status: value.status });
    return value === undefined ? new Response(null, { status: 204 }) : Response.json(value);
  }
}

/** A write's answer: a change that can be undone. */
export const change = (id: string) => ({ change: { id, kind: 'x', undoUntil: '2026-11-21T10:00:00.000Z' } });

/** An answer that comes when the test says so. */
export function later<T>() {
  let answer!: (value: T) => void;
  const promise = new Promise<T>((resolve) => (answer = resolve));
  return { promise, answer };
}
