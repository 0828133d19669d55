import { asc, eq } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { person } from '#infra/db/tables/accounts.server.ts';
import { recoveryCode, secondFactor } from '#infra/db/tables/membership.server.ts';
import { inTransaction, lockPersons, transact } from '#infra/db/transact.server.ts';
import type { PersonId } from '#shared/id.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import { refuseInput } from '../command.server.ts';
import { may, type Actor } from '../gates.server.ts';
import { limitRequest } from '../limit-request.server.ts';
import { lockActor } from './lock-actor.server.ts';
import { LIMITS } from '../limits.ts';
import { askPassword } from '../password.server.ts';
import { hasSecondFactor } from '../queries/second-factor.server.ts';
import { codeInput, passwordAndCodeInput, passwordInput } from '../schema.ts';
import { seal, unsealOrNull } from '../seal.server.ts';
import { isAppLost, refuseLostApp, renewRecoveryCodes, takeAppCode, takeCode } from '../second-factor.server.ts';
import { newTotpSecret, totpUri } from '../totp.server.ts';
import { queueAccountMail } from './account-mail.server.ts';

export type Enrolment = { secret: string; uri: string };

/** Begins to set up an authenticator app: a new secret, which guards nothing until a code of it is right. */
export async function beginSecondFactor(app: App, actor: Actor | null, raw: unknown): Promise<Result<void>> {
  const allowed = may(actor, 'account.manage');
  if (!allowed.ok) return allowed;
  const input = passwordInput.safeParse(raw);
  if (!input.success) return refuseInput(input.error);
  const { personId } = allowed.value;
  const known = await askPassword(app, personId, input.data.password);
  if (!known.ok) return known;
  return transact(app.db, async (tx) => {
    const present = await lockActor(tx, allowed.value);
    if (!present.ok) return present;
    const [row] = await tx.select().from(secondFactor).where(eq(secondFactor.personId, personId));
    if (row?.confirmedAt) return refuse('wrong_state', { message: 'Your authenticator app is set up already.' });
    const sealedSecret = seal(app.config.authSecret, app.random, personId, newTotpSecret(app.random));
    const values = { sealedSecret, createdAt: new Date(), lastStep: 0 };
    await tx
      .insert(secondFactor)
      .values({ personId, ...values })
      .onConflictDoUpdate({ target: secondFactor.personId, set: values });
    return ok(undefined);
  });
}

/** The secret that is being set up, for the page with the QR code; null when none is, it is confirmed, or it cannot be read any more. */
export async function pendingEnrolment(app: App, actor: Actor): Promise<Enrolment | null> {
  const [row] = await app.db.select().from(secondFactor).where(eq(secondFactor.personId, actor.personId));
  if (row === undefined || row.confirmedAt !== null) return null;
  const secret = unsealOrNull(app.config.authSecret, actor.personId, row.sealedSecret);
  return secret === null ? null : { secret, uri: totpUri(secret, actor.email) };
}

/** A first right code: from now on signing in asks for one. Gives the recovery codes, this once. `wrong_code`. */
export async function confirmSecondFactor(app: App, actor: Actor | null, raw: unknown): Promise<Result<string[]>> {
  const allowed = may(actor, 'account.manage');
  if (!allowed.ok) return allowed;
  const input = codeInput.safeParse(raw);
  if (!input.success) return refuseInput(input.error);
  const { personId, email } = allowed.value;
  const within = await limitRequest(app, LIMITS.secondStep, personId, null);
  if (!within.ok) return within;
  return transact(app.db, async (tx) => {
    await lockPersons(tx, [personId]);
    const [row] = await tx.select().from(secondFactor).where(eq(secondFactor.personId, personId));
    if (row === undefined || row.confirmedAt !== null) return refuse('wrong_state', { message: NOT_BEGUN });
    if (!(await takeAppCode(app, tx, personId, input.data.code))) return wrongCode();
    await tx.update(secondFactor).set({ confirmedAt: new Date() }).where(eq(secondFactor.personId, personId));
    await queueAccountMail(app, tx, { personId, email, kind: 'second_factor_on' });
    return ok(await renewRecoveryCodes(app, tx, personId));
  });
}

