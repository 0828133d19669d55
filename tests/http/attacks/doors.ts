import { describe, expect, it } from 'vitest';
import { newEmail, PASSWORD, postJson, send, signUpStudent } from '#tests/e2e/caller.ts';
import { mailsTo } from '#tests/e2e/product.ts';
import { createVisitor, whatItSays } from '../visitor.ts';
import type { Stage } from './stage.ts';

/** Where somebody would like people to end up; `next` and `returnTo` come from addresses that anybody can send around. */
const AWAY = [
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  'https://evil.example',
  'https:evil.example',
  'HTTPS://evil.example/mentorship',
  'javascript:alert(1)',
  'data:text/html,x',
  '/.//evil.example',
  '/..//evil.example',
  '/mentorship/../..//evil.example',
  '/%2e%2e//evil.example',
  '//evil.example/%2f..',
  '@evil.example',
  '.evil.example',
  'evil.example',
  ' //evil.example',
  '/\u2028/evil.example\r\nSet-Cookie: a=b',
  '%2f%2fevil.example',
  '/x'.repeat(2_000),
];

export function doors(stage: () => Stage): void {
  describe('where people are sent', () => {
    const expectHere = (location: string | null, wanted: string) => {
      const { url } = stage().product;
      expect([wanted, location?.startsWith('/'), new URL(location ?? '', url).origin]).toEqual([
        wanted,
        true,
        new URL(url).origin,
      ]);
    };

    it('after signing in is here, whatever the address says', async () => {
      const { product, ada, nobody } = stage();
      for (const wanted of AWAY) {
        const next = encodeURIComponent(wanted);
        // Who is signed in is sent on at once, by the same rule as who signs in now.
        for (const path of ['/sign-in', '/sign-up', '/sign-in/code']) {
          const { status, headers } = await ada.get(`${path}?next=${next}`);
          expect([path, status]).toEqual([path, 303]);
          expectHere(headers.get('location'), wanted);
        }
        const code = await nobody.get(`/sign-in/code?next=${next}`);
        expectHere(code.headers.get('location'), wanted);
        expect(decodeURIComponent(code.headers.get('location') ?? '')).not.toContain('evil.example/');
      }
      for (const returnTo of AWAY.slice(0, 6)) {
        const form = { method: 'POST', body: new URLSearchParams({ email: 'student@demo.test', returnTo }) };
        expectHere((await nobody.request('/demo/sign-in', form)).headers.get('location'), returnTo);
      }
      const email = newEmail('Zainab Away');
      const up = await createVisitor(product.url).submit('/sign-up?next=//evil.example', {
        name: 'Zainab',
        email,
        password: PASSWORD,
      });
      expect([up.status, up.location]).toEqual([303, '/mentorship']);
      const back = await createVisitor(product.url).submit('/sign-in?next=%2F%5Cevil.example', {
        email,
        password: PASSWORD,
      });
      expect([back.status, back.location]).toEqual([303, '/mentorship']);
    });

    it('by a page of ours is here, however its own address is written', async () => {
      for (const path of ['//evil.example/', '/%5cevil.example/', '//evil.example/mentorship/', '/%2fevil.example/']) {
        const { headers } = await stage().nobody.get(path);
        expect([path, headers.get('location')]).toEqual([path, null]);
      }
      // The links in what we send are ours, whoever says that they are at another address.
      const { product, nobody } = stage();
      const { email } = await signUpStudent(product.url, 'Ada Host');
      const headers = {
        'x-forwarded-host': 'evil.example',
        'x-forwarded-proto': 'https',
        forwarded: 'host=evil.example',
      };
      await nobody.request('/forgot-password', { method: 'POST', body: new URLSearchParams({ email }), headers });
      const sent = await mailAbout(stage(), email);
      expect(sent).toContain(`${product.url}/reset-password`);
      expect(sent).not.toContain('evil.example');
    });
  });

  describe('who has an account', () => {
    const plain = ({ status, body }: { status: number; body: unknown }, email: string) => [
      status,
      whatItSays(JSON.stringify(body)).replaceAll(email, '…'),
    ];

    it('is told by no door, on a page or in JSON', async () => {
      const { product, nobody, ada } = stage();
      const form = (path: string, fields: Record<string, string>) =>
        nobody.request(path, { method: 'POST', body: new URLSearchParams(fields), headers: { accept: 'text/html' } });
      const json = (path: string, fields: object) => postJson(`${product.url}/api/auth/${path}`, fields);
      const unknown = newEmail('Nobody Here');
      const password = 'not the password';
      const asked = async (email: string) => [
        plain(await form('/sign-in', { email, password }), email),
        plain(await json('sign-in/email', { email, password }), email),
        plain(await form('/forgot-password', { email }), email),
      ];
      expect(await asked(ada.email)).toEqual(await asked(unknown));
    });

    it('is not said in words to whoever signs up with an address of somebody else', async () => {
      const { product, ada } = stage();
      const signUp = (password: string) =>
        postJson(`${product.url}/api/auth/sign-up/email`, { name: 'Eve', email: ada.email, password });
      const { status, body } = await signUp('not the password');
      expect([status, body]).toMatchObject([409, { error: { code: 'account_not_opened' } }]);
      expect(JSON.stringify(body)).not.toMatch(/exist|taken|in use/i);
      // Who gives the right password is who they say, and may come in.
      const owner = await signUp(PASSWORD);
      expect([owner.status, owner.headers.getSetCookie().length > 0]).toEqual([200, true]);
    });

    it('is not learnt by changing to an address: its owner alone is told', async () => {
      const { product, ada } = stage();
      const answers = [];
      for (const email of [ada.email, newEmail('Nobody There')]) {
        const visitor = createVisitor(product.url);
        const own = newEmail('Ada Mover');
        await visitor.submit('/sign-up', { name: 'Ada', email: own, password: PASSWORD });
        const { status, text, location } = await visitor.submit('/settings/security?/email', {
          email,
          password: PASSWORD,
        });
        answers.push([status, location, text.includes('already'), text.includes('taken')]);
      }
      expect(answers[0]).toEqual(answers[1]);
    });
  });

  describe('a link of a mail', () => {
    it('sets a password once, unaltered, and signs nobody in', async () => {
      const { product } = stage();
      const { email } = await signUpStudent(product.url, 'Ada Forgetful');
      await createVisitor(product.url).submit('/forgot-password', { email });
      const link = /\/reset-password\?token=\S+/.exec(await mailAbout(stage(), email))?.[0] ?? '';
      const [path, token = ''] = link.split('?token=');
      expect(path).toBe('/reset-password');
      const set = (given: string) => {
        const fields = { token: given, password: 'another good password' };
        return createVisitor(product.url).submit(`/reset-password?token=${given}`, fields);
      };
      for (const altered of ['', 'x', token.slice(1), `${token}A`, token.toUpperCase(), 'x'.repeat(5_000), '%00']) {
        expect([altered, (await set(altered)).status >= 400]).toEqual([altered, true]);
      }
      const done = await set(token);
      expect([done.status, done.location]).toEqual([303, '/sign-in?done=password']);
      expect(done.headers.getSetCookie()).toEqual([]);
      expect((await set(token)).status).toBe(410);
    });

    it('answers a request once; looking at it or altering it does nothing', async () => {
      const { product, sessionId, ada } = stage();
      const status = async () => {
        const { body } = await ada.get(`/api/mentorship/session/${sessionId}`);
        return (body as { session: { status: string } }).session.status;
      };
      const links = async () => {
        const mails = await mailsTo(product, 'tutor@demo.test');
        const asking = mails.find(({ text }) => text.includes('Ada Target') && text.includes('/mentorship/answer/'));
        return asking?.text.match(/\/mentorship\/answer\/\S+/g) ?? [];
      };
      await expect.poll(async () => (await links()).length, { timeout: 20_000 }).toBe(2);
      const [approve = '', reject = ''] = await links();
      const before = await status();
      for (const path of [approve, reject]) {
        expect((await send(`${product.url}${path}`, {})).status).toBe(200);
        expect((await send(`${product.url}${path}`, { method: 'HEAD' })).status).toBe(200);
        const altered = `${path.slice(0, -1)}${path.endsWith('A') ? 'B' : 'A'}`;
        const form = { method: 'POST', body: new URLSearchParams({ why: 'No.' }) };
        for (const other of [altered, `${path}x`, path.slice(0, -8)])
          expect((await send(`${product.url}${other}`, form)).status).toBe(404);
      }
      expect(await status()).toBe(before);
      const visitor = createVisitor(product.url);
      expect((await visitor.submit(reject, { why: 'Not this week.' })).status).toBeLessThan(400);
      expect([...visitor.cookies.keys()].filter((name) => name.includes('session'))).toEqual([]);
      expect(await status()).toBe('REJECTED');
      for (const path of [approve, reject])
        expect((await createVisitor(product.url).submit(path, { why: 'Again.' })).status).toBeGreaterThanOrEqual(400);
      expect(await status()).toBe('REJECTED');
    });
  });
}

async function mailAbout({ product }: Stage, email: string): Promise<string> {
  await expect.poll(async () => (await mailsTo(product, email)).length, { timeout: 20_000 }).toBeGreaterThan(0);
  return (await mailsTo(product, email))[0]?.text ?? '';
}
