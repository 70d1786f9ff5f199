// addHandlerAsync and removeHandlerAsync, as the mailbox and an item being written have them.
import { deliver, optionsAndCallback } from './asyncCall.js';
import { nullArgument, wrongArgument } from './errors.js';

/** @param {string[]} supported event types */
export function createHandlers(supported) {
  /** @type {Map<string, ((event: any) => void)[]>} */
  const handlers = new Map();

  /** @param {any} eventType */
  const check = (eventType) => {
    if (eventType === undefined || eventType === null) throw nullArgument('eventType');
    if (!supported.includes(eventType)) throw wrongArgument('eventType');
  };

  return {
    /** @param {any} eventType @param {any} handler @param {any[]} rest */
    addHandlerAsync(eventType, handler, ...rest) {
      const caller = optionsAndCallback(rest);
      check(eventType);
      if (typeof handler !== 'function') throw nullArgument('handler');
      const register = () => void handlers.set(eventType, [...(handlers.get(eventType) ?? []), handler]);
      deliver(Promise.resolve().then(register), caller);
    },

    /** Removes every handler of the type, as the real one does. @param {any} eventType @param {any[]} rest */
    removeHandlerAsync(eventType, ...rest) {
      const caller = optionsAndCallback(rest);
      check(eventType);
      deliver(
        Promise.resolve().then(() => void handlers.delete(eventType)),
        caller,
      );
    },

    /** @param {string} eventType @param {object} [more] */
    raise(eventType, more) {
      for (const handler of handlers.get(eventType) ?? []) handler({ type: eventType, ...more });
    },
  };
}
