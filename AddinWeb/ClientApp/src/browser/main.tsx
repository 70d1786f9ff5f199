import { StrictMode, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { configureApi } from '../api/client';
import { readSettings } from '../api/settings';
import { browserSignIn } from '../signIn/browserSignIn';
import { setLanguage } from '../words/words';
import { BrowserApp, Themed } from './BrowserApp';
import { Broken } from './Guard';
import { languageOf } from './language';

async function start() {
  // The window that the pane's own sign-in opens where Outlook offers none: it hands the answer over and closes.
  if (location.pathname === '/sign-in/popup') {
    const { broadcastResponseToMainFrame } = await import('@azure/msal-browser/redirect-bridge');
    return broadcastResponseToMainFrame();
  }
  setLanguage(languageOf());
  const settings = readSettings();
  const signIn = browserSignIn(settings);
  configureApi(settings.apiUrl, signIn.tokens);
  if (location.pathname === '/sign-in/callback') {
    try {
      return location.replace(await signIn.finish());
    } catch (error) {
      return draw(
        <Themed>
          <Broken isSignIn detail={(error as Error).message} />
        </Themed>,
      );
    }
  }
  draw(<BrowserApp signIn={signIn} />);
}

const draw = (page: ReactNode) =>
  createRoot(document.getElementById('root') as HTMLElement).render(<StrictMode>{page}</StrictMode>);

void start();
