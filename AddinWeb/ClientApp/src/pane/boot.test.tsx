import { act, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeApi } from '../../test/fakeApi';
import { settings } from '../../test/renderPane';
import { letter, openOf } from '../../test/world';
import { startPane } from './boot';
import { PaneApp } from './PaneApp';

const officeScript = () => document.head.querySelector<HTMLScriptElement>(`script[src="${settings.officeJsUrl}"]`);

function office(host: string | null, addHandlerAsync: () => void = () => undefined) {
  vi.stubGlobal('Office', {
    onReady: () => Promise.resolve({ host }),
    HostType: { Outlook: 'Outlook' },
    EventType: { ItemChanged: 'item', OfficeThemeChanged: 'theme' },
    MailboxEnums: { ItemType: { Message: 'message' } },
    context: {
      displayLanguage: 'en-US',
      requirements: { isSetSupported: () => false },
      mailbox: {
        item: { itemType: 'message', ...letter },
        userProfile: { emailAddress: 'anna@contoso.example' },
        diagnostics: { hostName: 'OutlookWebApp', hostVersion: '16' },
        addHandlerAsync,
      },
    },
  });
}

beforeEach(() => {
  new FakeApi().on('GET /open-message', openOf());
  const page = document.createElement('script');
  page.id = 'settings';
  page.type = 'application/json';
  page.textContent = JSON.stringify(settings);
  document.head.replaceChildren(page);
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function start() {
  startPane();
  render(<PaneApp />);
  await act(() => vi.advanceTimersByTimeAsync(0));
}

const officeComes = (host: string | null, addHandlerAsync?: () => void) =>
  act(async () => {
    office(host, addHandlerAsync);
    officeScript()?.dispatchEvent(new Event('load'));
    await vi.advanceTimersByTimeAsync(0);
  });

describe('the start', () => {
  it('draws before Office is there, and shows the mail as soon as it is', async () => {
    await start();
    expect(screen.getByLabelText('Loading')).toBeInTheDocument();
    await officeComes('Outlook');
    expect(screen.getByRole('heading', { name: 'Offer for 200 pumps' })).toBeVisible();
  });

  it('says that office.js did not come, with what an admin needs, and gives way when it comes late', async () => {
    await start();
    await act(() => vi.advanceTimersByTimeAsync(10_000));
    expect(screen.getByRole('alert')).toHaveTextContent('office.js) did not load');
    expect(screen.getByLabelText('Diagnostics')).toHaveTextContent('step: office.js');
    expect(screen.getByLabelText('Diagnostics')).toHaveTextContent('version: 1.0.0');
    expect(screen.getByRole('button', { name: 'Copy details' })).toBeVisible();

    await officeComes('Outlook');
    expect(screen.getByRole('heading', { name: 'Offer for 200 pumps' })).toBeVisible();
  });

  it('says that Office loaded but never got ready', async () => {
    await start();
    await act(async () => {
      vi.stubGlobal('Office', { onReady: () => new Promise(() => undefined) });
      officeScript()?.dispatchEvent(new Event('load'));
      await vi.advanceTimersByTimeAsync(10_000);
    });
    expect(screen.getByLabelText('Diagnostics')).toHaveTextContent('step: onReady');
  });

  it('gives back what office.js takes from history', async () => {
    const { pushState } = window.history;
    await start();
    await act(async () => {
      office('Outlook');
      window.history.pushState = null as never;
      officeScript()?.dispatchEvent(new Event('load'));
      await vi.advanceTimersByTimeAsync(0);
    });
    expect(window.history.pushState).toBe(pushState);
  });

  it('R86 starts where the page may keep nothing', async () => {
    vi.spyOn(window, 'sessionStorage', 'get').mockImplementation(() => {
      throw new DOMException('forbidden', 'SecurityError');
    });
    await start();
    await officeComes('Outlook');
    expect(screen.getByRole('heading', { name: 'Offer for 200 pumps' })).toBeVisible();
  });

  it('R86 says that Outlook did not tell which mail is open', async () => {
    await start();
    await officeComes('Outlook', () => {
      throw new Error('no such event');
    });
    expect(screen.getByLabelText('Diagnostics')).toHaveTextContent('step: mailbox');
    expect(screen.getByLabelText('Diagnostics')).toHaveTextContent('no such event');
    expect(screen.queryByLabelText('Loading')).not.toBeInTheDocument();
  });

  it('asks to be opened in Outlook anywhere else', async () => {
    await start();
    await officeComes(null);
    expect(screen.getByText('Open this pane in Outlook.')).toBeVisible();
  });
});
