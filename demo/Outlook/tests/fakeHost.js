// A host that answers what a test tells it to, and remembers what it was asked.
export function createFakeHost(answers = {}) {
  const listeners = new Map();
  const asked = [];
  return {
    asked,
    on: (name, listener) => listeners.set(name, [...(listeners.get(name) ?? []), listener]),
    send: (kind, data) => asked.push({ kind, data }),
    async call(method, args) {
      asked.push({ method, args });
      const answer = answers[method];
      return typeof answer === 'function' ? answer(args) : answer;
    },
    raise: (name, data) => listeners.get(name)?.forEach((listener) => listener(data)),
  };
}

/** Calls an …Async member and gives its AsyncResult. */
export const result = (call) => new Promise((resolve) => call(resolve));
