// Two ways to fail, as in the real Office.js: a call with wrong arguments throws at once; whatever goes wrong later
// comes back in the AsyncResult, never as an exception.

/** @typedef {{ code: number, name: string, message: string }} ResultError */

/** Codes and names of the real Office.js.
 * @type {Record<string, ResultError>} */
export const resultErrors = {
  internal: { code: 5001, name: 'Internal Error', message: 'An internal error has occurred.' },
  tooManyRecipients: {
    code: 9012,
    name: 'NumberOfRecipientsExceeded',
    message: "The total number of recipients in the field can't exceed 1000.",
  },
  duplicateNotificationKey: {
    code: 9023,
    name: 'DuplicateNotificationKey',
    message: 'The specified key already exists.',
  },
  notificationKeyNotFound: {
    code: 9024,
    name: 'NotificationKeyNotFound',
    message: 'There are no notifications with the provided key.',
  },
  tooManyNotifications: {
    code: 9025,
    name: 'NumberOfNotificationsExceeded',
    message: "The notification couldn't be added because the notification limit has been reached.",
  },
  itemChanged: {
    code: 9030,
    name: 'APICallFailedDueToItemChange',
    message: 'The selected item has been changed.',
  },
  settingsTooLarge: { code: 9057, name: 'SettingsSizeExceeded', message: 'The settings are larger than 32 KB.' },
  notShared: {
    code: 9038,
    name: 'InsufficientItemPermissionsError',
    message: 'The item is in no shared folder or mailbox.',
  },
  network: {
    code: 9041,
    name: 'NetworkError',
    message: 'The user is no longer connected to the network. Please check your network connection and try again.',
  },
  itemNotSaved: {
    code: 9046,
    name: 'ItemNotSaved',
    message: "The id can't be retrieved until the item is saved.",
  },
  dialogBlocked: { code: 12011, name: 'Dialog Blocked', message: 'The browser has blocked the dialog.' },
  dialogAlreadyOpen: {
    code: 12007,
    name: 'Dialog Already Open',
    message: 'A dialog is already open from this host window.',
  },
  dialogUntrusted: { code: 12004, name: 'Dialog Untrusted', message: "The dialog's domain is not the add-in's own." },
};

/**
 * @param {'ArgumentException' | 'ArgumentNullException' | 'ArgumentOutOfRangeException' | 'ArgumentTypeException'
 *   | 'ParameterCountException'} kind
 * @param {string} sentence
 * @param {string} [parameter]
 * @param {object} [more]
 */
function argumentProblem(kind, sentence, parameter, more) {
  const named = parameter ? `\nParameter name: ${parameter}` : '';
  const error = new Error(`Sys.${kind}: ${sentence}${named}`);
  return Object.assign(error, { name: `Sys.${kind}`, paramName: parameter, ...more });
}

/** @param {string} [parameter] @param {string} [why] */
export const wrongArgument = (parameter, why) =>
  argumentProblem('ArgumentException', why ?? 'Value does not fall within the expected range.', parameter);

/** @param {string} parameter */
export const nullArgument = (parameter) => argumentProblem('ArgumentNullException', 'Value cannot be null.', parameter);

/** @param {string} parameter @param {unknown} actualValue */
export const outOfRange = (parameter, actualValue) =>
  argumentProblem(
    'ArgumentOutOfRangeException',
    'Specified argument was out of the range of valid values.',
    parameter,
    {
      actualValue,
    },
  );

/** @param {string} [parameter] */
export const wrongType = (parameter) =>
  argumentProblem('ArgumentTypeException', 'Object cannot be converted to the required type.', parameter);

export const wrongCount = () =>
  argumentProblem('ParameterCountException', 'The given parameters do not match the expected format.');

/** @param {string} name @param {unknown} value @param {number} [longest] @returns {asserts value is string} */
export function requireString(name, value, longest) {
  if (value === undefined || value === null || value === '') throw nullArgument(name);
  if (typeof value !== 'string') throw wrongType(name);
  if (longest !== undefined && value.length > longest) throw outOfRange(name, value.length);
}
