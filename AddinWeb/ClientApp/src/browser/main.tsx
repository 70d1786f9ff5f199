import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { configureApi } from '../api/client';
import { readSettings } from '../api/settings';
import { browserSignIn } from '../signIn/browserSignIn';
import { setLanguage } from '../words/words';
import { BrowserApp } from './BrowserApp';

async function start() {
  // The window that the pane's own sign-in opens where Outlook offers none: it hands the answer over and closes.
  if (location.pathname === '/sign-in/popup') {
    const { broadcastResponseToMainFrame } = await import('@azure/msal-browser/redirect-bridge');
    return broadcastResponseToMainFrame();
  }
  setLanguage(navigator.language);
  const settings = readSettings();
  const signIn = browserSignIn(settings);
  configureApi(settings.apiUrl, signIn.tokens);
  if (location.pathname === '/sign-in/callback') return location.replace(await signIn.finish());
  createRoot(document.getElementById('root') as HTMLElement).render(
    <StrictMode>
      <BrowserApp settings={settings} signIn={signIn} />
    </StrictMode>,
  );
}

void start();
