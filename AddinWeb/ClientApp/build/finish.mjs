// After Vite: compresses every asset for the host to serve as it is, and weighs what the pane needs before its first
// useful paint: the pane's entry and everything it imports at once (what it imports later does not count).
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const app = join(import.meta.dirname, '../../wwwroot/app');
const limit = 200 * 1024;

for (const name of readdirSync(join(app, 'assets'))) {
    const file = join(app, 'assets', name);
    const bytes = readFileSync(file);
    const brotli = brotliCompressSync(bytes, {
        params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    });
    writeFileSync(file + '.br', brotli);
    writeFileSync(file + '.gz', gzipSync(bytes, { level: 9 }));
}

const manifest = JSON.parse(readFileSync(join(app, '.vite/manifest.json'), 'utf8'));
const files = new Set();
const follow = (key) => {
    const { file, imports = [] } = manifest[key];
    if (files.has(file)) return;
    files.add(file);
    imports.forEach(follow);
};
follow('pane.html');

const size = (file) => readFileSync(join(app, file + '.br')).length;
const total = [...files].reduce((sum, file) => sum + size(file), 0);
const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} KB`;
for (const file of files) console.log(`  ${kilobytes(size(file)).padStart(9)}  ${file}`);
console.log(`Pane, before the first useful paint: ${kilobytes(total)} compressed (limit ${kilobytes(limit)})`);
if (total > limit) {
    console.error('The pane is too heavy: load something later, or not at all.');
    process.exit(1);
}
