import type { PublicSettings } from '../api/types';
import type { BrowserSignIn } from '../signIn/browserSignIn';

/** The browser pages: which page for which address. */
export function BrowserApp({ settings }: { settings: PublicSettings; signIn: BrowserSignIn }) {
  return <p>MailCrm {settings.version}</p>;
}
