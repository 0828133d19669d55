import { expect } from 'vitest';

/**
 * A text that tries to leave whatever it stands in, and calls `xa.<field>()` where it comes out. At most 80 letters, for
 * names; `long` tries every other way out as well.
 */
export const hostile = (field: string) => `"><script>xa.${field}()</script>'><img src=xa onerror=xa.${field}()>{xa}`;

export const long = (field: string) =>
  [
    hostile(field),
    `</title></textarea></script></style><svg onload=xa.${field}()>`,
    `javascript:xa.${field}() https://example.com/"onmouseover="xa.${field}()`,
    `" autofocus onfocus="xa.${field}() ' onfocus='xa.${field}() \` onfocus=xa.${field}()`,
    `{@html xa} {{xa}} \${xa} <%= xa %> #{xa} --><!--><b>xa]]><?xa ?> &lt;script&gt;xa &#x3c;b&#x3e;`,
    `\u202e\u2066back to front\u2028\u0000\ufeffnothing`,
  ].join('\n');

/** Fails where somebody's text has become more than text in this page or mail. */
export function expectOnlyText(html: string, where: string): void {
  const { tags, scripts } = read(html);
  for (const { name, attributes } of tags) {
    expect(name, where).not.toContain('xa');
    for (const [key, value] of attributes) {
      const isCode = /^on/.test(key) || /^\s*(javascript|data|vbscript):/i.test(value);
      const isOurImage = key === 'src' && value.startsWith('data:image/');
      const inside = `${where}: <${name} ${key}="${value}">`;
      expect(isCode && !isOurImage && value.includes('xa') ? inside : 'text').toBe('text');
      expect(key.includes('xa') ? inside : 'text').toBe('text');
      expect(key === 'src' && value === 'xa' ? inside : 'text').toBe('text');
    }
  }
  // Data for the page's own script may hold the text, but nothing that ends a script or begins a comment in it.
  for (const script of scripts)
    expect(`${where}: ${script.match(/<\/?script|<!--|^\s*xa\./)?.[0] ?? ''}`).toBe(`${where}: `);
}

type Tag = { name: string; attributes: [string, string][] };

const TAG = /<!--[\s\S]*?-->|<([a-z][^\s/>]*)((?:[^>"']|"[^"]*"|'[^']*')*)>/gi;
const ATTRIBUTE = /([^\s"'>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;

/** The tags of a page as a browser would see them, and what stands in its scripts. */
function read(html: string): { tags: Tag[]; scripts: string[] } {
  const tags: Tag[] = [];
  const scripts: string[] = [];
  TAG.lastIndex = 0;
  for (let found = TAG.exec(html); found !== null; found = TAG.exec(html)) {
    const [, name, rest = ''] = found;
    if (name === undefined) continue;
    const attributes = [...rest.matchAll(ATTRIBUTE)].map(([, key = '', a, b, c]): [string, string] => [
      key.toLowerCase(),
      a ?? b ?? c ?? '',
    ]);
    tags.push({ name: name.toLowerCase(), attributes });
    const isRaw = /^(script|style|textarea|title)$/i.exec(name);
    if (isRaw === null) continue;
    const end = html.toLowerCase().indexOf(`</${name.toLowerCase()}`, TAG.lastIndex);
    if (/^script$/i.test(name)) scripts.push(html.slice(TAG.lastIndex, end));
    TAG.lastIndex = end;
  }
  return { tags, scripts };
}
