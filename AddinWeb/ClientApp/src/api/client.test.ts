import { beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeApi, later, problem, type Asked } from '../../test/fakeApi';
import { ApiError, call, type TokenWish } from './client';

let api: FakeApi;
let wishes: TokenWish[];

beforeEach(() => {
  api = new FakeApi();
  wishes = [];
  api.tokens = (wish) => {
    wishes.push(wish);
    return Promise.resolve(wish.renew || wish.claims ? 'new' : 'old');
  };
});

const failure = (path: string) => call(path).then(undefined, (error: ApiError) => error) as Promise<ApiError>;

describe('a call', () => {
  it('renews a refused token once, then does the same write with the same key', async () => {
    api.on('POST /x', ({ token }: Asked) => (token === 'new' ? { done: true } : problem(401, 'invalid_token')));
    expect(await call('/x', { method: 'POST', body: { a: 1 } })).toEqual({ done: true });
    const [first, second] = api.of('POST /x');
    expect(second?.key).toBe(first?.key);
    expect(wishes).toEqual([{}, { renew: true }]);
  });

  it('gives up when the renewed token is refused too', async () => {
    api.on('GET /x', problem(401, 'invalid_token'));
    expect(await failure('/x')).toMatchObject({ code: 'sign_in_needed', status: 401 });
    expect(api.of('GET /x')).toHaveLength(2);
  });

  it('asks for a token with the claims of a claims challenge', async () => {
    const claims = '{"access_token":{"acrs":{"value":"c1"}}}';
    api.on('GET /x', ({ token }: Asked) =>
      token === 'new' ? { done: true } : problem(401, 'claims_challenge', { claims: btoa(claims) }),
    );
    await call('/x');
    expect(wishes).toEqual([{}, { claims }]);
  });

  it.each([
    [problem(404, 'not_found'), 'not_found', false],
    [problem(503, 'storage_unavailable'), 'storage_unavailable', true],
    [problem(429, 'too_many_requests'), 'too_many_requests', true],
    [problem(502, 'mailbox_permanent'), 'mailbox_permanent', false],
    [problem(503, 'mailbox_temporary'), 'mailbox_temporary', true],
    [problem(503, 'mailbox_unavailable'), 'mailbox_unavailable', false],
    [problem(500, 'unexpected'), 'unexpected', false],
  ])('throws one kind of error: %o', async (answer, code, isPassing) => {
    api.on('GET /x', answer);
    const error = await failure('/x');
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ code, isPassing });
  });

  it('says offline when nobody answers, and timed out when nobody answers in time', async () => {
    api.isCutOff = true;
    expect(await failure('/x')).toMatchObject({ code: 'offline', isPassing: true });

    vi.useFakeTimers();
    vi.stubGlobal('fetch', (_: string, { signal }: RequestInit) => {
      const silence = later<Response>();
      return Promise.race([silence.promise, aborted(signal as AbortSignal)]);
    });
    const answer = failure('/x');
    await vi.advanceTimersByTimeAsync(20_000);
    expect(await answer).toMatchObject({ code: 'timed_out' });
    vi.useRealTimers();
  });

  it('sends no cookies and repeats query keys that have several values', async () => {
    api.on('GET /x', {});
    await call('/x', { query: { people: ['a@x.example', 'b@x.example'], mailbox: null } });
    expect(api.of('GET /x')[0]?.query.getAll('people')).toEqual(['a@x.example', 'b@x.example']);
    expect(api.of('GET /x')[0]?.query.has('mailbox')).toBe(false);
  });
});

const aborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
