import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { settings } from '../../test/renderPane';
import { nestedSignIn } from './nestedSignIn';

// The real MSAL.js over a bridge such as Outlook's (facts of the bridge: every answer is a JSON string).
interface Request {
  method: string;
  requestId: string;
  tokenParams?: { scope: string; claims: string; forceRefresh?: boolean };
}

let asked: Request[];
let answer: (request: Request) => object | null;

const account = {
  homeAccountId: 'oid.tid',
  environment: 'login.microsoftonline.com',
  tenantId: 'tid',
  localAccountId: 'oid',
  username: 'anna@contoso.example',
  name: 'Anna',
};

const token = (access: string, { tokenParams }: Request) => ({
  success: true,
  token: {
    access_token: access,
    id_token: `h.${btoa(JSON.stringify({ tid: 'tid', oid: 'oid', preferred_username: account.username, name: 'Anna' }))}.s`,
    expires_in: 3600,
    scope: tokenParams?.scope,
  },
  account,
});

const refused = (status: string) => ({
  success: false,
  error: { status, code: status.toLowerCase(), description: '' },
});

beforeEach(() => {
  asked = [];
  answer = (request) => token('first', request);
  let tell: (text: string) => void;
  vi.stubGlobal('nestedAppAuthBridge', {
    addEventListener: (_: string, listener: (text: string) => void) => (tell = listener),
    postMessage: (text: string) => {
      const request = JSON.parse(text) as Request;
      const init = { success: true, initContext: { accountContext: account } };
      if (request.method !== 'GetInitContext') asked.push(request);
      const said = request.method === 'GetInitContext' ? init : answer(request);
      if (said)
        queueMicrotask(() =>
          tell(JSON.stringify({ messageType: 'NestedAppAuthResponse', requestId: request.requestId, ...said })),
        );
    },
  });
  window.sessionStorage.clear();
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.doUnmock('@azure/msal-browser');
});

describe('sign-in through Outlook', () => {
  it('gets a token without a word, once for callers that come together, and keeps it', async () => {
    const { tokens } = nestedSignIn(settings);
    expect(await Promise.all([tokens({}), tokens({})])).toEqual(['first', 'first']);
    expect(await tokens({})).toBe('first');
    expect(asked.map((one) => one.method)).toEqual(['GetToken']);
    expect(asked[0]?.tokenParams?.scope).toBe(settings.scope);
  });

  it('asks Outlook anew for a token that the API refused', async () => {
    const { tokens } = nestedSignIn(settings);
    await tokens({});
    answer = (request) => token('second', request);
    expect(await tokens({ renew: true })).toBe('second');
    expect(asked[1]?.tokenParams?.forceRefresh).toBe(true);
  });

  it('says that the user is needed, and asks the user only by a press', async () => {
    answer = () => refused('USER_INTERACTION_REQUIRED');
    const { tokens, signIn } = nestedSignIn(settings);
    await expect(tokens({})).rejects.toMatchObject({ code: 'sign_in_needed' });
    answer = (request) => token('by hand', request);
    await signIn();
    expect(asked.map((one) => one.method)).toEqual(['GetToken', 'GetTokenPopup']);
    expect(await tokens({})).toBe('by hand');
  });

  it('carries the claims of a challenge to the next press', async () => {
    const { tokens, signIn } = nestedSignIn(settings);
    await expect(tokens({ claims: '{"access_token":{"acrs":null}}' })).rejects.toMatchObject({
      code: 'sign_in_needed',
    });
    await signIn();
    expect(asked[0]).toMatchObject({ method: 'GetTokenPopup' });
    expect(JSON.parse(asked[0]?.tokenParams?.claims ?? '{}')).toMatchObject({ access_token: { acrs: null } });
  });

  it('takes the claims that a mailbox demands to the press that meets them', async () => {
    await nestedSignIn(settings).signIn('{"access_token":{"acrs":null}}');
    expect(asked[0]).toMatchObject({ method: 'GetTokenPopup' });
    expect(JSON.parse(asked[0]?.tokenParams?.claims ?? '{}')).toMatchObject({ access_token: { acrs: null } });
  });

  it.each([
    ['USER_CANCEL', 'sign_in_cancelled'],
    ['NO_NETWORK', 'offline'],
    ['ACCOUNT_UNAVAILABLE', 'sign_in_needed'],
    ['PERSISTENT_ERROR', 'sign_in_failed'],
  ])('%s is %s', async (status, code) => {
    answer = () => refused(status);
    await expect(nestedSignIn(settings).tokens({})).rejects.toMatchObject({ code });
  });

  it('R85 asks for the library again where it did not come', async () => {
    vi.doMock('@azure/msal-browser', () => {
      throw new Error('Failed to fetch dynamically imported module');
    });
    const { tokens } = nestedSignIn(settings);
    await expect(tokens({})).rejects.toMatchObject({ code: 'sign_in_not_loaded', isPassing: true });
    vi.doUnmock('@azure/msal-browser');
    expect(await tokens({})).toBe('first');
  });

  it('R85 needs the user where, without the bridge, a hidden frame came to nothing', async () => {
    const acquireTokenSilent = () => Promise.reject(Object.assign(new Error(), { errorCode: 'timed_out' }));
    const app = { getActiveAccount: () => null, acquireTokenSilent };
    vi.doMock('@azure/msal-browser', () => ({ createNestablePublicClientApplication: () => Promise.resolve(app) }));
    const { tokens } = nestedSignIn(settings);
    await expect(tokens({})).rejects.toMatchObject({ code: 'sign_in_needed' });
  });

  it('does not wait for ever for a host that does not answer', async () => {
    const { tokens } = nestedSignIn(settings);
    await tokens({});
    answer = () => null;
    vi.useFakeTimers();
    const waiting = expect(tokens({ renew: true })).rejects.toMatchObject({
      code: 'sign_in_timed_out',
      isPassing: true,
    });
    await vi.advanceTimersByTimeAsync(15_000);
    await waiting;
    vi.useRealTimers();
  });
});
