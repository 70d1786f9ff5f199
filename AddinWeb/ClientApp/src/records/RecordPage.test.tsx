import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { change, FakeApi, later, problem } from '../../test/fakeApi';
import { page, renderPages, shownMail } from '../../test/renderPages';
import { acme, ben, me, previewOf, taro } from '../../test/world';
import type { Deal, Page, RecordMessage } from '../api/types';

const deal: Deal = {
  ...acme,
  kind: 'deal',
  title: acme.name,
  version: 3,
  mine: true,
  createdAt: '2026-11-01T08:00:00.000Z',
  lastMailSentAt: null,
  lastMailReceivedAt: '2026-11-20T09:30:00.000Z',
  persons: [taro],
  organization: null,
  value: 1_200_000,
  currency: 'JPY',
  status: 'open',
  smartBccAddress: acme.smartBccAddress as string,
};
const asBen = { ...me, ...ben };
const mine = shownMail({ mine: true, visibility: 'private', conversationId: 'c1' });

let api: FakeApi;
let mail: Page<RecordMessage>;

beforeEach(() => {
  mail = page(shownMail());
  api = new FakeApi()
    .on('GET /deals/acme', deal)
    .on('GET /deals/acme/messages', () => mail)
    .on('GET /deals/acme/notes', page())
    .on('GET /messages/m1/body', { html: '<p>The pumps cost 40 each.</p>', text: null });
});

const open = async () => {
  await userEvent.click(await screen.findByRole('button', { name: /Offer for 200 pumps/ }));
  return (await screen.findByTitle(/Text of/)) as HTMLIFrameElement;
};

