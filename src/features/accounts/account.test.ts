import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { readConfig } from '#infra/config.server.ts';
import { authSession, person } from '#infra/db/tables/accounts.server.ts';
import { accountLink, accountMail, recoveryCode, secondFactor } from '#infra/db/tables/membership.server.ts';
import type { Mail } from '#infra/mail/mailer.server.ts';
import { createLimits } from '#infra/limits.server.ts';
import type { Result } from '#shared/result.ts';
import { forEachEngine, type TestApp } from '#tests/support/database.ts';
import { answerAuth } from './auth-http.server.ts';
import { readAuthToken } from './auth-cookie.server.ts';
import { signIn, signOut, signUp, type SignedIn } from './commands.server.ts';
import { endAuthSession, endOtherAuthSessions } from './commands/auth-sessions.server.ts';
import { changeEmail, confirmEmail, emailLink, stopEmailChange } from './commands/email.server.ts';
import { changePassword, checkResetLink, requestPasswordReset, resetPassword } from './commands/password.server.ts';
import {
  beginSecondFactor,
  confirmSecondFactor,
  pendingEnrolment,
  removeSecondFactor,
  resetApps,
} from './commands/second-factor.server.ts';
import { awaitsCode, finishSignIn } from './commands/second-step.server.ts';
import { may, type Actor } from './gates.server.ts';
import { getActor, mustEnrol } from './queries.server.ts';
import { devices } from './queries/account.server.ts';
import { totpCode } from './totp.server.ts';

