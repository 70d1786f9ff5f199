import type { ReactNode } from 'react';
import type { WordKey } from '../words/words';
import { PagesFrame } from './PagesFrame';

const pages = [
  ['/settings/mail', 'mailSettings'],
  ['/settings/mail-accounts', 'mailboxSync'],
  ['/settings/sender-addresses', 'senderAddresses'],
  ['/settings/never-capture', 'neverCapture'],
] as const;

/** A page of the settings with the way to the others. */
export const SettingsFrame = ({ title, children }: { title: WordKey; children: ReactNode }) => (
  <PagesFrame title={title} nav="settingsNav" pages={pages}>
    {children}
  </PagesFrame>
);
