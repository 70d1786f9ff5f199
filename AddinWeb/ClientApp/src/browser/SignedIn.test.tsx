import { FluentProvider, webLightTheme } from '@fluentui/react-components';
import { render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { FakeApi, problem } from '../../test/fakeApi';
import { me } from '../../test/world';
import { useTitle } from '../records/useTitle';
import { Live } from './Live';
import { SignedIn } from './SignedIn';

const signIn = {
  tokens: () => Promise.resolve(''),
  signIn: async () => {},
  signOut: async () => {},
  finish: async () => '',
};

function Deal() {
  useTitle('Acme 2026');
  return <p>Acme 2026</p>;
}

describe('the pages of one who may not see them any more', () => {
  it.each([
    [problem(403, 'user_left'), 'Your account has left the company in MailCrm. Ask your admin.', 'Sign out'],
    [problem(403, 'not_enrolled'), 'Your company does not use MailCrm yet.', 'Sign out'],
    [problem(401, 'invalid_token'), 'Sign in to see your company’s deals and mail.', 'Sign in'],
  ])('S57 are closed, and say why: %o', async (answer, sentence, button) => {
    new FakeApi().on('GET /me', me).on('GET /events', answer);
    render(
      <FluentProvider theme={webLightTheme}>
        <SignedIn signIn={signIn}>
          {(_, closed) => (
            <Live closed={closed}>
              <Deal />
            </Live>
          )}
        </SignedIn>
      </FluentProvider>,
    );
    expect(await screen.findByText(sentence)).toBeVisible();
    expect(screen.queryByText('Acme 2026')).not.toBeInTheDocument();
    expect(document.title).toBe('MailCrm');
    expect(screen.getByRole('button', { name: button })).toBeVisible();
  });
});
