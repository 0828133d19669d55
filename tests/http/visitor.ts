/** A browser with JavaScript off: follows no redirect by itself, keeps cookies, sends forms with their Origin. */
export type Visitor = {
  get(path: string): Promise<Page>;
  submit(path: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<Page>;
  cookies: Map<string, string>;
};

export type Page = { status: number; location: string | null; headers: Headers; text: string };

export function createVisitor(url: string): Visitor {
  const cookies = new Map<string, string>();
  const ask = async (path: string, init: RequestInit): Promise<Page> => {
    const headers = new Headers(init.headers);
    headers.set('accept', 'text/html');
    if (cookies.size > 0) headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await fetch(url + path, { ...init, headers, redirect: 'manual' });
    keep(cookies, response.headers);
    const { status } = response;
    return {
      status,
      location: response.headers.get('location'),
      headers: response.headers,
      text: await response.text(),
    };
  };
  return {
    cookies,
    get: (path) => ask(path, {}),
    submit: (path, fields, headers = { origin: url }) =>
      ask(path, { method: 'POST', headers, body: new URLSearchParams(fields) }),
  };
}

function keep(cookies: Map<string, string>, headers: Headers): void {
  for (const line of headers.getSetCookie()) {
    const [pair = '', ...attributes] = line.split(';');
    const equals = pair.indexOf('=');
    const gone = attributes.some((text) => /^\s*max-age=0\s*$/i.test(text));
    if (gone) cookies.delete(pair.slice(0, equals));
    else cookies.set(pair.slice(0, equals), pair.slice(equals + 1));
  }
}

/** A page or an answer without what differs between two that say the same: nonces, and the clock of the demo's bar. */
export function whatItSays(text: string): string {
  return text
    .replaceAll(/nonce-?=?\\?["'][^"']+|nonce-[\w+/=-]+/g, '')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'now')
    .replaceAll(/(<time[^>]*>)[^<]*/g, '$1');
}
