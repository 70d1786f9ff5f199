import { UserManager, WebStorageStateStore } from 'oidc-client-ts';
import { ApiError, type TokenSource } from '../api/client';
import type { PublicSettings } from '../api/types';

const callbackPath = '/sign-in/callback';

export interface SignInWish {
  /** what the sign-in must satisfy, as JSON */
  claims?: string | null;
  /** whose sign-in it is */
  user?: string;
  /** the browser's own session at the sign-in service is not enough */
  isAnew?: boolean;
}

export interface BrowserSignIn {
  tokens: TokenSource;
  signIn(wish?: SignInWish): Promise<void>;
  signOut(): Promise<void>;
  /** on the callback page: ends the sign-in and answers where the user wanted to be */
  finish(): Promise<string>;
}

/** Sign-in of the browser pages: the code flow with PKCE, by redirect; tokens live in the tab's session storage. */
export function browserSignIn(settings: PublicSettings): BrowserSignIn {
  const manager = new UserManager({
    authority: settings.oidcAuthority,
    client_id: settings.clientId,
    redirect_uri: settings.webUrl + callbackPath,
    post_logout_redirect_uri: settings.webUrl + '/',
    scope: `openid profile offline_access ${settings.scope}`,
    response_type: 'code',
    userStore: new WebStorageStateStore({ store: window.sessionStorage }),
    automaticSilentRenew: false,
    // The access token is the API's; the user's own data at the sign-in service is not asked for.
    loadUserInfo: false,
  });
  let renewing: Promise<string> | null = null;

  async function tokens({ claims, renew }: { claims?: string; renew?: boolean }): Promise<string> {
    const user = claims ? null : await manager.getUser();
    if (!user) throw new ApiError('sign_in_needed', 401);
    const fresh = !renew && (user.expires_in ?? 0) > 60;
    if (fresh) return user.access_token;
    // One renewal at a time: a rotated refresh token is good once.
    renewing ??= renewNow().finally(() => (renewing = null));
    return renewing;
  }

  async function renewNow(): Promise<string> {
    const user = await manager.signinSilent().catch(() => null);
    if (user) return user.access_token;
    throw new ApiError('sign_in_needed', 401);
  }

  return {
    tokens,
    signIn: ({ claims, user, isAnew } = {}) =>
      manager.signinRedirect({
        state: location.pathname + location.search,
        login_hint: user,
        prompt: isAnew ? 'login' : undefined,
        extraQueryParams: claims ? { claims } : undefined,
      }),
    signOut: () => manager.signoutRedirect(),
    finish: async () => {
      const user = await manager.signinRedirectCallback();
      const wanted = typeof user.state === 'string' ? user.state : '/';
      return wanted.startsWith('/') && !wanted.startsWith('//') ? wanted : '/';
    },
  };
}
