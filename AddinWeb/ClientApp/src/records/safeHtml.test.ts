import { describe, expect, it } from 'vitest';
import { contentKey, contentKeysIn, safeMail, safeText } from './safeHtml';

const hostile = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<a href="javascript:alert(1)">x</a>',
  '<a href="data:text/html,<script>alert(1)</script>">x</a>',
  '<svg onload=alert(1)><script>alert(1)</script></svg>',
  '<math><mtext><img src=x onerror=alert(1)></mtext></math>',
  '<iframe src="https://evil.example"></iframe>',
  '<object data="https://evil.example"></object>',
  '<form action="https://evil.example"><input name=password></form>',
  '<meta http-equiv="refresh" content="0;url=https://evil.example">',
  '<base href="https://evil.example/">',
  '<link rel=stylesheet href="https://evil.example/x.css">',
  '<style>@import url(https://evil.example/x.css);</style>',
  '<div style="background:url(https://evil.example/x.png)">x</div>',
  '<div style="background:u\\72l(https://evil.example/x.png)">x</div>',
  '<img srcset="https://evil.example/a.png 1x">',
  '<video poster="https://evil.example/p.png"></video>',
  '<table background="https://evil.example/t.png"><tr><td>x</td></tr></table>',
  '<svg></p><style><a id="</style><img src=x onerror=alert(1)>">',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=alert(1)&gt;">',
  '<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=alert(1)>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
  '<template><script>alert(1)</script></template>',
  '<div><form action="https://evil.example"><form><button formaction="https://evil.example">x</button></form></form></div>',
  '<img src=" javascript:alert(1)">',
  '<a href="java\tscript:alert(1)">x</a>',
  '<a href="vbscript:alert(1)">x</a>',
  '<map name=m><area href="javascript:alert(1)"></map><img usemap="#m">',
  '<picture><source srcset="https://evil.example/a.webp"><img src="x"></picture>',
  '<audio src="https://evil.example/a.mp3" autoplay></audio>',
  '<div style="background-image:-webkit-image-set(\'https://evil.example/a.png\' 1x)">x</div>',
  '<div style="background:var(--x);--x:url(https://evil.example/a.png)">x</div>',
  '<p style="list-style-image:url(https://evil.example/a.png)">x</p>',
  '<div style="content:url(https://evil.example/a.png)">x</div>',
  '<input type=image src="https://evil.example/a.png">',
  '<embed src="https://evil.example/a.swf">',
  '<body onload=alert(1) background="https://evil.example/a.png">x</body>',
  '<div popover id=p>x</div><button popovertarget=p>x</button>',
];

const shownOf = (html: string, images?: Map<string, string>) =>
  new DOMParser().parseFromString(safeMail(html, false, images).document, 'text/html');

describe('R105 a mail is shown safe', () => {
  it.each(hostile)('takes the harm out of %s', (html) => {
    const { document: shown } = safeMail(html, false);
    const body = new DOMParser().parseFromString(shown, 'text/html').body;
    expect(
      body.querySelector(
        'script,iframe,object,embed,form,input,button,meta,base,link,style,svg,math,audio,video,source,template',
      ),
    ).toBeNull();
    const attributes = [...body.querySelectorAll('*')].flatMap((element) => [...element.attributes]);
    expect(attributes.filter(({ name }) => name.startsWith('on'))).toEqual([]);
    expect(attributes.filter(({ value }) => /javascript:|evil\.example|text\/html/i.test(value))).toEqual([]);
  });

  it('R105 blocks remote images until the reader asks for them', () => {
    const html = '<p>Hello</p><img src="https://tracker.example/1.gif">';
    const blocked = safeMail(html, false);
    expect(blocked.hasRemoteImages).toBe(true);
    expect(blocked.document).not.toContain('tracker.example');
    expect(blocked.document).toContain('img-src data:"');
    expect(safeMail(html, true).document).toContain('https://tracker.example/1.gif');
  });

  it('puts the mail’s own pictures in their place', () => {
    const { document: shown } = safeMail(
      '<img src="cid:logo@x">',
      false,
      new Map([['logo@x', 'data:image/png;base64,AA']]),
    );
    expect(shown).toContain('src="data:image/png;base64,AA"');
  });

  it.each([['%3clogo%40x%3e'], ['LOGO@X'], ['logo%40x']])('finds the mail’s own picture as cid:%s too', (id) => {
    const images = new Map([[contentKey('<logo@x>'), 'data:image/png;base64,AA']]);
    expect(contentKeysIn(`<img src="cid:${id}">`)).toEqual(new Set(['logo@x']));
    expect(shownOf(`<img src="cid:${id}">`, images).querySelector('img')?.getAttribute('src')).toMatch(/^data:/);
  });

  it('shows no picture that the mail does not have, and follows no link to one', () => {
    const body = shownOf('<img src="cid:none"><a href="cid:none">x</a><a href="data:image/png;base64,AA">y</a>').body;
    expect(body.querySelector('[src], [href]')).toBeNull();
  });

  it('opens links apart from our page, and shows where they lead', () => {
    const link = shownOf('<a href="https://evil.example/x" target="_top" onclick="opener.x()">https://bank.example</a>')
      .body.firstElementChild;
    expect(link?.getAttribute('target')).toBe('_blank');
    expect(link?.getAttribute('rel')).toContain('noopener');
    expect(link?.getAttribute('title')).toBe('https://evil.example/x');
  });

  it('keeps the looks of a mail and lets nothing lie over anything else', () => {
    const body = shownOf(
      '<p style="color:red;position:fixed;top:0;z-index:9;margin-top:-500px;transform:scale(9);opacity:0">x</p>',
    ).body;
    expect(body.firstElementChild?.getAttribute('style')).toBe('color:red');
  });

  it('cuts what is longer than anyone reads, and does not break on what is deep', () => {
    const long = safeMail('<p>' + 'word '.repeat(200_000), false);
    expect(long.isCut).toBe(true);
    expect(safeMail('<div>'.repeat(2_000) + 'deep', false).document).toContain('deep');
    expect(safeText('x'.repeat(1_500_000)).isCut).toBe(true);
  });

  it('shows plain text as it stands, its links as links', () => {
    const { document: shown } = safeText('a <b>\n\nsee https://acme.example/x?a=1&b=2 now');
    expect(shown).toContain('a &lt;b&gt;');
    expect(shown).toContain('href="https://acme.example/x?a=1&amp;b=2"');
  });
});
