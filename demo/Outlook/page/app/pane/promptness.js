import { setting } from '../settings.js';

const late = 1500;
const outOfOrder = [900, 100];
let calls = 0;

/** When an asynchronous member answers: at once, late, or every second one before the one asked earlier. */
export function promptness() {
  calls += 1;
  const wait = { late, shuffled: outOfOrder[calls % 2] }[setting('answers')] ?? 0;
  return new Promise((resolve) => setTimeout(resolve, wait));
}