const ADA = { name: 'Ada Obi', email: 'ada@example.com', password: 'a-long-password' };
const NEW_PASSWORD = 'another-long-password';
const NOBODY = new Headers();
const PHONE = new Headers({
  'user-agent': 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36',
});
const LAPTOP = new Headers({ 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0' });
const STEP_MS = 30_000;

function cookieOf(signedIn: Result<Pick<SignedIn, 'cookies'>>): Headers {
  if (!signedIn.ok) throw new Error(`not signed in: ${signedIn.reason}`);
  return new Headers({ cookie: signedIn.value.cookies.map(({ name, value }) => `${name}=${value}`).join('; ') });
}

/** The token in the link of a mail. */
function tokenIn(mail: Mail | undefined): string {
  const token = /\?token=([\w.~-]+)/.exec(mail?.text ?? '')?.[1];
  if (token === undefined) throw new Error(`no link in ${mail?.subject}`);
  return token;
}

forEachEngine((_engine, open) => {
  let test: TestApp;
  let ada: Headers;
  beforeAll(async () => void (test = await open()));
  afterAll(() => test.close());
  beforeEach(async () => {
    await test.reset();
    test.app.limits = createLimits(null);
    ada = cookieOf(await signUp(test.app, ADA, PHONE, null));
  });

  const actor = async (headers = ada): Promise<Actor> => {
    const found = await getActor(test.app, headers);
    if (found === null) throw new Error('nobody is signed in');
    return found;
  };
  const enter = (password: string, email = ADA.email) => signIn(test.app, { email, password }, LAPTOP, null);
  const lastMail = async (to = ADA.email) => {
    await test.runJobs();
    return test.mails.filter((mail) => mail.to === to).at(-1);
  };
  const askReset = async (email = ADA.email) => requestPasswordReset(test.app, { email }, null);
  const resetToken = async () => {
    await askReset();
    return tokenIn(await lastMail());
  };

  describe('a forgotten password', () => {
    it('answers a known and an unknown address alike, and writes to the known one only', async () => {
      const [known, unknown] = [await askReset(), await askReset('who@example.com')];
      expect(known).toEqual(unknown);
      // The same work for both: what is left to do is told apart by the job alone.
      const rows = await test.app.db.select({ kind: accountMail.kind, who: accountMail.personId }).from(accountMail);
      expect(rows).toEqual([
        { kind: 'password_reset', who: null },
        { kind: 'password_reset', who: null },
      ]);
      await test.runJobs();
      expect(test.mails.map(({ to }) => to)).toEqual([ADA.email]);
      expect(await test.app.db.select().from(accountMail)).toEqual([]);
    });

    it('sets a new password, once, and signs out every device', async () => {
      const token = await resetToken();
      expect(await checkResetLink(test.app, token)).toMatchObject({ ok: true });
      const laptop = cookieOf(await enter(ADA.password));
      const reset = () => resetPassword(test.app, { token, password: NEW_PASSWORD }, null);
      expect(await reset()).toMatchObject({ ok: true });
      expect(await getActor(test.app, ada)).toBeNull();
      expect(await getActor(test.app, laptop)).toBeNull();
      expect(await test.app.db.select().from(authSession)).toEqual([]);
      expect(await reset()).toMatchObject({ ok: false, reason: 'link_over' });
      expect(await checkResetLink(test.app, token)).toMatchObject({ reason: 'link_over' });
      expect(await enter(ADA.password)).toMatchObject({ reason: 'wrong_credentials' });
      expect(await enter(NEW_PASSWORD)).toMatchObject({ ok: true });
      expect((await lastMail())?.subject).toBe('Your password has been changed');
    });

    it('lets only one of two people use the link at once', async () => {
      const token = await resetToken();
      const both = await Promise.all(
        [NEW_PASSWORD, 'a-third-long-password'].map((password) => resetPassword(test.app, { token, password }, null)),
      );
      expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    });

    it('makes an older link worthless once a newer one was used', async () => {
      const older = await resetToken();
      const newer = await resetToken();
      expect(newer).not.toBe(older);
      await resetPassword(test.app, { token: newer, password: NEW_PASSWORD }, null);
      expect(await resetPassword(test.app, { token: older, password: 'x'.repeat(12) }, null)).toMatchObject({
        reason: 'link_over',
      });
    });

    it('knows no altered link, and none that is for something else', async () => {
      const token = await resetToken();
      const altered = token.slice(0, -1) + (token.endsWith('A') ? 'B' : 'A');
      const [id = '', signature = ''] = token.split('.');
      const other = `${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}.${signature}`;
      for (const wrong of [altered, other, id, '', 'x', `${token}.${signature}`, "' or 1=1"]) {
        expect(await checkResetLink(test.app, wrong), wrong).toMatchObject({ reason: 'not_found' });
        const tried = await resetPassword(test.app, { token: wrong, password: NEW_PASSWORD }, null);
        expect(tried, wrong).toMatchObject({ reason: 'not_found' });
      }
      expect(await emailLink(test.app, token, 'confirm_email')).toMatchObject({ reason: 'not_found' });
      expect(await enter(ADA.password)).toMatchObject({ ok: true });
    });

    it('forgets a link after an hour of the real clock, whatever the clock of the demo says', async () => {
      const token = await resetToken();
      test.clock.advance(24 * 60);
      expect(await checkResetLink(test.app, token)).toMatchObject({ ok: true });
      await test.app.db.update(accountLink).set({ expiresAt: new Date(Date.now() - 1) });
      expect(await resetPassword(test.app, { token, password: NEW_PASSWORD }, null)).toMatchObject({
        reason: 'link_over',
      });
    });

    it('keeps the link when the new password is refused, and says what is wrong beside the field', async () => {
      const token = await resetToken();
      const refused = await resetPassword(test.app, { token, password: 'short' }, null);
      expect(refused).toMatchObject({ reason: 'invalid', fields: { password: expect.stringContaining('10') } });
      expect(await checkResetLink(test.app, token)).toMatchObject({ ok: true });
    });

    it('sends three an hour to one address and no more, known or not', async () => {
      for (const email of [ADA.email, 'who@example.com']) {
        for (let n = 0; n < 3; n += 1) expect(await askReset(email)).toMatchObject({ ok: true });
        expect(await askReset(email)).toMatchObject({ reason: 'too_many_requests' });
      }
    });

    it('holds nothing in the database that opens an account', async () => {
      const token = await resetToken();
      const [, signature = ''] = token.split('.');
      const rows = await test.app.db.select().from(accountLink);
      expect(JSON.stringify(rows)).not.toContain(signature);
    });
  });

  describe('a new password', () => {
    it('asks for the old one, and leaves only this device signed in', async () => {
      const laptop = cookieOf(await enter(ADA.password));
      const keep = readAuthToken(test.app.config, laptop.get('cookie'));
      const wanted = { password: ADA.password, newPassword: NEW_PASSWORD };
      expect(await changePassword(test.app, null, wanted, keep)).toMatchObject({ reason: 'signed_out' });
      const me = await actor(laptop);
      const as = (password: string) => changePassword(test.app, me, { password, newPassword: NEW_PASSWORD }, keep);
      expect(await as('not-her-password')).toMatchObject({ reason: 'wrong_password' });
      const same = await changePassword(test.app, me, { password: ADA.password, newPassword: ADA.password }, keep);
      expect(same).toMatchObject({
        reason: 'invalid',
        fields: { newPassword: expect.stringContaining('you have now') },
      });
      expect(await as(ADA.password)).toMatchObject({ ok: true });
      expect(await getActor(test.app, ada)).toBeNull();
      expect(await getActor(test.app, laptop)).not.toBeNull();
      expect(await enter(NEW_PASSWORD)).toMatchObject({ ok: true });
    });

    it('lets nobody guess the old one with a borrowed phone', async () => {
      const me = await actor();
      const guess = () => changePassword(test.app, me, { password: 'guess', newPassword: NEW_PASSWORD }, null);
      for (let n = 0; n < 10; n += 1) expect(await guess()).toMatchObject({ reason: 'wrong_password' });
      expect(await guess()).toMatchObject({
        reason: 'too_many_requests',
        message: expect.stringMatching(/Try again in \d+ minutes\.$/),
      });
    });
  });

  describe('another address', () => {
    const NEW = 'ada.obi@example.com';
    const ask = async (email = NEW, password = ADA.password) =>
      changeEmail(test.app, await actor(), { email, password });
    const mailTo = async (to: string) => (await lastMail(to)) as Mail;

    it('counts once its own mailbox confirms it, and both are told', async () => {
      expect(await ask(NEW, 'wrong-password')).toMatchObject({ reason: 'wrong_password' });
      expect(await ask(` ${NEW.toUpperCase()} `)).toMatchObject({ ok: true, value: { email: NEW } });
      const confirm = tokenIn(await mailTo(NEW));
      expect((await mailTo(ADA.email)).text).toContain(NEW);
      expect(await enter(ADA.password)).toMatchObject({ ok: true });
      expect(await confirmEmail(test.app, confirm, null)).toMatchObject({ ok: true, value: { email: NEW } });
      expect(await confirmEmail(test.app, confirm, null)).toMatchObject({ reason: 'link_over' });
      expect(await enter(ADA.password)).toMatchObject({ reason: 'wrong_credentials' });
      expect(await enter(ADA.password, NEW)).toMatchObject({ ok: true });
      expect((await actor()).email).toBe(NEW);
    });

    it.each([false, true])('is stopped by the old one, confirmed before: %s', async (confirmed) => {
      await ask();
      const confirm = tokenIn(await mailTo(NEW));
      const stop = tokenIn(await mailTo(ADA.email));
      if (confirmed) await confirmEmail(test.app, confirm, null);
      expect(await stopEmailChange(test.app, stop, null)).toMatchObject({ ok: true, value: { email: ADA.email } });
      expect(await getActor(test.app, ada)).toBeNull();
      expect(await confirmEmail(test.app, confirm, null)).toMatchObject({ reason: 'link_over' });
      expect(await enter(ADA.password)).toMatchObject({ ok: true });
      expect(await stopEmailChange(test.app, stop, null)).toMatchObject({ reason: 'link_over' });
    });

    it('does not tell who asks that it belongs to somebody, only that somebody', async () => {
      const bola = { name: 'Bola', email: 'bola@example.com', password: 'bolas-long-password' };
      await signUp(test.app, bola, NOBODY, null);
      expect(await ask(bola.email)).toEqual({ ok: true, value: { email: bola.email } });
      const mail = await mailTo(bola.email);
      expect(mail.subject).toBe('You already have an account here');
      expect(mail.text).not.toContain('token=');
      expect(mail.text).toContain('\n\nHello,\n\n');
      for (const name of ADA.name.split(' ')) expect(mail.text + mail.html).not.toContain(name);
      expect(await enter(bola.password, bola.email)).toMatchObject({ ok: true });
    });

    it('is refused at the end when somebody else took it meanwhile', async () => {
      await ask();
      const confirm = tokenIn(await mailTo(NEW));
      await signUp(test.app, { name: 'Other', email: NEW, password: 'others-long-password' }, NOBODY, null);
      expect(await confirmEmail(test.app, confirm, null)).toMatchObject({ reason: 'email_taken' });
      expect((await actor()).email).toBe(ADA.email);
    });

    it('makes reset links in the old mailbox worthless', async () => {
      const reset = await resetToken();
      await ask();
      await confirmEmail(test.app, tokenIn(await mailTo(NEW)), null);
      expect(await resetPassword(test.app, { token: reset, password: NEW_PASSWORD }, null)).toMatchObject({
        reason: 'link_over',
      });
    });
  });

  describe('devices', () => {
    const mine = async (headers = ada) => {
      const me = may(await actor(headers), 'account.manage');
      if (!me.ok) throw new Error(me.reason);
      return devices(test.app, me.value, readAuthToken(test.app.config, headers.get('cookie')));
    };

    it('are listed in plain words, this one first', async () => {
      const laptop = cookieOf(await enter(ADA.password));
      expect(await mine(laptop)).toMatchObject([
        { words: 'Firefox on Linux', isThis: true },
        { words: 'Chrome on Android', isThis: false },
      ]);
    });

    it('are signed out one by one or all others, and their rows go', async () => {
      const laptop = cookieOf(await enter(ADA.password));
      const phone = (await mine(laptop)).find(({ isThis }) => !isThis);
      expect(await endAuthSession(test.app, await actor(laptop), phone?.id ?? '')).toMatchObject({ ok: true });
      expect(await getActor(test.app, ada)).toBeNull();
      const again = cookieOf(await enter(ADA.password));
      const keep = readAuthToken(test.app.config, again.get('cookie'));
      expect(await endOtherAuthSessions(test.app, await actor(again), keep)).toEqual({ ok: true, value: 1 });
      expect(await getActor(test.app, laptop)).toBeNull();
      expect(await test.app.db.select().from(authSession)).toHaveLength(1);
    });

    it('of somebody else are not found', async () => {
      const bola = cookieOf(await signUp(test.app, { ...ADA, email: 'bola@example.com' }, NOBODY, null));
      const [hers] = await mine();
      expect(await endAuthSession(test.app, await actor(bola), hers?.id ?? '')).toMatchObject({ reason: 'not_found' });
      expect(await getActor(test.app, ada)).not.toBeNull();
    });

    it('are noted as seen once an hour, not at every look', async () => {
      const old = new Date(Date.now() - 90 * 60_000);
      await test.app.db.update(authSession).set({ updatedAt: old });
      await actor();
      const [seen] = await test.app.db.select().from(authSession);
      expect(seen?.updatedAt.getTime()).toBeGreaterThan(old.getTime());
      await actor();
      expect((await test.app.db.select().from(authSession))[0]?.updatedAt).toEqual(seen?.updatedAt);
    });
  });

  describe('an authenticator app', () => {
    const secretOf = async () => (await pendingEnrolment(test.app, await actor()))?.secret ?? '';
    const codeAt = (secret: string, steps = 0) => totpCode(secret, Math.floor(Date.now() / STEP_MS) + steps);
    const enrol = async () => {
      await beginSecondFactor(test.app, await actor(), { password: ADA.password });
      const secret = await secretOf();
      const codes = await confirmSecondFactor(test.app, await actor(), { code: codeAt(secret, -1) });
      if (!codes.ok) throw new Error(codes.reason);
      return { secret, codes: codes.value };
    };
    const firstStep = async () => {
      const signedIn = await enter(ADA.password);
      if (!signedIn.ok) throw new Error(signedIn.reason);
      expect(signedIn.value.needsCode).toBe(true);
      return signedIn.value.cookies[0]?.value ?? '';
    };
    const secondStep = (token: string, code: string) => finishSignIn(test.app, token, { code }, LAPTOP);

    it('asks for the password to begin, and guards nothing before a first right code', async () => {
      const wrong = await beginSecondFactor(test.app, await actor(), { password: 'wrong-password' });
      expect(wrong).toMatchObject({ reason: 'wrong_password' });
      await beginSecondFactor(test.app, await actor(), { password: ADA.password });
      const bad = await confirmSecondFactor(test.app, await actor(), { code: '000000' });
      expect(bad).toMatchObject({ reason: 'wrong_code' });
      expect(await enter(ADA.password)).toMatchObject({ value: { needsCode: false } });
    });

    it('keeps its secret sealed and its recovery codes hashed, and shows the secret no more', async () => {
      const { secret, codes } = await enrol();
      expect(codes).toHaveLength(10);
      const stored = JSON.stringify([
        await test.app.db.select().from(secondFactor),
        await test.app.db.select().from(recoveryCode),
      ]);
      for (const word of [secret, ...codes, ...codes.map((code) => code.replaceAll('-', ''))]) {
        expect(stored).not.toContain(word);
      }
      expect(await pendingEnrolment(test.app, await actor())).toBeNull();
    });

    it('is asked at sign-in after the password, and its code works once', async () => {
      const { secret } = await enrol();
      const token = await firstStep();
      expect(await awaitsCode(test.app, token)).toBe(true);
      expect(await getActor(test.app, new Headers({ cookie: `mentorship_session=${token}` }))).toBeNull();
      const code = codeAt(secret);
      const signedIn = await secondStep(token, `${code.slice(0, 3)} ${code.slice(3)}`);
      expect((await actor(cookieOf(signedIn))).email).toBe(ADA.email);
      expect(await secondStep(token, codeAt(secret, 1))).toMatchObject({ reason: 'link_over' });
      expect(await secondStep(await firstStep(), code)).toMatchObject({ reason: 'wrong_code' });
    });

    it('takes a code from two devices at once on one of them only', async () => {
      const { secret } = await enrol();
      const tokens = [await firstStep(), await firstStep()];
      const both = await Promise.all(tokens.map((token) => secondStep(token, codeAt(secret))));
      expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    });

    it('leaves no way around: neither the library’s own door nor signing up again', async () => {
      await enrol();
      const count = async () => (await test.app.db.select().from(authSession)).length;
      const before = await count();
      const request = new Request('http://localhost:3000/api/auth/sign-in/email', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email: ADA.email, password: ADA.password }),
      });
      const answer = await answerAuth(test.app, 'sign-in/email', request, null);
      expect(answer.status).toBe(403);
      expect(answer.headers.getSetCookie().join()).not.toContain('mentorship_session=');
      expect(await signUp(test.app, ADA, NOBODY, null)).toMatchObject({ ok: true, value: { needsCode: true } });
      expect(await count()).toBe(before);
    });

    it('is replaced by a recovery code, once, and its owner is told', async () => {
      const { codes } = await enrol();
      const [first = ''] = codes;
      expect(await secondStep(await firstStep(), first.toLowerCase())).toMatchObject({ ok: true });
      expect((await lastMail())?.subject).toBe('A recovery code has been used');
      expect(await secondStep(await firstStep(), first)).toMatchObject({ reason: 'wrong_code' });
    });

    it('of another AUTH_SECRET is told from a wrong code, and taken off from the command line', async () => {
      const { secret, codes } = await enrol();
      const { authSecret, mail } = test.app.config;
      const logged = vi.fn();
      const rotated: TestApp['app'] = {
        ...test.app,
        config: {
          ...test.app.config,
          authSecret: `${authSecret}-rotated`,
          mail: { ...mail, supportEmail: 'help@example.com' },
        },
        log: Object.assign(Object.create(test.app.log) as TestApp['app']['log'], { error: logged }),
      };
      const enterNow = () => signIn(rotated, { email: ADA.email, password: ADA.password }, LAPTOP, null);
      const first = await enterNow();
      const token = first.ok ? (first.value.cookies[0]?.value ?? '') : '';
      expect(await awaitsCode(rotated, token)).toBe(true);
      for (const code of [codeAt(secret), codes[0] ?? '']) {
        expect(await finishSignIn(rotated, token, { code }, LAPTOP)).toMatchObject({
          reason: 'app_lost',
          message: expect.stringContaining('Please write to help@example.com') as string,
        });
      }
      const said = expect.stringContaining('bin/reset-app') as string;
      expect(logged).toHaveBeenCalledWith({ personId: (await actor()).personId }, said);
      expect(await resetApps(rotated, 'lost')).toEqual({ ok: true, value: [ADA.email] });
      expect((await lastMail())?.subject).toBe('Your account no longer asks for a code');
      expect(await enterNow()).toMatchObject({ value: { needsCode: false } });
      expect(await resetApps(rotated, 'lost')).toEqual({ ok: true, value: [] });
    });

    it('that is only being set up is begun again after AUTH_SECRET has changed', async () => {
      await beginSecondFactor(test.app, await actor(), { password: ADA.password });
      await test.app.db.update(secondFactor).set({ sealedSecret: 'A'.repeat(60) });
      expect(await pendingEnrolment(test.app, await actor())).toBeNull();
      expect(await confirmSecondFactor(test.app, await actor(), { code: '123456' })).toMatchObject({
        reason: 'wrong_code',
      });
      await enrol();
    });

    it('is taken off one account from the command line, and no other', async () => {
      const { secret } = await enrol();
      expect(await resetApps(test.app, 'lost')).toEqual({ ok: true, value: [] });
      expect(await resetApps(test.app, { email: 'who@example.com' })).toMatchObject({ reason: 'not_found' });
      expect(await secondStep(await firstStep(), codeAt(secret))).toMatchObject({ ok: true });
      expect(await resetApps(test.app, { email: ADA.email.toUpperCase() })).toMatchObject({ value: [ADA.email] });
      expect(await enter(ADA.password)).toMatchObject({ value: { needsCode: false } });
    });

    it('lets nobody guess codes', async () => {
      await enrol();
      test.app.limits = createLimits(null);
      const token = await firstStep();
      for (let n = 0; n < 5; n += 1) expect(await secondStep(token, '000000')).toMatchObject({ reason: 'wrong_code' });
      expect(await secondStep(token, '000000')).toMatchObject({ reason: 'too_many_requests' });
    });

    it('takes no code long after the password, and none after the password was reset', async () => {
      const { secret } = await enrol();
      const late = await firstStep();
      await test.app.db.update(accountLink).set({ expiresAt: new Date(Date.now() - 1) });
      expect(await secondStep(late, codeAt(secret))).toMatchObject({ reason: 'link_over' });
      const stale = await firstStep();
      await resetPassword(test.app, { token: await resetToken(), password: NEW_PASSWORD }, null);
      expect(await secondStep(stale, codeAt(secret))).toMatchObject({ reason: 'link_over' });
    });

    it('goes with password and code together', async () => {
      const { secret } = await enrol();
      const remove = async (password: string, code: string) =>
        removeSecondFactor(test.app, await actor(), { password, code });
      expect(await remove('wrong-password', codeAt(secret))).toMatchObject({ reason: 'wrong_password' });
      expect(await remove(ADA.password, '000000')).toMatchObject({ reason: 'wrong_code' });
      expect(await remove(ADA.password, codeAt(secret))).toMatchObject({ ok: true });
      expect(await enter(ADA.password)).toMatchObject({ value: { needsCode: false } });
      expect(await test.app.db.select().from(recoveryCode)).toEqual([]);
    });

    it('is what admins in production need before they may do anything else', async () => {
      await test.app.db.update(person).set({ role: 'ADMIN' }).where(eq(person.email, ADA.email));
      expect(may(await actor(), 'platform.administer')).toMatchObject({ ok: true });
      const production = { ...test.app, config: { ...test.app.config, mode: 'production' as const } };
      const locked = await getActor(production, ada);
      expect(may(locked, 'platform.administer')).toMatchObject({ ok: false, reason: 'second_factor_needed' });
      expect(may(locked, 'session.view')).toMatchObject({ reason: 'second_factor_needed' });
      expect(may(locked, 'account.manage')).toMatchObject({ ok: true });
      await enrol();
      expect(may(await getActor(production, ada), 'platform.administer')).toMatchObject({ ok: true });
    });
  });

  it('ends a session on the server when its owner signs out', async () => {
    await signOut(test.app, ada);
    expect(await test.app.db.select().from(authSession)).toEqual([]);
  });
});

it.each([
  ['production', 'ADMIN', false, true],
  ['production', 'ADMIN', true, false],
  ['production', 'TUTOR', false, false],
  ['demo', 'ADMIN', false, false],
  ['test', 'ADMIN', false, false],
  ['dev', 'ADMIN', false, false],
] as const)('in %s an %s with an app: %s must set one up: %s', (mode, role, has, must) => {
  const config = { ...readConfig({ APP_MODE: 'test' }), mode };
  expect(mustEnrol(config, role, has)).toBe(must);
});
