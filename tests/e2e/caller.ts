/** An answer over HTTP: its body parsed when it is JSON, else its text. */
export type Answer = { status: number; headers: Headers; body: unknown };

/** Somebody who calls over HTTP without a browser, as curl does: no Origin, cookies kept by hand. */
export type Caller = {
  request(path: string, init?: RequestInit): Promise<Answer>;
  get(path: string): Promise<Answer>;
  /** `POST /action/<name>` with a JSON body. */
  act(name: string, input?: unknown, headers?: Record<string, string>): Promise<Answer>;
};

/** A caller with these cookies; `null` is signed out. */
export function createCaller(url: string, cookie: string | null): Caller {
  const request = (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    if (cookie !== null) headers.set('cookie', cookie);
    return send(`${url}${path}`, { ...init, headers });
  };
  return {
    request,
    get: (path) => request(path),
    act: (name, input = {}, headers = {}) =>
      request(`/action/${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof input === 'string' ? input : JSON.stringify(input),
      }),
  };
}

/** One of the demo's people, signed in with their password. */
export async function signInAs(url: string, email: string, password = 'mentorship-demo'): Promise<Caller> {
  const answer = await postJson(`${url}/api/auth/sign-in/email`, { email, password });
  if (answer.status !== 200) throw new Error(`${email} could not sign in: ${JSON.stringify(answer.body)}`);
  return createCaller(url, cookiesOf(answer));
}

let people = 0;

/** A new student with an address that nobody else has. */
export async function signUpStudent(url: string, name: string): Promise<Caller & { email: string }> {
  const email = newEmail(name);
  const answer = await postJson(`${url}/api/auth/sign-up/email`, { name, email, password: PASSWORD });
  if (answer.status !== 200) throw new Error(`${email} could not sign up: ${JSON.stringify(answer.body)}`);
  return { ...createCaller(url, cookiesOf(answer)), email };
}

export const PASSWORD = 'correct horse battery';

export function newEmail(name: string): string {
  people += 1;
  return `${name.toLowerCase().replaceAll(/[^a-z]+/g, '.')}.${process.pid}.${people}@stories.test`;
}

export function postJson(url: string, body: unknown): Promise<Answer> {
  return send(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
}

/** Asks without following redirects. */
export async function send(url: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, { redirect: 'manual', ...init });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
  return { status: response.status, headers: response.headers, body: isJson && text !== '' ? JSON.parse(text) : text };
}

function cookiesOf({ headers }: Answer): string {
  return headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
}
