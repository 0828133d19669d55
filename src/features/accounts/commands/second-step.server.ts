import { eq } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import { authSession, person } from '#infra/db/tables/accounts.server.ts';
import { lockPersons, transact } from '#infra/db/transact.server.ts';
import { assert } from '#shared/assert.ts';
import { newId, type PersonId } from '#shared/id.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import { settings } from '#shared/settings.ts';
import { authCookieName, secondStepCookieName, signAuthToken, type SetCookie } from '../auth-cookie.server.ts';
import { refuseInput } from '../command.server.ts';
import { limitRequest } from '../limit-request.server.ts';
import { LIMITS } from '../limits.ts';
import { codeInput } from '../schema.ts';
import { isAppLost, refuseLostApp, takeCode } from '../second-factor.server.ts';
import { queueAccountMail } from './account-mail.server.ts';
import { createLink, findLink, isOpen, linkToken, useLink } from './links.server.ts';

const TOKEN_BYTES = 32;

/** Remembers for some minutes who gave a right password, in a cookie that signs nobody in. */
export async function beginSecondStep(app: App, email: string): Promise<SetCookie> {
  const [row] = await app.db.select({ id: person.id }).from(person).where(eq(person.email, email));
  assert(row !== undefined, 'whoever gave a right password is somebody');
  const minutes = settings.secondStepMinutes;
  const id = await createLink(app, app.db, { personId: row.id, purpose: 'second_step', minutes });
  return { name: secondStepCookieName(app.config), value: linkToken(app, id), maxAgeSeconds: minutes * 60 };
}

/** Whether this browser gave a right password a moment ago. */
export async function awaitsCode(app: App, token: string | null): Promise<boolean> {
  const link = token === null ? null : await findLink(app, token, 'second_step');
  return link !== null && isOpen(link);
}

/**
 * The second step of signing in: a code of the app or a recovery code opens the session. `wrong_code`,
 * `too_many_requests`, `link_over` when the password was given too long ago, and `app_lost` when no code helps any more.
 */
export async function finishSignIn(
  app: App,
  token: string | null,
  raw: unknown,
  headers: Headers,
): Promise<Result<{ cookies: SetCookie[] }>> {
  const link = token === null ? null : await findLink(app, token, 'second_step');
  if (link === null || !isOpen(link)) return refuse('link_over', { message: TOO_LATE });
  const input = codeInput.safeParse(raw);
  if (!input.success) return refuseInput(input.error);
  const { personId } = link;
  const within = await limitRequest(app, LIMITS.secondStep, personId, null);
  if (!within.ok) return within;
  return transact(app.db, async (tx) => {
    await lockPersons(tx, [personId]);
    if (await isAppLost(app, tx, personId)) return refuseLostApp(app);
    const kind = await takeCode(app, tx, personId, input.data.code);
    if (kind === null) return refuse('wrong_code', { fields: { code: 'That code is not right.' } });
    if (!(await useLink(tx, link))) return refuse('link_over', { message: TOO_LATE });
    if (kind === 'recovery') await tellCodeUsed(app, tx, personId);
    const opened = newAuthSession(app, personId, headers);
    await tx.insert(authSession).values(opened);
    return ok({ cookies: cookiesOf(app, opened.token) });
  });
}

const TOO_LATE = 'You gave your password too long ago. Please sign in again.';

async function tellCodeUsed(app: App, tx: Parameters<typeof queueAccountMail>[1], personId: PersonId): Promise<void> {
  const [row] = await tx.select({ email: person.email }).from(person).where(eq(person.id, personId));
  if (row !== undefined) await queueAccountMail(app, tx, { personId, email: row.email, kind: 'recovery_code_used' });
}

/** As Better Auth opens one: the cookie's token is random, and the row lives as long. */
function newAuthSession(app: App, personId: PersonId, headers: Headers) {
  const now = new Date();
  return {
    id: newId(app.random, now.getTime()),
    token: Buffer.from(app.random.bytes(TOKEN_BYTES)).toString('base64url'),
    personId,
    expiresAt: new Date(now.getTime() + settings.authSessionDays * 24 * 60 * 60 * 1000),
    userAgent: (headers.get('user-agent') ?? '').slice(0, 300),
    createdAt: now,
    updatedAt: now,
  };
}

function cookiesOf(app: App, token: string): SetCookie[] {
  const value = signAuthToken(app.config, token);
  return [
    { name: authCookieName(app.config), value, maxAgeSeconds: settings.authSessionDays * 24 * 60 * 60 },
    { name: secondStepCookieName(app.config), value: '', maxAgeSeconds: 0 },
  ];
}
