import type { Problem } from './types';

const answerWithin = 20_000;

export interface TokenWish {
  /** the claims that the API asked for (a claims challenge), as JSON */
  claims?: string;
  /** the last token was refused: get another one */
  renew?: boolean;
}

export type TokenSource = (wish: TokenWish) => Promise<string>;

// Outlook that is slow to answer a sign-in may be just starting; the code for it may come when the line is back.
const passingCodes = new Set(['offline', 'timed_out', 'sign_in_timed_out', 'sign_in_not_loaded']);

/** The one way a call fails. `code` is the API's, or one of ours: offline, timed_out, sign_in_needed, unreadable. */
export class ApiError extends Error {
  constructor(
    readonly code: string,
    readonly status = 0,
    readonly problem: Problem | null = null,
    /** seconds the API asked to wait */
    readonly retryAfter: number | null = null,
    /** what the diagnostics screen adds to the code */
    readonly detail = problem?.detail ?? '',
  ) {
    super(`${code} (${status})`);
    this.name = 'ApiError';
  }

  /** The API could not be reached or is away: the same call may work later as it is. What a mailbox says is final, mostly. */
  get isPassing(): boolean {
    if (this.code.startsWith('mailbox_')) return this.code === 'mailbox_temporary';
    return passingCodes.has(this.code) || this.status === 429 || this.status >= 502;
  }

  /** Nobody was signed in to ask: nothing came of the call, and it may work after a sign-in. */
  get isOfSignIn(): boolean {
    return this.code.startsWith('sign_in_');
  }
}

export interface Call {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  query?: Record<string, string | string[] | null | undefined>;
  body?: unknown;
  signal?: AbortSignal;
  /** the same key for every attempt at the same act, so that it happens once */
  key?: string;
}

let baseUrl = '';
let tokenSource: TokenSource = () => Promise.reject(new ApiError('sign_in_needed'));

export function configureApi(apiUrl: string, tokens: TokenSource): void {
  baseUrl = apiUrl;
  tokenSource = tokens;
}

export const newKey = (): string => crypto.randomUUID();

/** Calls the API and reads its JSON. Throws ApiError, or an AbortError when `signal` was aborted. */
export async function call<T>(path: string, options: Call = {}): Promise<T> {
  const answer = await send(path, options);
  if (answer.status === 204) return undefined as T;
  try {
    return (await answer.json()) as T;
  } catch {
    if (options.signal?.aborted) throw options.signal.reason;
    throw new ApiError('unreadable', answer.status);
  }
}

/** Calls the API; a refused token is renewed once, and a claims challenge is met once. */
export async function send(path: string, options: Call = {}, waits = answerWithin): Promise<Response> {
  const request = { ...options, key: options.key ?? newKey() };
  const answer = await attempt(path, request, await tokenSource({}), waits);
  if (answer.ok) return answer;
  const error = await readError(answer);
  if (error.status !== 401) throw error;

  const wish = error.code === 'claims_challenge' ? { claims: claimsOf(error.problem) } : { renew: true };
  const again = await attempt(path, request, await tokenSource(wish), waits);
  if (again.ok) return again;
  const second = await readError(again);
  throw second.status === 401 ? new ApiError('sign_in_needed', 401, second.problem) : second;
}

async function attempt(path: string, options: Call, token: string, waits: number): Promise<Response> {
  const method = options.method ?? 'GET';
  const headers: Record<string, string> = { Authorization: `Bearer ${token}`, Accept: 'application/json' };
  if (options.body !== undefined) headers['Content-Type'] = 'application/json';
  if (method !== 'GET' && options.key) headers['Idempotency-Key'] = options.key;

  const late = new AbortController();
  const timer = waits > 0 ? setTimeout(() => late.abort(), waits) : undefined;
  const signal = options.signal ? AbortSignal.any([options.signal, late.signal]) : late.signal;
  try {
    const body = options.body === undefined ? undefined : JSON.stringify(options.body);
    return await fetch(addressOf(path, options.query), { method, headers, body, signal, credentials: 'omit' });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new ApiError(late.signal.aborted ? 'timed_out' : 'offline');
  } finally {
    clearTimeout(timer);
  }
}

function addressOf(path: string, query: Call['query'] = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    for (const one of [value].flat()) if (one !== null && one !== undefined) search.append(name, one);
  const text = search.toString();
  return `${baseUrl}/api${path}${text && '?' + text}`;
}

async function readError(answer: Response): Promise<ApiError> {
  const problem = await answer.json().then(
    (json) => json as Problem,
    () => null,
  );
  const wait = Number.parseInt(answer.headers.get('Retry-After') ?? '', 10);
  return new ApiError(
    problem?.code ?? `http_${answer.status}`,
    answer.status,
    problem,
    Number.isNaN(wait) ? null : wait,
  );
}

// The challenge's claims travel as base64 of JSON; as JSON they are taken too.
function claimsOf(problem: Problem | null): string | undefined {
  const claims = problem?.claims;
  if (!claims) return undefined;
  return claims.startsWith('{') ? claims : atob(claims);
}
