import { FluentProvider, webLightTheme } from '@fluentui/react-components';
import { render } from '@testing-library/react';
import type { PublicSettings } from '../src/api/types';
import type { CurrentItem, OpenMail } from '../src/office/currentItem';
import { Pane } from '../src/pane/Pane';
import { PaneSession } from '../src/pane/session';
import type { NestedSignIn } from '../src/signIn/nestedSignIn';
import { letter } from './world';

export const settings: PublicSettings = {
  apiUrl: 'https://api.example',
  webUrl: 'https://crm.example',
  clientId: 'client',
  msalAuthority: 'https://login.microsoftonline.com/organizations',
  oidcAuthority: 'https://login.microsoftonline.com/organizations/v2.0',
  scope: 'api://crm.example/client/access_as_user',
  officeJsUrl: 'https://office.example/office.js',
  version: '1.0.0',
};

let epoch = 0;

export function mail(change: Partial<OpenMail> = {}): OpenMail {
  return {
    kind: 'mail',
    epoch: ++epoch,
    ...letter,
    from: { name: 'Taro Yamada', address: 'taro@yamada.example' },
    to: [{ name: 'Anna Berg', address: 'anna@contoso.example' }],
    cc: [],
    date: new Date('2026-11-20T09:30:00Z'),
    isMine: false,
    mailbox: () => Promise.resolve('anna@contoso.example'),
    ...change,
  };
}

export const nothing = (): CurrentItem => ({ kind: 'none', epoch: ++epoch });

/** A pane's memory that one test can hand to the next pane. */
export function storage(): Pick<Storage, 'getItem' | 'setItem'> {
  const values = new Map<string, string>();
  return { getItem: (name) => values.get(name) ?? null, setItem: (name, value) => void values.set(name, value) };
}

export function renderPane(item: CurrentItem = mail(), { kept = storage(), signIn }: Options = {}) {
  const session = new PaneSession(kept, 'anna@contoso.example');
  session.show(item);
  const view = render(
    <FluentProvider theme={webLightTheme}>
      <Pane settings={settings} session={session} signIn={signIn ?? noSignIn} />
    </FluentProvider>,
  );
  return { session, ...view };
}

interface Options {
  kept?: Pick<Storage, 'getItem' | 'setItem'>;
  signIn?: NestedSignIn;
}

const noSignIn: NestedSignIn = { tokens: () => Promise.resolve('token'), signIn: () => Promise.resolve() };
