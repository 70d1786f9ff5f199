import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { readSettings } from '../api/settings';

const settings = readSettings();
createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <p>MailCrm {settings.version}</p>
  </StrictMode>,
);
