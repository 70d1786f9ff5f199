// Outlook's end of nested app authentication: it signs the add-in in as the person who is signed in to Outlook. Each
// request is answered, unknown ones too: MSAL has no time-out of its own.
import { setting } from '../settings.js';
import { askConsent } from './consent.js';

const environment = 'login.microsoftonline.com';
const slow = 4000;

const refusals = {
  consent: {
    status: 'USER_INTERACTION_REQUIRED',
    code: 'interaction_required',
    description: 'AADSTS65001: consent is needed.',
  },
  cancel: { status: 'USER_CANCEL', code: 'user_canceled', description: 'The person cancelled.' },
  offline: { status: 'NO_NETWORK', code: 'no_network', description: 'There is no network.' },
  disabled: {
    status: 'DISABLED',
    code: 'nested_app_auth_disabled',
    description: 'Nested app authentication is switched off.',
  },
  unknown: { status: 'PERSISTENT_ERROR', code: 'unsupported_method', description: 'This bridge has no such method.' },
};

/** @returns a function from MSAL's JSON text to the answer's */
export function createBridge({ api, person }) {
  let hasConsent = false;

  return async (text) => {
    const { method, requestId, tokenParams } = JSON.parse(text);
    const answer = (content) => JSON.stringify({ messageType: 'NestedAppAuthResponse', requestId, ...content });
    try {
      if (method === 'GetInitContext') return answer({ success: true, initContext: initContext() });
      if (method !== 'GetToken' && method !== 'GetTokenPopup') throw refusals.unknown;
      return answer({ success: true, ...(await signedIn(tokenParams, method === 'GetTokenPopup')) });
    } catch (error) {
      return answer({ success: false, error: error.status in statuses ? error : failed(error) });
    }
  };

  function initContext() {
    if (setting('bridge') === 'refused') throw refusals.disabled;
    return {
      sdkName: 'simulated-outlook',
      sdkVersion: '1.0',
      capabilities: { queryAccount: false },
      accountContext: accountContext(),
    };
  }

  async function signedIn({ scope }, isPopup) {
    await askedFor(setting('bridge'), isPopup);
    const expiresIn = Number(setting('expiresIn'));
    const { accessToken, idToken } = await api.token({ scope, expiresIn });
    const account = {
      ...accountContext(),
      localAccountId: person.objectId,
      username: person.address,
      name: person.displayName,
    };
    return {
      token: { access_token: accessToken, id_token: idToken, expires_in: expiresIn, scope, properties: null },
      account,
    };
  }

  async function askedFor(behaviour, isPopup) {
    if (behaviour === 'slow') await new Promise((resolve) => setTimeout(resolve, slow));
    if (behaviour === 'offline') throw refusals.offline;
    if (behaviour === 'disabled') throw refusals.disabled;
    if (behaviour === 'cancel') throw isPopup ? refusals.cancel : refusals.consent;
    if (behaviour !== 'interaction' || hasConsent) return;
    if (!isPopup) throw refusals.consent;
    hasConsent = await askConsent(person);
    if (!hasConsent) throw refusals.cancel;
  }

  function accountContext() {
    return { homeAccountId: `${person.objectId}.${person.tenantId}`, environment, tenantId: person.tenantId };
  }
}

const statuses = Object.fromEntries(Object.values(refusals).map(({ status }) => [status, true]));

/** Entra's own refusal, or no way to reach it. */
const failed = (error) =>
  error.status
    ? { status: 'PERSISTENT_ERROR', code: error.code, description: error.message }
    : { ...refusals.offline, description: error.message };
