import { afterAll, beforeAll, expect, it } from 'vitest';
import { postJson } from '#tests/e2e/caller.ts';
import { startProduct, type Product } from '#tests/e2e/product.ts';
import { buildIfStale } from '../../bin/support/build.ts';
import { createVisitor, whatItSays } from './visitor.ts';

const PASSWORD = 'correct horse battery';
/** A build and a first start, on a busy machine. */
const START_MS = 180_000;

let product: Product;
let people = 0;
const newEmail = () => `visitor.${(people += 1)}@http.test`;

beforeAll(async () => {
  buildIfStale(() => undefined);
  product = await startProduct();
}, START_MS);
afterAll(() => product.stop());

async function signedUp() {
  const visitor = createVisitor(product.url);
  const email = newEmail();
  const page = await visitor.submit('/sign-up', { name: 'Zainab Bello', email, password: PASSWORD });
  expect(page.status).toBe(303);
  return { visitor, email };
}

it('signs up, shows who is signed in, signs out and in again, all without JavaScript', async () => {
  const visitor = createVisitor(product.url);
  const email = newEmail();
  const next = '/mentorship/checkout?offeringId=1';
  const path = `/sign-up?next=${encodeURIComponent(next)}`;
  expect((await visitor.get(path)).text).toContain('Open an account');
  const up = await visitor.submit(path, { name: 'Zainab Bello', email, password: PASSWORD });
  expect([up.status, up.location]).toEqual([303, next]);
  expect((await visitor.get('/mentorship')).text).toContain('Zainab Bello');
  const out = await visitor.submit('/sign-out', {});
  expect([out.status, out.location]).toEqual([303, '/mentorship']);
  expect(visitor.cookies.size).toBe(0);
  expect((await visitor.get('/mentorship')).text).not.toContain('Zainab Bello');
  const signedIn = await visitor.submit('/sign-in', { email: ` ${email.toUpperCase()} `, password: PASSWORD });
  expect([signedIn.status, signedIn.location]).toEqual([303, '/mentorship']);
  expect((await visitor.get('/mentorship')).text).toContain('Zainab Bello');
});

it('makes the old cookie worthless at sign-out', async () => {
  const { visitor } = await signedUp();
  const kept = new Map(visitor.cookies);
  await visitor.submit('/sign-out', {});
  for (const [name, value] of kept) visitor.cookies.set(name, value);
  expect((await visitor.get('/mentorship')).text).not.toContain('Zainab Bello');
});

it('says what is wrong beside the field, and keeps what was typed but the password', async () => {
  const page = await createVisitor(product.url).submit('/sign-up', {
    name: 'Zainab',
    email: 'zainab',
    password: 'short-pw',
  });
  expect(page.status).toBe(422);
  expect(page.text).toContain('Write your e-mail address like name@example.com.');
  expect(page.text).toContain('value="Zainab"');
  expect(page.text).not.toContain('short-pw');
});

it('answers a wrong password and an unknown address with the same page', async () => {
  const { email } = await signedUp();
  const visitor = createVisitor(product.url);
  const wrong = await visitor.submit('/sign-in', { email, password: 'not the password' });
  const unknown = await visitor.submit('/sign-in', { email: newEmail(), password: 'not the password' });
  expect([wrong.status, unknown.status]).toEqual([401, 401]);
  expect(wrong.text).toContain('do not match');
  expect(unknown.text).toContain('do not match');
});

it.each(['//evil.test', '/\\evil.test', '\\\\evil.test', 'https://evil.test', '/\t/evil.test', 'javascript:alert(1)'])(
  'never leaves the site after signing in, not even for next=%j',
  async (next) => {
    const { visitor, email } = await signedUp();
    await visitor.submit('/sign-out', {});
    const page = await visitor.submit(`/sign-in?next=${encodeURIComponent(next)}`, { email, password: PASSWORD });
    expect([page.status, page.location]).toEqual([303, '/mentorship']);
  },
);

it.each([
  ['another site', { origin: 'https://evil.test' }],
  ['nowhere (a sandboxed frame)', { origin: 'null' }],
  ['another port of this machine', { origin: 'http://localhost:1' }],
  ['a browser without Origin that says cross-site', { 'sec-fetch-site': 'cross-site' }],
])('refuses every write from %s', async (_who, headers) => {
  const { visitor, email } = await signedUp();
  for (const path of ['/sign-out', '/sign-in', '/demo/sign-in', '/action/beginMentorshipCheckout']) {
    const page = await visitor.submit(path, { email, password: PASSWORD }, headers);
    expect([path, page.status]).toEqual([path, 403]);
    expect(JSON.parse(page.text)).toMatchObject({ ok: false, error: { code: 'foreign_origin' } });
  }
  expect((await visitor.get('/mentorship')).text).toContain('Zainab Bello');
});

it('lets both names of this machine and curl write', async () => {
  const { visitor } = await signedUp();
  const { port } = new URL(product.url);
  expect((await visitor.submit('/sign-out', {}, { origin: `http://127.0.0.1:${port}` })).status).toBe(303);
  expect((await visitor.submit('/sign-out', {}, {})).status).toBe(303);
});

it('opens only four doors of the sign-in library, and takes nothing more through them', async () => {
  const email = newEmail();
  const signUp = (extra: object) =>
    postJson(`${product.url}/api/auth/sign-up/email`, { name: 'Zainab', email, password: PASSWORD, ...extra });
  expect((await signUp({ role: 'ADMIN' })).status).toBe(422);
  expect((await signUp({ verifiedAt: '2026-01-01' })).status).toBe(422);
  expect((await signUp({})).status).toBe(200);
  for (const path of [
    'update-user',
    'change-email',
    'change-password',
    'delete-user',
    'set-password',
    'revoke-sessions',
  ]) {
    expect([path, (await postJson(`${product.url}/api/auth/${path}`, { name: 'x' })).status]).toEqual([path, 404]);
  }
  for (const path of ['list-sessions', 'ok', 'error', '__proto__', 'constructor', 'reset-password/x']) {
    expect([path, (await fetch(`${product.url}/api/auth/${path}`)).status]).toEqual([path, 404]);
  }
});

