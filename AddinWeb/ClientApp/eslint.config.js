import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const features = ['signIn', 'messages', 'linking', 'records', 'mailAccounts', 'pane', 'browser'];

/** Which folder may import which: ui and office nothing of ours, a feature never another feature. */
const closed = (folder, forbidden) => ({
  files: [`src/${folder}/**`],
  rules: { 'no-restricted-imports': ['error', { patterns: forbidden.map((name) => `**/${name}/*`) }] },
});

export default tseslint.config(
  { ignores: ['node_modules', '../wwwroot'] },
  { files: ['build/**'], languageOptions: { globals: { console: 'readonly', process: 'readonly' } } },
  js.configs.recommended,
  tseslint.configs.strict,
  reactHooks.configs.flat.recommended,
  {
    files: ['src/**'],
    rules: {
      'no-restricted-globals': ['error', { name: 'fetch', message: 'Only src/api calls fetch.' }],
      'no-restricted-properties': ['error', { object: 'window', property: 'fetch' }],
    },
  },
  { files: ['src/api/**', '**/*.test.*'], rules: { 'no-restricted-globals': 'off' } },
  {
    files: ['src/**'],
    ignores: ['src/office/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: "Identifier[name='Office']", message: 'Only src/office names Office.' },
      ],
    },
  },
  closed('ui', ['api', 'office', 'words', ...features]),
  closed('office', ['api', 'ui', 'words', ...features]),
  closed('api', ['ui', 'words', ...features]),
  ...['signIn', 'messages', 'linking', 'records', 'mailAccounts'].map((feature) =>
    closed(
      feature,
      features.filter((other) => other !== feature),
    ),
  ),
);
