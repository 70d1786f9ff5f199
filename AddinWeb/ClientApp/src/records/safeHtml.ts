import DOMPurify from 'dompurify';

export interface SafeMail {
  /** a whole document for a sandboxed frame's srcdoc */
  document: string;
  /** images that would be fetched from other hosts, which tells the sender that the mail is read */
  hasRemoteImages: boolean;
  /** the mail was longer than is shown */
  isCut: boolean;
  /** how many lines it takes, about: nothing runs in the frame, so nothing there can tell */
  lines: number;
}

const longestShown = 500_000;
const lineLength = 90;

const forbiddenTags =
  'style link meta base form input button textarea select option svg math audio video source track dialog'.split(' ');
const forbiddenAttributes = (
  'srcset ping action formaction background poster autofocus autoplay id name tabindex accesskey contenteditable ' +
  'popover popovertarget popovertargetaction'
).split(' ');

// What a mail may say of its looks: colours, type, spacing and tables. Nothing that takes a thing out of its place to
// lie over another, and no value that could fetch or call.
const allowedStyle =
  /^(color|background-color|font(-.+)?|text-.+|line-height|letter-spacing|word-.+|white-space|overflow-wrap|padding(-.+)?|margin(-.+)?|border(-.+)?|width|height|(min|max)-width|vertical-align|direction|unicode-bidi|list-style-type|table-layout|caption-side|empty-cells|display|float|clear)$/;
const forbiddenValue = /url|image|src|expression|var|attr|env|element|paint|[\\@<]|(^|[\s:(])-\d/i;

/**
 * A mail's HTML as a document that runs nothing and fetches nothing (R105): sanitised here, shown in a frame without
 * scripts and without our origin, under a policy of its own. Remote images only where the reader asked for them.
 * `inlineImages`: data addresses by `contentKey`.
 */
export function safeMail(
  html: string,
  withRemoteImages: boolean,
  inlineImages: Map<string, string> = new Map(),
): SafeMail {
  const body = DOMPurify.sanitize(html.slice(0, longestShown), {
    FORBID_TAGS: forbiddenTags,
    FORBID_ATTR: forbiddenAttributes,
    ALLOW_DATA_ATTR: false,
    ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|tel:|cid:|data:image\/(?:png|jpe?g|gif|webp);)/i,
    RETURN_DOM: true,
  }) as HTMLElement;
  const hasRemoteImages = tameImages(body, withRemoteImages, inlineImages);
  body.querySelectorAll<HTMLElement>('[style]').forEach(tameStyle);
  body.querySelectorAll('a, area').forEach(tameLink);

  const images = withRemoteImages ? 'data: https: http:' : 'data:';
  const policy = `default-src 'none'; style-src 'unsafe-inline'; img-src ${images}`;
  return {
    hasRemoteImages,
    isCut: html.length > longestShown,
    lines: linesOf(body),
    document:
      `<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">` +
      '<meta name="referrer" content="no-referrer"><meta http-equiv="x-dns-prefetch-control" content="off">' +
      `<base target="_blank"><style>${frameStyle}</style></head><body dir="auto">${body.innerHTML}</body></html>`,
  };
}

/** Plain text as the same kind of document: escaped, its addresses as links. */
export function safeText(text: string): SafeMail {
  const holder = document.createElement('div');
  for (const line of text.slice(0, longestShown).split('\n')) {
    const row = document.createElement('div');
    row.dir = 'auto';
    for (const [at, piece] of line.split(/(https?:\/\/[^\s<>"']+)/).entries()) {
      if (at % 2 === 0) row.append(piece);
      else row.append(Object.assign(document.createElement('a'), { href: piece, textContent: piece }));
    }
    if (!line) row.append(document.createElement('br'));
    holder.append(row);
  }
  return { ...safeMail(holder.innerHTML, false), isCut: text.length > longestShown };
}

/** A content id as it is compared: in HTML it may be percent-encoded, in the mail it may stand in brackets. */
export const contentKey = (id: string): string => decoded(id).trim().replace(/^<|>$/g, '').toLowerCase();

function decoded(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}

/** The content ids that the HTML shows as images. */
export const contentKeysIn = (html: string): Set<string> =>
  new Set([...html.matchAll(/\bcid:([^"'\s>)]+)/gi)].map((match) => contentKey(match[1] ?? '')));

function tameImages(body: HTMLElement, withRemoteImages: boolean, inlineImages: Map<string, string>): boolean {
  let hasRemote = false;
  for (const image of body.querySelectorAll('img')) {
    const source = (image.getAttribute('src') ?? '').trim();
    if (/^cid:/i.test(source)) {
      const inline = inlineImages.get(contentKey(source.slice(4)));
      if (inline) image.setAttribute('src', inline);
      else image.removeAttribute('src');
    } else if (/^https?:/i.test(source)) {
      hasRemote = true;
      if (!withRemoteImages) image.removeAttribute('src');
    } else if (!/^data:image\/(?:png|jpe?g|gif|webp);/i.test(source)) image.removeAttribute('src');
  }
  return hasRemote;
}

function tameStyle(element: HTMLElement): void {
  const kept: string[] = [];
  for (const name of element.style) {
    const value = element.style.getPropertyValue(name);
    if (allowedStyle.test(name) && !forbiddenValue.test(value)) kept.push(`${name}:${value}`);
  }
  if (kept.length > 0) element.setAttribute('style', kept.join(';'));
  else element.removeAttribute('style');
}

function tameLink(link: Element): void {
  const address = (link.getAttribute('href') ?? '').trim();
  if (!/^(https?|mailto|tel):/i.test(address)) return link.removeAttribute('href');
  link.setAttribute('target', '_blank');
  link.setAttribute('rel', 'noopener noreferrer nofollow');
  // Where it really leads, whatever its text says.
  link.setAttribute('title', address);
}

function linesOf(body: HTMLElement): number {
  const breaks = body.querySelectorAll('br, p, div, tr, li, h1, h2, h3, blockquote, pre').length;
  const pictures = body.querySelectorAll('img[src]').length;
  return breaks + pictures * 8 + Math.ceil((body.textContent ?? '').length / lineLength);
}

const frameStyle =
  'html{color-scheme:light;background:#fff}body{margin:12px;font:14px/1.45 "Segoe UI",system-ui,"Yu Gothic UI",' +
  '"Noto Sans CJK JP",sans-serif;color:#242424;overflow-wrap:anywhere}img{max-width:100%;height:auto}' +
  'table{max-width:100%}blockquote{margin-inline:0;padding-inline-start:12px;border-inline-start:2px solid #d1d1d1}' +
  'pre{white-space:pre-wrap}';