describe('a record’s page', () => {
  it('R106 shows its facts, its people, its address and the mail on it', async () => {
    renderPages('/deals/acme', asBen);
    expect(await screen.findByRole('heading', { level: 1, name: 'Acme 2026' })).toBeVisible();
    expect(screen.getByText('¥1,200,000')).toBeVisible();
    expect(screen.getByRole('link', { name: 'Taro Yamada' })).toHaveAttribute('href', '/persons/taro');
    expect(screen.getByText(deal.smartBccAddress)).toBeVisible();
    expect(screen.getByText(/Last received/)).toBeVisible();
    expect(await screen.findByText(/mail of Anna Berg/)).toBeVisible();
    expect(document.title).toBe('Acme 2026 · MailCrm');
  });

  it('R105 opens a mail in a frame without scripts and without our origin', async () => {
    renderPages('/deals/acme', asBen);
    const frame = await open();
    expect(frame.getAttribute('sandbox')).not.toMatch(/allow-(scripts|same-origin|forms|top-navigation)/);
    expect(frame.srcdoc).toContain('The pumps cost 40 each.');
  });

  it('R4 S77 takes an opened mail away with the event, quietly told, and keeps no word of it', async () => {
    const { happened } = renderPages('/deals/acme', asBen);
    await open();
    mail = page();
    await happened({ kind: 'deal', id: 'acme' });

    expect(await screen.findByText(/1 message is no longer shared with you/)).toBeVisible();
    expect(document.documentElement.outerHTML).not.toMatch(/The pumps cost|200 pumps|Our final price/);

    // Another event does not hide what was told, and what comes back comes back closed.
    mail = page(shownMail());
    await happened({ kind: 'deal', id: 'acme' });
    expect(await screen.findByRole('button', { name: /Offer for 200 pumps/ })).toBeVisible();
    expect(screen.getByText(/1 message is no longer shared with you/)).toBeVisible();
    expect(screen.queryByTitle(/Text of/)).not.toBeInTheDocument();
  });

  it('R4 an answer that was asked for before the event is read once more after it', async () => {
    const slow = later<Page<RecordMessage>>();
    api.on('GET /deals/acme/messages', () => (api.of('GET /deals/acme/messages').length === 1 ? slow.promise : page()));
    const { happened } = renderPages('/deals/acme', asBen);
    await waitFor(() => expect(api.of('GET /deals/acme/messages')).toHaveLength(1));
    await happened({ kind: 'deal', id: 'acme' });
    slow.answer(page(shownMail()));
    expect(await screen.findByText('No mail here that you can see.')).toBeVisible();
    expect(screen.queryByText('Offer for 200 pumps')).not.toBeInTheDocument();
  });

  it('becomes the not-found screen when the record is closed to the viewer, its mail with it', async () => {
    const { happened } = renderPages('/deals/acme', asBen);
    await open();
    api.on('GET /deals/acme', problem(404, 'not_found')).on('GET /deals/acme/messages', problem(404, 'not_found'));
    await happened({ kind: 'deal', id: 'acme' });

    expect(await screen.findByText('This is gone, or it is not open to you.')).toBeVisible();
    expect(document.documentElement.outerHTML).not.toMatch(/pumps|Acme 2026/);
  });

  it('keeps what is there while the API is away, and says so', async () => {
    const { happened } = renderPages('/deals/acme', asBen);
    await screen.findByText('Offer for 200 pumps');
    api.isCutOff = true;
    await happened({ kind: 'deal', id: 'acme' });
    expect((await screen.findAllByText('MailCrm cannot be reached. It will try again.'))[0]).toBeVisible();
    expect(screen.getByText('Offer for 200 pumps')).toBeVisible();
  });

  it('R4 says of an act without an answer that it may not be done, and does not promise to try again', async () => {
    mail = page({ ...mine, visibility: 'shared' });
    renderPages('/deals/acme');
    await open();
    api.isCutOff = true;
    await userEvent.click(screen.getByRole('button', { name: 'Make private' }));
    expect(await screen.findByText('MailCrm cannot be reached, so this may not be done. Try again.')).toBeVisible();
    expect(screen.queryByText(/It will try again/)).not.toBeInTheDocument();
  });

  it('offers a colleague no way to share or take back what is not theirs', async () => {
    renderPages('/deals/acme', asBen);
    await open();
    expect(screen.queryByRole('button', { name: /Share|Make private/ })).not.toBeInTheDocument();
  });

  it('R11 names who gains access before a mail of mine is shared', async () => {
    mail = page(mine);
    api
      .on('POST /audience-previews', previewOf([ben]))
      .on('PUT /messages/m1/visibility', { ...change('ch1'), audience: { people: [ben], count: 1, through: [] } });
    renderPages('/deals/acme');
    await open();
    await userEvent.click(screen.getByRole('button', { name: 'Share' }));
    expect(await screen.findByText('Ben Okafor gains access.')).toBeVisible();
    expect(api.of('PUT /messages/m1/visibility')).toEqual([]);

    await userEvent.click(screen.getByRole('button', { name: 'Share with 1 person' }));
    expect(await screen.findByText('Shared with 1 person.')).toBeVisible();
  });

  it('R4 makes private in one press, and asks again before an undo shows it to others', async () => {
    mail = page({ ...mine, visibility: 'shared' });
    api
      .on('PUT /messages/m1/visibility', { ...change('ch1'), audience: { people: [], count: 0, through: [] } })
      .on('DELETE /changes/ch1', ({ query }: { query: URLSearchParams }) =>
        query.get('expose') ? change('ch2') : problem(409, 'would_expose', { count: 1, messages: 1 }),
      );
    renderPages('/deals/acme');
    await open();
    await userEvent.click(screen.getByRole('button', { name: 'Make private' }));
    expect(api.of('PUT /messages/m1/visibility')[0]?.body).toEqual({ visibility: 'private' });

    await userEvent.click(await screen.findByRole('button', { name: 'Undo' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Undo, and show 1 person' }));
    expect(await screen.findByText('Undone.')).toBeVisible();
  });

  it('S6 shows what widening the record would show before it is widened', async () => {
    const narrow = { ...deal, visibleTo: 'owner' as const };
    api
      .on('GET /deals/acme', narrow)
      .on('POST /audience-previews', previewOf([ben]))
      .on('PATCH /deals/acme', { ...narrow, visibleTo: 'everyone', ...change('ch1') });
    renderPages('/deals/acme');
    await userEvent.click(await screen.findByRole('button', { name: 'Change to: Everyone' }));
    const surface = screen.getByRole('dialog');
    expect(await within(surface).findByText('Ben Okafor gains access.')).toBeVisible();
    await userEvent.click(within(surface).getByRole('button', { name: 'Change, and show mail to 1 person' }));
    expect(api.of('PATCH /deals/acme')[0]?.body).toEqual({ version: 3, visibleTo: 'everyone' });
    expect(await screen.findByText('Saved.')).toBeVisible();
  });

  it('adds a note', async () => {
    api.on('POST /deals/acme/notes', {
      id: 'n1',
      author: ben,
      at: '2026-11-20T10:00:00.000Z',
      text: 'x',
      change: null,
    });
    renderPages('/deals/acme');
    await userEvent.type(await screen.findByLabelText('New note'), 'Call on Monday');
    await userEvent.click(screen.getByRole('button', { name: 'Add note' }));
    await waitFor(() => expect(screen.getByLabelText('New note')).toHaveValue(''));
    expect(api.of('POST /deals/acme/notes')[0]?.body).toEqual({ text: 'Call on Monday' });
  });

  it('S78 adds a note once, however often it is sent', async () => {
    renderPages('/deals/acme');
    await userEvent.type(await screen.findByLabelText('New note'), 'Call on Monday');
    api.isCutOff = true;
    await userEvent.click(screen.getByRole('button', { name: 'Add note' }));
    await screen.findByText(/this may not be done/);
    await userEvent.click(screen.getByRole('button', { name: 'Add note' }));
    await waitFor(() => expect(api.of('POST /deals/acme/notes')).toHaveLength(2));
    const keys = api.of('POST /deals/acme/notes').map((one) => one.key);
    expect(keys[0]).toBe(keys[1]);
  });
});
