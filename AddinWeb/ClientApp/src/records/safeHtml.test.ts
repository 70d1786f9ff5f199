import { describe, expect, it } from 'vitest';
import { safeMail, safeText } from './safeHtml';

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
];

describe('R105 a mail is shown safe', () => {
  it.each(hostile)('takes the harm out of %s', (html) => {
    const { document: shown } = safeMail(html, false);
    const body = new DOMParser().parseFromString(shown, 'text/html').body;
    expect(body.querySelector('script,iframe,object,form,input,meta,base,link,style,svg,math')).toBeNull();
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

  it('shows plain text as it stands, its links as links', () => {
    const { document: shown } = safeText('a <b>\n\nsee https://acme.example/x?a=1&b=2 now');
    expect(shown).toContain('a &lt;b&gt;');
    expect(shown).toContain('href="https://acme.example/x?a=1&amp;b=2"');
  });
});
