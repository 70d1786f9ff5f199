import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Asked, FakeApi, change, problem } from '../../test/fakeApi';
import { mail, renderPane, storage } from '../../test/renderPane';
import { ben, chie, me, messageOf, linkedOf, openOf, previewOf, sharedWith, taro } from '../../test/world';
import { ApiError } from '../api/client';

let api: FakeApi;

beforeEach(() => {
  api = new FakeApi().on('GET /me', me);
});

const lost = () => {
  throw new TypeError('Failed to fetch');
};

const shared = messageOf({ visibility: 'shared' });

describe('a share that waited', () => {
  // Pressed, and without an answer: it may have been done or not.
  async function shareInVain() {
    const user = userEvent.setup();
    api
      .on('GET /open-message', linkedOf())
      .on('POST /audience-previews', previewOf([ben]))
      .on('PUT /messages/m1/visibility', lost);
    const view = renderPane();
    await user.click(await screen.findByRole('button', { name: 'Only you' }));
    await user.click(await screen.findByRole('button', { name: 'Share with 1 person' }));
    await screen.findByText('MailCrm cannot be reached. 1 change waits.');
    api.on('PUT /messages/m1/visibility', { ...change('ch1'), audience: sharedWith(ben, chie) });
    return { user, ...view };
  }

  it('R11 is asked about anew, with those who would gain access now', async () => {
    const { user } = await shareInVain();
    expect(screen.getByRole('button', { name: 'Only you' })).toBeVisible();
    api.on('GET /messages/m1', messageOf()).on('POST /audience-previews', previewOf([ben, chie]));
    await user.click(screen.getByRole('button', { name: 'Try again' }));

    expect(
      await screen.findByText('Not shared yet, since it had to wait. Ben Okafor and Chie Tanaka gain access.'),
    ).toBeVisible();
    expect(screen.getByRole('button', { name: 'Only you' })).toBeVisible();
    expect(api.of('PUT /messages/m1/visibility')).toHaveLength(1);

    api.on('GET /open-message', linkedOf({ message: shared, audience: sharedWith(ben, chie) }));
    await user.click(screen.getByRole('button', { name: 'Share with 2 people' }));
    expect(await screen.findByText('Shared with 2 people.')).toBeVisible();
    expect(api.of('PUT /messages/m1/visibility')).toHaveLength(2);
  });

  it('R4 does not undo what was made private elsewhere meanwhile', async () => {
    const { user } = await shareInVain();
    api.on('GET /messages/m1', messageOf());
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await screen.findByText('Not shared yet, since it had to wait. Ben Okafor gains access.');
    await user.click(screen.getByRole('button', { name: 'Cancel' }));

    expect(screen.queryByText(/Not shared yet/)).not.toBeInTheDocument();
    expect(api.of('PUT /messages/m1/visibility')).toHaveLength(1);
  });

  it('R4 needs no question where it was done and still stands', async () => {
    const { user } = await shareInVain();
    api
      .on('GET /messages/m1', shared)
      .on('GET /open-message', linkedOf({ message: shared, audience: sharedWith(ben, chie) }))
      .on('PUT /messages/m1/visibility', { change: null, audience: sharedWith(ben, chie) });
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('Shared with 2 people.')).toBeVisible();
  });

  it('R11 says so while another mail is open', async () => {
    const { session } = await shareInVain();
    api
      .on('GET /messages/m1', messageOf())
      .on('GET /open-message', openOf({ itemId: 'B', internetMessageId: '<b>', message: null, captured: false }));
    act(() => session.show(mail({ itemId: 'B', internetMessageId: '<b>', subject: 'The other one' })));
    act(() => session.refresh());
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Not done yet: it shows the mail to others. Open the mail to say whether it may. (Mail: Offer for 200 pumps)',
    );
  });
});

