import { describe, expect, it } from 'vitest';
import { completenessOf, heldOf } from '../../test/mailAccountWorld';
import { overallOf } from './overall';
import { perMinute, watch } from './rate';
import { sinceOf } from './since';

const at = (stored: number) => completenessOf([heldOf('inbox', { phase: 'first', mailbox: 1_000, stored })]);

describe('how fast it goes', () => {
  it('is known from two answers that lie apart, over the last minute', () => {
    const first = watch(null, at(100), 0);
    expect(perMinute(first, 'inbox')).toBeNull();
    const second = watch(first, at(150), 10_000);
    expect(perMinute(second, 'inbox')).toBe(300);
    const later = watch(watch(second, at(160), 75_000), at(170), 85_000);
    expect(perMinute(later, 'inbox')).toBe(60);
  });

  it('says nothing while nothing comes', () => {
    expect(perMinute(watch(watch(null, at(100), 0), at(100), 10_000), 'inbox')).toBeNull();
  });
});

describe('how it stands', () => {
  it.each([
    ['reconnect', completenessOf([heldOf('inbox')], { state: 'reconnect_needed', trouble: 'sign_in_expired' })],
    ['stopped', completenessOf([heldOf('inbox')], { state: 'stopped', trouble: 'access_denied' })],
    ['retry', completenessOf([heldOf('inbox')], { trouble: 'throttled' })],
    ['noFolders', completenessOf([])],
    ['first', completenessOf([heldOf('inbox', { phase: 'rest' }), heldOf('sent', { gaps: 1 })])],
    ['running', completenessOf([heldOf('inbox', { upToDate: false })])],
    ['gaps', completenessOf([heldOf('inbox', { gaps: 2 })])],
    ['attachments', completenessOf([heldOf('inbox', { attachmentsPending: 1 })])],
    ['fresh', completenessOf([heldOf('inbox')])],
  ])('%s', (overall, completeness) => expect(overallOf(completeness)).toBe(overall));

  it('R69 is never fresh where the API does not call it healthy', () =>
    expect(overallOf({ ...completenessOf([heldOf('inbox')]), healthy: false })).toBe('running'));
});

describe('from when', () => {
  const now = new Date(2026, 4, 31, 9, 30);

  it('counts months back to the same day, or the last that there is', () => {
    expect(new Date(sinceOf('month', '', now) ?? '')).toEqual(new Date(2026, 3, 30));
    expect(new Date(sinceOf('year', '', now) ?? '')).toEqual(new Date(2025, 4, 31));
  });

  it('takes a date as the rep’s own day', () =>
    expect(new Date(sinceOf('date', '2026-02-03', now) ?? '')).toEqual(new Date(2026, 1, 3)));

  it('leaves to the API what stays as it was', () => expect(sinceOf('kept', '', now)).toBeUndefined());
});
