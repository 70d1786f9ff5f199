import type { AuthenticationResult, IPublicClientApplication } from '@azure/msal-browser';
import { ApiError, type TokenSource, type TokenWish } from '../api/client';
import type { PublicSettings } from '../api/types';

type Library = typeof import('@azure/msal-browser');

// The bridge to Outlook sets no time limit on anything: a host that does not answer would leave us waiting for ever.
const silentlyWithin = 15_000;
const byHandWithin = 5 * 60_000;

export interface NestedSignIn {
  tokens: TokenSource;
  /** asks the user, with the claims given or challenged, so only from a press of a button; throws ApiError */
  signIn(claims?: string | null): Promise<void>;
}

/** Sign-in of the pane through Outlook's own (nested app authentication); without its bridge, through a popup. */
export function nestedSignIn(settings: PublicSettings): NestedSignIn {
  let library: Promise<Library> | null = null;
  let application: Promise<IPublicClientApplication> | null = null;
  let silent: Promise<string> | null = null;
  let challenge: string | undefined;

  const configuration = {
    auth: {
      clientId: settings.clientId,
      authority: settings.msalAuthority,
      redirectUri: `${settings.webUrl}/sign-in/popup`,
    },
  };
  const scopes = [settings.scope];

  // A library that did not come is asked for anew by the next call.
  function load(): Promise<Library> {
    library ??= import('@azure/msal-browser').catch((error) => {
      library = null;
      throw new ApiError('sign_in_not_loaded', 0, null, null, String(error));
    });
    return library;
  }
  load().catch(() => undefined);

  // A start that failed is tried anew by the next call.
  function start(): Promise<IPublicClientApplication> {
    application ??= within(
      silentlyWithin,
      load().then((msal) => msal.createNestablePublicClientApplication(configuration)),
    ).catch((error) => {
      application = null;
      throw error;
    });
    return application;
  }

  async function tokens(wish: TokenWish): Promise<string> {
    if (wish.claims) {
      challenge = wish.claims;
      throw new ApiError('sign_in_needed', 401);
    }
    if (wish.renew) return silently(true);
    // Callers that come at the same time share one question to Outlook.
    silent ??= silently(false).finally(() => (silent = null));
    return silent;
  }

  async function silently(forceRefresh: boolean): Promise<string> {
    try {
      const app = await start();
      const account = app.getActiveAccount() ?? undefined;
      const answer = await within(silentlyWithin, app.acquireTokenSilent({ scopes, forceRefresh, account }));
      return answer.accessToken;
    } catch (error) {
      throw toApiError(error);
    }
  }

  async function signIn(claims?: string | null): Promise<void> {
    challenge = claims ?? challenge;
    try {
      const app = await start();
      const answer = await byHand(app).catch(async (error) => {
        if (codeOf(error) !== 'nested_app_auth_bridge_disabled') throw error;
        // Outlook offered its bridge and then took it back: the browser's own way is left.
        const msal = await load();
        application = msal.createStandardPublicClientApplication(configuration);
        return byHand(await application);
      });
      (await start()).setActiveAccount(answer.account);
      challenge = undefined;
    } catch (error) {
      throw toApiError(error);
    }
  }

  const byHand = (app: IPublicClientApplication): Promise<AuthenticationResult> =>
    within(byHandWithin, app.acquireTokenPopup({ scopes, claims: challenge }));

  return { tokens, signIn };
}

const codeOf = (error: unknown): string => (error as { errorCode?: string }).errorCode ?? '';

// By name, not by class: the classes live in the library's own, late chunk.
function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  const code = codeOf(error);
  if ((error as Error).name === 'InteractionRequiredAuthError' || needsUser.has(code))
    return new ApiError('sign_in_needed', 401);
  if (code === 'no_network_connectivity') return new ApiError('offline');
  if (code === 'user_cancelled' || code === 'user_canceled') return new ApiError('sign_in_cancelled', 401);
  if (code === 'popup_window_error' || code === 'empty_window_error') return new ApiError('popup_blocked', 401);
  return new ApiError('sign_in_failed', 401, null, null, code || String(error));
}

// timed_out: without Outlook's bridge, the library's word for a hidden frame or a window that came to nothing.
const needsUser = new Set([
  'no_account_error',
  'no_account_found',
  'interaction_required',
  'login_required',
  'consent_required',
  'nested_app_auth_bridge_disabled',
  'timed_out',
]);

function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout>;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new ApiError('sign_in_timed_out', 401)), milliseconds);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