describe('consent that waited', () => {
  it('R11 S6 is asked for anew before a link shows the mail', async () => {
    const user = userEvent.setup();
    api
      .on('GET /open-message', openOf({ message: shared }))
      .on('POST /audience-previews', previewOf([ben]))
      .on('PUT /conversations/c1/links/deal', lost);
    renderPane();
    await user.click(await screen.findByRole('button', { name: 'Link to Acme 2026' }));
    await user.click(await screen.findByRole('button', { name: 'Link, and share with 1 person' }));
    await screen.findByText('MailCrm cannot be reached. 1 change waits.');
    api.on('PUT /conversations/c1/links/deal', change('ch1')).on('POST /audience-previews', previewOf([ben, chie]));
    await user.click(screen.getByRole('button', { name: 'Try again' }));

    expect(await screen.findByText('Ben Okafor and Chie Tanaka gain access.')).toBeVisible();
    expect(api.of('PUT /conversations/c1/links/deal')).toHaveLength(1);
    await user.click(screen.getByRole('button', { name: 'Link, and share with 2 people' }));
    await waitFor(() => expect(api.of('PUT /conversations/c1/links/deal')).toHaveLength(2));
  });

  it('S6 is needed too before a person is linked to a mail that was shared meanwhile', async () => {
    const user = userEvent.setup();
    const mia = { role: 'cc' as const, name: 'Mia Wolf', address: 'mia@wolf.example', isInternal: false };
    const person = { ...taro, id: 'p9', name: 'Mia Wolf', emails: [mia.address] };
    api
      .on('GET /open-message', openOf({ participants: [{ ...mia, person: null, why: null }], persons: [] }))
      .on('POST /persons', lost);
    renderPane();
    await user.click(await screen.findByRole('button', { name: 'Create a person for Mia Wolf' }));
    await user.click(screen.getByRole('button', { name: 'Create and link' }));
    await screen.findByText('MailCrm cannot be reached. 1 change waits.');
    api
      .on('GET /messages/m1', shared)
      .on('POST /persons', { ...person, ...change('ch1') })
      .on('POST /audience-previews', previewOf([ben]));
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('Ben Okafor gains access.')).toBeVisible();
    expect(api.of('POST /persons')[1]?.body).not.toHaveProperty('linkMessageId');
  });

  it('R66 takes the kept answer of a join that was done', async () => {
    const user = userEvent.setup();
    const other = { id: 'c2', subject: 'Pumps for Osaka', people: [], messages: 2, links: [] };
    const offer = { id: 'o1', rule: 'reply_headers', canJoin: true, conversation: other } as never;
    api
      .on('GET /open-message', openOf({ conversation: { id: 'c1', messages: 1, offers: [offer] } }))
      .on('POST /audience-previews', previewOf([ben]))
      .on('POST /conversations/c1/joins', lost);
    renderPane();
    await user.click(await screen.findByRole('button', { name: /^Join “/ }));
    await user.click(await screen.findByRole('button', { name: 'Join, and show 1 person' }));
    await screen.findByText('MailCrm cannot be reached. 1 change waits.');
    api
      .on('POST /audience-previews', previewOf([]))
      .on('POST /conversations/c1/joins', ({ query }: Asked) =>
        query.has('expose') ? { ...change('ch1'), conversationId: 'c1', later: null } : problem(404, 'not_found'),
      );
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText(/^Joined with “Pumps for Osaka”/)).toBeVisible();
    const [first, , last] = api.of('POST /conversations/c1/joins');
    expect(last?.key).toBe(first?.key);
  });
});

describe('what was done before its answer was lost', () => {
  it('R85 an undo of two changes goes on with the second where the first is undone', async () => {
    const user = userEvent.setup();
    let isUndone = false;
    api
      .on('GET /open-message', openOf({ captured: false, message: null }))
      .on('POST /messages', { message: messageOf(), ...change('ch1') })
      .on('POST /audience-previews', previewOf([]))
      .on('PUT /conversations/c1/links/deal', change('ch2'))
      .on('DELETE /changes/ch2', () => {
        if (isUndone) return problem(409, 'already_undone');
        isUndone = true;
        return lost();
      })
      .on('DELETE /changes/ch1', { change: null });
    renderPane();
    await user.click(await screen.findByRole('button', { name: 'Link to Acme 2026' }));
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    await user.click(await screen.findByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('Undone.')).toBeVisible();
    expect(api.of('DELETE /changes/ch1')).toHaveLength(1);
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });
});

describe('while the sign-in does not work', () => {
  it.each(['sign_in_failed', 'sign_in_cancelled', 'sign_in_not_loaded'])(
    'R63 R85 %s keeps what was done',
    async (code) => {
      const user = userEvent.setup();
      const kept = storage();
      api.on('GET /open-message', linkedOf()).on('DELETE /conversations/c1/links/deal', change('ch1'));
      renderPane(mail(), { kept });
      await screen.findByText('Acme 2026');
      api.tokens = () => Promise.reject(new ApiError(code, 401));
      await user.click(screen.getByRole('button', { name: 'Unlink Acme 2026' }));
      expect(
        await screen.findByText(/^(Sign-in through Outlook did not work|MailCrm cannot be reached. 1 change waits)\.$/),
      ).toBeVisible();
      expect(kept.getItem('mailcrm.outbox.anna@contoso.example')).toContain('"waiting"');

      api.tokens = () => Promise.resolve('token');
      await user.click(screen.getByRole('button', { name: 'Try again' }));
      expect(await screen.findByText('Unlinked from Acme 2026.')).toBeVisible();
    },
  );
});