it('slows down guessing, and says when to try again', async () => {
  const email = newEmail();
  const visitor = createVisitor(product.url);
  for (let n = 0; n < 10; n += 1) await visitor.submit('/sign-in', { email, password: `guess ${n}` });
  const page = await visitor.submit('/sign-in', { email, password: 'guess 10' });
  expect(page.status).toBe(429);
  expect(Number(page.headers.get('retry-after'))).toBeGreaterThan(0);
});

it('signs in as the people of the demo, and as nobody else', async () => {
  const visitor = createVisitor(product.url);
  const page = await visitor.submit('/demo/sign-in', { email: 'tutor@demo.test', returnTo: '/tutor/mentorship' });
  expect([page.status, page.location]).toEqual([303, '/tutor/mentorship']);
  expect((await visitor.get('/tutor/mentorship')).text).toContain('Tunde Adeyemi');
  const { email } = await signedUp();
  expect((await createVisitor(product.url).submit('/demo/sign-in', { email, returnTo: '//evil.test' })).status).toBe(
    422,
  );
});

const NOBODYS_ID = '0197d400-ffff-7000-8000-00000000ffff';
/** Who gets what at each page about accounts. A text is where it leads instead. */
const PAGES: readonly (readonly [path: string, nobody: Seen, student: Seen, tutor: Seen, admin: Seen])[] = [
  ['/forgot-password', 200, 200, 200, 200],
  ['/reset-password?token=none', 200, 200, 200, 200],
  ['/confirm-email?token=none', 200, 200, 200, 200],
  ['/stop-email-change?token=none', 200, 200, 200, 200],
  ['/sign-in/code', '/sign-in', '/mentorship', '/mentorship', '/mentorship'],
  ['/become-a-tutor', 200, 200, 200, 200],
  ['/settings', '/settings/profile', '/settings/profile', '/settings/profile', '/settings/profile'],
  ['/settings/profile', '/sign-in', 200, 200, 200],
  ['/settings/security', '/sign-in', 200, 200, 200],
  ['/settings/data', '/sign-in', 200, 200, 200],
  ['/settings/data/export', '/sign-in', 200, 200, 200],
  ['/settings/data/erase', '/sign-in', 200, 200, 200],
  [`/mentorship/tutors/${NOBODYS_ID}`, 404, 404, 404, 404],
  [`/admin/mentorship/tutors/${NOBODYS_ID}`, '/sign-in', 403, 403, 404],
  ['/avatar/3/Ada%20Obi.svg', 200, 200, 200, 200],
  ['/avatar/9/Ada%20Obi.svg', 404, 404, 404, 404],
];
type Seen = number | string;

it('shows each page about accounts to whom it is for, and keeps private ones out of every cache', async () => {
  const people = ['', 'student@demo.test', 'tutor@demo.test', 'admin@demo.test'];
  for (const [who, email] of people.entries()) {
    const visitor = createVisitor(product.url);
    if (email !== '') await visitor.submit('/demo/sign-in', { email, returnTo: '/robots.txt' });
    for (const [path, ...row] of PAGES) {
      const { status, location, headers } = await visitor.get(path);
      const seen = location === null ? status : new URL(location, product.url).pathname;
      expect([path, email, seen]).toEqual([path, email, row[who]]);
      const isPrivate = path.startsWith('/settings/') || path.includes('token=');
      if (isPrivate && status === 200) expect([path, headers.get('cache-control')]).toEqual([path, 'no-store']);
      if (path.includes('token=')) expect(headers.get('referrer-policy')).toBe('same-origin');
    }
  }
});

it('answers a known and an unknown address with the same page when a password is forgotten', async () => {
  const { email } = await signedUp();
  const ask = async (address: string) => {
    const page = await createVisitor(product.url).submit('/forgot-password', { email: address });
    return [page.status, whatItSays(page.text).replaceAll(address, '…')];
  };
  expect(await ask(email)).toEqual(await ask(newEmail()));
});

it('draws letters and nothing else, whatever the name', async () => {
  const name = '<script>alert(1)</script> "onload=x';
  const { text, headers } = await createVisitor(product.url).get(
    `/avatar/1/${encodeURIComponent(name.replaceAll('/', ''))}.svg`,
  );
  expect(text).not.toMatch(/<script|onload/);
  expect(headers.get('content-type')).toContain('image/svg+xml');
  expect(headers.get('content-security-policy')).toContain("default-src 'none'");
});

it('gives a person everything about themselves as a file, and a tutor’s page to anybody', async () => {
  const { visitor, email } = await signedUp();
  const file = await visitor.get('/settings/data/export');
  expect(file.headers.get('content-disposition')).toContain('attachment');
  expect(JSON.parse(file.text)).toMatchObject({ person: { email }, sessions: [], notWhole: [] });
  const tutor = createVisitor(product.url);
  await tutor.submit('/demo/sign-in', { email: 'tutor@demo.test', returnTo: '/robots.txt' });
  const mine = /\/mentorship\/tutors\/[0-9a-f-]+/.exec((await tutor.get('/settings/profile')).text)?.[0] ?? '';
  const page = await createVisitor(product.url).get(mine);
  expect([page.status, page.text.includes('Tunde Adeyemi')]).toEqual([200, true]);
  expect(page.text).not.toContain('tutor@demo.test</');
});
