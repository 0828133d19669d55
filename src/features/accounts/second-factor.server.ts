import { createHmac } from 'node:crypto';
import { and, eq, isNull, lt } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import type { Executor, Tx } from '#infra/db/client.server.ts';
import { recoveryCode, secondFactor } from '#infra/db/tables/membership.server.ts';
import { howToReachUs } from '#shared/contact-words.ts';
import { newId, type PersonId } from '#shared/id.ts';
import { refuse, type Refusal } from '#shared/result.ts';
import { settings } from '#shared/settings.ts';
import { unsealOrNull } from './seal.server.ts';
import { totpStep } from './totp.server.ts';

/** Without letters that look like others. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const CODE_LENGTH = 12;

export type CodeKind = 'app' | 'recovery';

/**
 * Whether a person's app can no longer be checked, nor their recovery codes: AUTH_SECRET, which both hang on, is another
 * one now. No code opens the account then, and `bin/reset-app` is what helps; the log says so.
 */
export async function isAppLost(app: App, db: Executor, personId: PersonId): Promise<boolean> {
  const [row] = await db.select().from(secondFactor).where(eq(secondFactor.personId, personId));
  if (row === undefined || unsealOrNull(app.config.authSecret, personId, row.sealedSecret) !== null) return false;
  app.log.error({ personId }, 'an authenticator app was sealed with another AUTH_SECRET: see bin/reset-app');
  return true;
}

/** What somebody is told whose app can no longer be checked. */
export function refuseLostApp({ config }: Pick<App, 'config'>): Refusal {
  const reach = howToReachUs(config.mail.supportEmail);
  return refuse('app_lost', {
    message: `We can no longer check codes of your app, nor your recovery codes: a key on our side was changed. It is not your fault, and trying again does not help. Please ${reach}: once we have taken the app off your account, your password signs you in and you can set the app up anew.`,
  });
}

/**
 * Takes a code of a person's app, or one of their recovery codes, and uses it up: the same one is refused ever after,
 * also when two devices send it at once. Null when it is wrong.
 */
export async function takeCode(app: App, tx: Tx, personId: PersonId, code: string): Promise<CodeKind | null> {
  if (code.length !== CODE_LENGTH) return (await takeAppCode(app, tx, personId, code)) ? 'app' : null;
  const used = await tx
    .update(recoveryCode)
    .set({ usedAt: new Date() })
    .where(
      and(
        eq(recoveryCode.personId, personId),
        eq(recoveryCode.codeHash, hashCode(app, personId, code)),
        isNull(recoveryCode.usedAt),
      ),
    )
    .returning({ id: recoveryCode.id });
  return used.length > 0 ? 'recovery' : null;
}

/** A code of the app itself, by the real clock. */
export async function takeAppCode(app: App, tx: Tx, personId: PersonId, code: string): Promise<boolean> {
  const [row] = await tx.select().from(secondFactor).where(eq(secondFactor.personId, personId));
  if (row === undefined) return false;
  const secret = unsealOrNull(app.config.authSecret, personId, row.sealedSecret);
  const step = secret === null ? null : totpStep(secret, code, Date.now(), row.lastStep);
  if (step === null) return false;
  const taken = await tx
    .update(secondFactor)
    .set({ lastStep: step })
    .where(and(eq(secondFactor.personId, personId), lt(secondFactor.lastStep, step)))
    .returning({ personId: secondFactor.personId });
  return taken.length > 0;
}

/** Makes a fresh set of recovery codes and forgets the old one. They are shown once: only hashes stay. */
export async function renewRecoveryCodes(app: App, tx: Tx, personId: PersonId): Promise<string[]> {
  const codes = Array.from({ length: settings.recoveryCodes }, () =>
    Array.from(app.random.bytes(CODE_LENGTH), (byte) => ALPHABET[byte % ALPHABET.length]).join(''),
  );
  await tx.delete(recoveryCode).where(eq(recoveryCode.personId, personId));
  const now = Date.now();
  await tx
    .insert(recoveryCode)
    .values(codes.map((code) => ({ id: newId(app.random, now), personId, codeHash: hashCode(app, personId, code) })));
  return codes.map((code) => (code.match(/.{4}/g) ?? []).join('-'));
}

/** Sixty random bits need no slow hash; the key keeps a stolen table from being tried against. */
function hashCode(app: App, personId: PersonId, code: string): string {
  return createHmac('sha256', app.config.authSecret).update(`recovery-code:${personId}:${code}`).digest('base64url');
}
