// The shape of every …Async member: (arguments, [options], [callback]), checked at once, answered later.
import { nullArgument, resultErrors, wrongArgument, wrongCount, wrongType } from './errors.js';

/** @typedef {import('./errors.js').ResultError} ResultError */
/** @typedef {{ call: (method: string, args?: object) => Promise<any> }} Calls */

/**
 * Reads the trailing `[options], [callback]`.
 * @param {unknown[]} rest
 * @param {{ callbackRequired?: boolean }} [rule]
 * @returns {{ options: any, callback: ((result: any) => void) | undefined, asyncContext: any }}
 */
export function optionsAndCallback(rest, { callbackRequired = false } = {}) {
  const given = rest.filter((value, index) => value !== undefined || index < rest.length - 1);
  /** @type {any} */
  let options;
  /** @type {any} */
  let callback;
  if (given.length > 2) throw wrongCount();
  if (given.length === 2) {
    [options, callback] = given;
    if (typeof options !== 'object') throw wrongArgument('options');
    if (typeof callback !== 'function') throw wrongArgument('callback');
  } else if (typeof given[0] === 'function') callback = given[0];
  else if (typeof given[0] === 'object') options = given[0];
  else if (given.length === 1) throw wrongType();
  if (callbackRequired && !callback) throw nullArgument('callback');
  return { options, callback, asyncContext: options?.asyncContext };
}

/**
 * Asks the host and hands its answer to the caller's callback as an AsyncResult.
 * @param {Promise<unknown>} answer
 * @param {{ callback?: (result: any) => void, asyncContext?: unknown }} caller
 */
export function deliver(answer, { callback, asyncContext }) {
  answer.then(
    (value) => callback?.({ status: 'succeeded', value, error: undefined, asyncContext, diagnostics: undefined }),
    (error) =>
      callback?.({ status: 'failed', value: undefined, error: asResultError(error), asyncContext, diagnostics: {} }),
  );
}

/**
 * A member that takes nothing but options and a callback.
 * @param {Calls} host @param {string} method @param {{ callbackRequired?: boolean }} [rule]
 */
export const plainCall =
  (host, method, rule) =>
  /** @param {any[]} rest */
  (...rest) => {
    const caller = optionsAndCallback(rest, rule);
    deliver(host.call(method), caller);
  };

/** @param {any} error @returns {ResultError} */
const asResultError = (error) =>
  typeof error?.code === 'number' && typeof error?.name === 'string'
    ? { code: error.code, name: error.name, message: error.message }
    : resultErrors.internal;
