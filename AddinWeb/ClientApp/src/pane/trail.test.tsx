import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { FakeApi } from '../../test/fakeApi';
import { renderPane } from '../../test/renderPane';
import { acme, ben, linkedOf, me } from '../../test/world';
import type { TrailLine } from '../api/types';

const line = (change: Partial<TrailLine>): TrailLine => ({
  changeId: 'ch1',
  at: '2026-11-20T09:31:00.000Z',
  kind: 'linked',
  by: null,
  rule: null,
  record: acme,
  undoUntil: null,
  ...change,
});

// Of a change: the door it came by · of an item of it: the rule.
const rules = [
  ...['smart_bcc', 'dropbox', 'sync', 'pane', 'written', 'forward'],
  ...['record_address', 'only_open', 'participant', 'made_by_mail', 'mail_shared'],
  ...['reply_headers', 'provider', 'subject'],
];

async function linesOf(...items: TrailLine[]): Promise<string[]> {
  new FakeApi()
    .on('GET /me', me)
    .on('GET /open-message', linkedOf())
    .on('GET /messages/m1/trail', { items, nextCursor: null });
  renderPane();
  await userEvent.click(await screen.findByRole('button', { name: 'More' }));
  const found = await within(screen.getByRole('region', { name: 'What happened' })).findAllByRole('listitem');
  return found.map((one) => one.textContent ?? '');
}

describe('the trail', () => {
  it('R8 says which rule did it, whichever the API names', async () => {
    const lines = await linesOf(...rules.map((rule) => line({ rule })));
    expect(lines[rules.indexOf('only_open')]).toMatch(/^Linked to Acme 2026.* · automatically: the only open one$/);
    expect(new Set(lines.map((one) => one.split(' · ')[1])).size).toBe(rules.length);
    expect(lines.filter((one) => one.endsWith('· automatically'))).toEqual([]);
  });

  it('R8 says of a mail that a rep captured by whom and by which door', async () => {
    const [first, second] = await linesOf(
      line({ kind: 'captured', by: me, rule: 'pane', record: null }),
      line({ kind: 'captured', rule: 'younger_than_this_page', record: null }),
    );
    expect(first).toMatch(/^Added to MailCrm.* · by you · from Outlook$/);
    expect(second).toMatch(/· automatically$/);
  });

  it('R8 names no record that is gone or hidden, and claims no more than is known of who can open one', async () => {
    expect(
      await linesOf(
        line({ kind: 'unlinked', by: ben, record: null }),
        line({ kind: 'unlinked', by: ben, record: null }),
        line({ kind: 'record_visibility_changed', by: ben }),
      ),
    ).toEqual([
      expect.stringMatching(/^Unlinked from a record that is gone or not open to you.* · by Ben Okafor$/),
      expect.stringMatching(/^Unlinked from a record that is gone or not open to you/),
      expect.stringMatching(/^Who can open Acme 2026 was changed/),
    ]);
  });
});
