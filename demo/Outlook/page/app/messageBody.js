// A stranger's HTML. It is shown in a frame that may run nothing and fetch nothing; being of our origin for lack of
// scripts it can be measured, so that the reading pane scrolls as one.
import { h } from './dom.js';
import { setting } from './settings.js';
import { t } from './words.js';

const policy =
  "default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src 'none'; form-action 'none'; base-uri 'none'";

const hasColours = /\b(background|color|bgcolor)\b[^;:="']*[:=]/i;
const isDark = (html) => setting('theme') === 'dark' && !hasColours.test(html);

export function messageBody(message) {
  const frame = h('iframe', {
    class: 'message-body',
    title: t('reading.body'),
    sandbox: 'allow-same-origin allow-popups allow-popups-to-escape-sandbox',
    srcdoc: page(message.html),
  });
  frame.addEventListener('load', () => {
    const { documentElement } = frame.contentDocument;
    const fit = () => (frame.style.height = `${documentElement.scrollHeight}px`);
    fit();
    new ResizeObserver(fit).observe(documentElement);
  });
  return frame;
}

// Mail that chose colours chose them for white paper, so on white it stays in the dark theme too.
const page = (html) => `<!doctype html>
<html class="${isDark(html) ? 'dark' : 'light'}"><head>
<meta http-equiv="Content-Security-Policy" content="${policy}"><base target="_blank">
<style>
  html { overflow-x: auto; overflow-y: hidden }
  .light { color-scheme: light; background: #fff; color: #242424 }
  .dark { color-scheme: dark; background: #292929; color: #fff }
  body { margin: 16px; overflow-wrap: anywhere }
  body { font: 15px/1.45 "Segoe UI", "Noto Sans", "Noto Sans CJK JP", sans-serif }
  img { max-width: 100%; height: auto }
  pre { white-space: pre-wrap; font: inherit; margin: 0 }
  table { max-width: 100% }
</style></head><body dir="auto">${html}</body></html>`;
