import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { authSession, person } from '#infra/db/tables/accounts.server.ts';
import { parseInstant } from '#shared/time.ts';
import { forEachEngine, type TestApp } from '#tests/support/database.ts';
import { grantRole, signIn, signOut, signUp, type SignedIn } from './commands.server.ts';
import { getActor } from './queries.server.ts';
import type { Result } from '#shared/result.ts';

const ADA = { name: 'Ada Obi', email: 'ada@example.com', password: 'a-long-password' };
const NO_HEADERS = new Headers();

function cookieOf(signedIn: Result<SignedIn>): Headers {
  if (!signedIn.ok) throw new Error(`not signed in: ${signedIn.reason}`);
  return new Headers({ cookie: signedIn.value.cookies.map(({ name, value }) => `${name}=${value}`).join('; ') });
}

forEachEngine((_engine, open) => {
  let test: TestApp;
  beforeAll(async () => {
    test = await open();
  });
  beforeEach(async () => {
    await test.reset();
    await test.close();
    test = await open();
  });
  afterAll(() => test.close());

  it('opens a student account, whatever else is asked for, and signs in', async () => {
    const signedIn = await signUp(test.app, { ...ADA, email: '  Ada@Example.COM ' }, NO_HEADERS, null);
    const actor = await getActor(test.app, cookieOf(signedIn));
    expect(actor).toMatchObject({ role: 'STUDENT', name: 'Ada Obi', email: 'ada@example.com', verified: false });
  });

  it.each(['role', 'verifiedAt', 'emailVerified', 'id', 'image'])('refuses %s from whoever signs up', async (key) => {
    const answer = await signUp(test.app, { ...ADA, [key]: 'ADMIN' }, NO_HEADERS, null);
    expect(answer).toMatchObject({ ok: false, reason: 'unknown_key', fields: { [key]: expect.any(String) } });
    expect(await test.app.db.select().from(person)).toEqual([]);
  });

  it('names each field that needs another look', async () => {
    const answer = await signUp(test.app, { name: ' ', email: 'ada', password: 'short' }, NO_HEADERS, null);
    expect(answer).toMatchObject({
      reason: 'invalid',
      fields: { name: expect.any(String), email: expect.any(String), password: expect.any(String) },
    });
  });

  it('gives every sign-in a session of its own, and ends only the one that signs out', async () => {
    const first = cookieOf(await signUp(test.app, ADA, NO_HEADERS, null));
    const second = cookieOf(await signIn(test.app, { email: ADA.email, password: ADA.password }, first, null));
    expect(second.get('cookie')).not.toBe(first.get('cookie'));
    const { cookies } = await signOut(test.app, first);
    expect(cookies).toContainEqual(
      expect.objectContaining({ name: 'mentorship_session', value: '', maxAgeSeconds: 0 }),
    );
    expect(await getActor(test.app, first)).toBeNull();
    expect(await getActor(test.app, second)).not.toBeNull();
  });

  it('answers a wrong password and an unknown e-mail alike', async () => {
    await signUp(test.app, ADA, NO_HEADERS, null);
    const wrong = await signIn(test.app, { email: ADA.email, password: 'another-password' }, NO_HEADERS, null);
    const unknown = await signIn(
      test.app,
      { email: 'who@example.com', password: 'another-password' },
      NO_HEADERS,
      null,
    );
    expect(wrong).toEqual(unknown);
    expect(wrong).toMatchObject({ ok: false, reason: 'wrong_credentials' });
  });

  it('signs in whoever signs up again with the right password, and does not say that an account exists', async () => {
    await signUp(test.app, ADA, NO_HEADERS, null);
    expect(await signUp(test.app, ADA, NO_HEADERS, null)).toMatchObject({ ok: true });
    const other = await signUp(test.app, { ...ADA, password: 'not-her-password' }, NO_HEADERS, null);
    expect(other).toMatchObject({ ok: false, reason: 'account_not_opened' });
    expect(await test.app.db.select().from(person)).toHaveLength(1);
  });

  it('believes no cookie that it did not sign, and none that is past its end by the real clock', async () => {
    const headers = cookieOf(await signUp(test.app, ADA, NO_HEADERS, null));
    const forged = headers.get('cookie')?.replace(/.{6}$/, 'AAAAA%3D') ?? '';
    expect(await getActor(test.app, new Headers({ cookie: forged }))).toBeNull();
    expect(await getActor(test.app, new Headers({ cookie: 'mentorship_session=%E0%A4%A' }))).toBeNull();
    test.clock.set('2036-01-01T00:00:00Z');
    expect(await getActor(test.app, headers)).not.toBeNull();
    await test.app.db.update(authSession).set({ expiresAt: new Date(Date.now() - 1000) });
    expect(await getActor(test.app, headers)).toBeNull();
  });

  it('stops guessing at one account, wherever it comes from', async () => {
    const guess = (n: number) =>
      signIn(test.app, { email: ADA.email, password: `guess-number-${n}` }, NO_HEADERS, `10.0.0.${n}`);
    for (let n = 0; n < 10; n += 1) expect(await guess(n)).toMatchObject({ reason: 'wrong_credentials' });
    expect(await guess(11)).toMatchObject({
      reason: 'too_many_requests',
      data: { retryAfterSeconds: expect.any(Number) },
    });
  });

  it('grants a role, and vouches only for those who teach', async () => {
    await signUp(test.app, ADA, NO_HEADERS, null);
    test.clock.set('2026-11-23T09:00:00Z');
    expect(await grantRole(test.app, { email: 'ADA@example.com', role: 'TUTOR', verified: true })).toMatchObject({
      ok: true,
    });
    const [row] = await test.app.db.select().from(person).where(eq(person.email, ADA.email));
    expect(row).toMatchObject({ role: 'TUTOR' });
    expect(row?.verifiedAt?.equals(parseInstant('2026-11-23T09:00:00Z') ?? '')).toBe(true);
    expect(await grantRole(test.app, { email: ADA.email, role: 'ADMIN', verified: true })).toMatchObject({
      reason: 'invalid',
    });
    expect(await grantRole(test.app, { email: 'who@example.com', role: 'ADMIN', verified: false })).toMatchObject({
      reason: 'not_found',
    });
  });

  it('vouches for nobody who is suspended', async () => {
    await signUp(test.app, ADA, NO_HEADERS, null);
    await grantRole(test.app, { email: ADA.email, role: 'TUTOR', verified: false });
    await test.app.db.update(person).set({ suspendedAt: test.clock.now() }).where(eq(person.email, ADA.email));
    expect(await grantRole(test.app, { email: ADA.email, role: 'TUTOR', verified: true })).toMatchObject({
      reason: 'suspended',
    });
    expect(await grantRole(test.app, { email: ADA.email, role: 'STUDENT', verified: false })).toMatchObject({
      ok: true,
    });
  });
});
