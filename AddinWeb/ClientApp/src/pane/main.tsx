import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startPane } from './boot';
import { PaneApp } from './PaneApp';

startPane();
createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <PaneApp />
  </StrictMode>,
);
