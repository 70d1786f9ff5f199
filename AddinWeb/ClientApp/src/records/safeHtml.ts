import DOMPurify from 'dompurify';

export interface SafeMail {
  /** a whole document for a sandboxed frame's srcdoc */
  document: string;
  /** images that would be fetched from other hosts, which tells the sender that the mail is read */
  hasRemoteImages: boolean;
}

const forbiddenTags = ['style', 'link', 'meta', 'base', 'form', 'input', 'button', 'textarea', 'select', 'svg', 'math'];
const forbiddenAttributes = [
  'srcset',
  'ping',
  'action',
  'formaction',
  'background',
  'poster',
  'autofocus',
  'id',
  'name',
];

/**
 * A mail's HTML as a document that runs nothing and fetches nothing (R105): sanitised here, shown in a frame without
 * scripts and without our origin, under a policy of its own. Remote images only where the reader asked for them.
 */
export function safeMail(
  html: string,
  withRemoteImages: boolean,
  inlineImages: Map<string, string> = new Map(),
): SafeMail {
  const body = DOMPurify.sanitize(html, {
    FORBID_TAGS: forbiddenTags,
    FORBID_ATTR: forbiddenAttributes,
    ALLOW_DATA_ATTR: false,
    ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|tel:|cid:|data:image\/(?:png|jpe?g|gif|webp);)/i,
    RETURN_DOM: true,
    WHOLE_DOCUMENT: false,
  }) as HTMLElement;
  const hasRemoteImages = tame(body, withRemoteImages, inlineImages);
  const images = withRemoteImages ? 'data: https: http:' : 'data:';
  const policy = `default-src 'none'; style-src 'unsafe-inline'; img-src ${images}`;
  return {
    hasRemoteImages,
    document:
      `<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">` +
      `<meta name="referrer" content="no-referrer"><base target="_blank"><style>${frameStyle}</style></head>` +
      `<body dir="auto">${body.innerHTML}</body></html>`,
  };
}

/** Plain text as the same kind of document: escaped, its addresses as links. */
export function safeText(text: string): SafeMail {
  const holder = document.createElement('div');
  for (const line of text.split('\n')) {
    const row = document.createElement('div');
    row.dir = 'auto';
    for (const [at, piece] of line.split(/(https?:\/\/[^\s<>"']+)/).entries()) {
      if (at % 2 === 0) row.append(piece);
      else row.append(Object.assign(document.createElement('a'), { href: piece, textContent: piece }));
    }
    if (!line) row.append(document.createElement('br'));
    holder.append(row);
  }
  return safeMail(holder.outerHTML, false);
}

function tame(body: HTMLElement, withRemoteImages: boolean, inlineImages: Map<string, string>): boolean {
  let remote = false;
  for (const image of body.querySelectorAll('img')) {
    const source = image.getAttribute('src') ?? '';
    if (source.toLowerCase().startsWith('cid:')) {
      const inline = inlineImages.get(source.slice(4));
      if (inline) image.setAttribute('src', inline);
      else image.removeAttribute('src');
    } else if (/^https?:/i.test(source)) {
      remote = true;
      if (!withRemoteImages) image.removeAttribute('src');
    }
  }
  for (const styled of body.querySelectorAll<HTMLElement>('[style]')) {
    const style = styled.getAttribute('style') ?? '';
    // What a style could fetch, or lay over what we say around the frame.
    if (/url\s*\(|image-set|expression|@import|\\/i.test(style)) {
      remote ||= /url\s*\(\s*['"]?https?:/i.test(style);
      styled.removeAttribute('style');
    }
  }
  for (const link of body.querySelectorAll('a')) {
    link.setAttribute('target', '_blank');
    link.setAttribute('rel', 'noopener noreferrer nofollow');
  }
  return remote;
}

const frameStyle =
  'html{color-scheme:light;background:#fff}body{margin:12px;font:14px/1.45 "Segoe UI",system-ui,"Yu Gothic UI",' +
  '"Noto Sans CJK JP",sans-serif;color:#242424;overflow-wrap:anywhere}img{max-width:100%;height:auto}' +
  'table{max-width:100%}blockquote{margin-inline:0;padding-inline-start:12px;border-inline-start:2px solid #d1d1d1}' +
  'pre{white-space:pre-wrap}';
