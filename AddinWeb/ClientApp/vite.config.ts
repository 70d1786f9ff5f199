import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  base: '/app/',
  plugins: [react()],
  build: {
    outDir: '../wwwroot/app',
    emptyOutDir: true,
    manifest: true,
    // Images as files: the pages' policy has no need of data: addresses then.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: { pane: 'pane.html', browser: 'browser.html' } },
  },
  test: {
    environment: 'jsdom',
    setupFiles: 'test/setup.ts',
    restoreMocks: true,
    testTimeout: 30_000,
    // One world for all files: Fluent is loaded once, not once a file.
    isolate: false,
    // Fluent's CommonJS parts name their exports in a way that only the bundler understands.
    server: { deps: { inline: [/@fluentui/, /tabster/, /keyborg/] } },
  },
});
