import { FluentProvider, webLightTheme } from '@fluentui/react-components';
import { act, render } from '@testing-library/react';
import { MemoryRouter } from 'react-router';
import type { LiveEvent, Me, RecordMessage } from '../src/api/types';
import { Pages } from '../src/browser/BrowserApp';
import { Shell } from '../src/browser/Shell';
import { LiveContext, type LiveListener } from '../src/records/live';
import { SaidRegion } from '../src/records/said';
import type { SignInWish } from '../src/signIn/browserSignIn';
import { anna, me } from './world';

// A sign-in leads away from the page.
const later = () => new Promise<void>(() => undefined);

/** The browser pages at an address, signed in, with the line of events in the test's hand. */
export function renderPages(address: string, as: Me = me, signIn: (wish: SignInWish) => Promise<void> = later) {
  const listeners = new Set<LiveListener>();
  render(
    <FluentProvider theme={webLightTheme}>
      <MemoryRouter initialEntries={[address]}>
        <LiveContext value={listeners}>
          <SaidRegion>
            <Shell me={as} signOut={() => undefined}>
              <Pages me={as} signIn={signIn} />
            </Shell>
          </SaidRegion>
        </LiveContext>
      </MemoryRouter>
    </FluentProvider>,
  );
  const happened = (event: LiveEvent) => act(async () => listeners.forEach((one) => one.happened(event)));
  return { happened };
}

/** Anna's mail on the deal's page as a colleague sees it. */
export const shownMail = (change: Partial<RecordMessage> = {}): RecordMessage => ({
  id: 'm1',
  mine: false,
  owner: anna,
  alsoSharedBy: [],
  forwardedBy: null,
  from: { name: 'Taro Yamada', address: 'taro@yamada.example' },
  to: [{ name: 'Anna Berg', address: 'anna@contoso.example' }],
  cc: [],
  date: '2026-11-20T09:30:00.000Z',
  subject: 'Offer for 200 pumps',
  snippet: 'Our final price',
  isSent: false,
  attachments: [],
  records: [],
  ...change,
});

export const page = <T,>(...items: T[]) => ({ items, nextCursor: null });