const NOT_BEGUN = 'There is nothing to confirm. Begin again from the Security page.';

/** A fresh set of recovery codes; the old ones are worthless. `wrong_password`, `wrong_code`. */
export async function renewCodes(app: App, actor: Actor | null, raw: unknown): Promise<Result<string[]>> {
  return withBoth(app, actor, raw, (tx, personId) => renewRecoveryCodes(app, tx, personId));
}

/** Signing in asks for the password only again. `wrong_password`, `wrong_code`. */
export async function removeSecondFactor(app: App, actor: Actor | null, raw: unknown): Promise<Result<void>> {
  return withBoth(app, actor, raw, (tx, personId, email) => removeApp(app, tx, personId, email));
}

/**
 * Takes authenticator apps and recovery codes off accounts, by command line: of one person, or of everybody whose app was
 * sealed with another AUTH_SECRET. Each is told by mail. Gives whom it was done for. `not_found`: nobody, or no app.
 */
export async function resetApps(app: App, who: { email: string } | 'lost'): Promise<Result<string[]>> {
  const rows = await app.db
    .select({ personId: person.id, email: person.email, sealedSecret: secondFactor.sealedSecret })
    .from(secondFactor)
    .innerJoin(person, eq(person.id, secondFactor.personId))
    .where(who === 'lost' ? undefined : eq(person.email, who.email.trim().toLowerCase()))
    .orderBy(asc(person.id));
  const chosen = rows.filter(
    ({ personId, sealedSecret }) =>
      who !== 'lost' || unsealOrNull(app.config.authSecret, personId, sealedSecret) === null,
  );
  if (chosen.length === 0 && who !== 'lost') {
    return refuse('not_found', { message: `No account with the address ${who.email} has an authenticator app.` });
  }
  for (const { personId, email } of chosen) await inTransaction(app.db, (tx) => removeApp(app, tx, personId, email));
  return ok(chosen.map(({ email }) => email));
}

async function removeApp(app: App, tx: Tx, personId: PersonId, email: string): Promise<void> {
  await lockPersons(tx, [personId]);
  await tx.delete(secondFactor).where(eq(secondFactor.personId, personId));
  await tx.delete(recoveryCode).where(eq(recoveryCode.personId, personId));
  await queueAccountMail(app, tx, { personId, email, kind: 'second_factor_off' });
}

/** The password, and the code where there is an app: for what cannot be taken back. Uses the code up in `tx`. */
export async function askCode(app: App, tx: Tx, personId: PersonId, code: string | undefined): Promise<Result<void>> {
  if (!(await hasSecondFactorIn(tx, personId))) return ok(undefined);
  if (await isAppLost(app, tx, personId)) return refuseLostApp(app);
  const taken = code === undefined ? null : await takeCode(app, tx, personId, code);
  return taken === null ? wrongCode() : ok(undefined);
}

async function hasSecondFactorIn(tx: Tx, personId: PersonId): Promise<boolean> {
  const [row] = await tx.select().from(secondFactor).where(eq(secondFactor.personId, personId));
  return row !== undefined && row.confirmedAt !== null;
}

async function withBoth<T>(
  app: App,
  actor: Actor | null,
  raw: unknown,
  work: (tx: Tx, personId: PersonId, email: string) => Promise<T>,
): Promise<Result<T>> {
  const allowed = may(actor, 'account.manage');
  if (!allowed.ok) return allowed;
  const input = passwordAndCodeInput.safeParse(raw);
  if (!input.success) return refuseInput(input.error);
  const { personId, email } = allowed.value;
  const within = await limitRequest(app, LIMITS.secondStep, personId, null);
  if (!within.ok) return within;
  const known = await askPassword(app, personId, input.data.password);
  if (!known.ok) return known;
  if (!(await hasSecondFactor(app, personId))) return refuse('wrong_state', { message: NOT_BEGUN });
  return transact(app.db, async (tx) => {
    await lockPersons(tx, [personId]);
    const right = await askCode(app, tx, personId, input.data.code);
    return right.ok ? ok(await work(tx, personId, email)) : right;
  });
}

function wrongCode() {
  return refuse('wrong_code', { fields: { code: 'That code is not right.' } });
}
