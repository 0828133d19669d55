import { and, eq, ne } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { authSession, person } from '#infra/db/tables/accounts.server.ts';
import { lockPersons, transact } from '#infra/db/transact.server.ts';
import type { PersonId } from '#shared/id.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import { refuseInput } from '../command.server.ts';
import { may, type Actor } from '../gates.server.ts';
import { limitRequest } from '../limit-request.server.ts';
import { LIMITS } from '../limits.ts';
import { askPassword, hashPassword, storePassword } from '../password.server.ts';
import { changePasswordInput, forgotPasswordInput, resetPasswordInput } from '../schema.ts';
import { queueAccountMail } from './account-mail.server.ts';
import { closeLinks, findLink, isOpen, useLink } from './links.server.ts';

/**
 * Somebody forgot a password. A known and an unknown address get the same answer after the same work: one row and one
 * job, and only the job looks whose address it is. `invalid`, `unknown_key`, `too_many_requests`.
 */
export async function requestPasswordReset(app: App, raw: unknown, address: string | null): Promise<Result<void>> {
  const input = forgotPasswordInput.safeParse(raw);
  if (!input.success) return refuseInput(input.error);
  const within = await limitRequest(app, LIMITS.forgotPassword, input.data.email, address);
  if (!within.ok) return within;
  return transact(app.db, async (tx) => {
    await queueAccountMail(app, tx, { personId: null, email: input.data.email, kind: 'password_reset' });
    return ok(undefined);
  });
}

/** Whether a reset link still opens: `not_found` when it is none of ours, `link_over` when used or too old. */
export async function checkResetLink(app: App, token: string): Promise<Result<void>> {
  const link = await findLink(app, token, 'reset_password');
  if (link === null) return refuse('not_found');
  return isOpen(link) ? ok(undefined) : refuse('link_over');
}

/** Sets a new password by a mailed link, once, and signs the person out everywhere. Signs nobody in. */
export async function resetPassword(app: App, raw: unknown, address: string | null): Promise<Result<void>> {
  const input = resetPasswordInput.safeParse(raw);
  if (!input.success) return refuseInput(input.error);
  const { token, password } = input.data;
  const within = await limitRequest(app, LIMITS.mailedLink, token.slice(0, 36), address);
  if (!within.ok) return within;
  const link = await findLink(app, token, 'reset_password');
  if (link === null) return refuse('not_found');
  if (!isOpen(link)) return refuse('link_over');
  const hash = await hashPassword(app, password);
  return transact(app.db, async (tx) => {
    await lockPersons(tx, [link.personId]);
    if (!(await useLink(tx, link))) return refuse('link_over');
    await takeNewPassword(app, tx, link.personId, hash);
    await endAuthSessions(tx, link.personId);
    return ok(undefined);
  });
}

/** Changes the password of somebody who knows it. Every other device is signed out. */
export async function changePassword(
  app: App,
  actor: Actor | null,
  raw: unknown,
  keepToken: string | null,
): Promise<Result<void>> {
  const allowed = may(actor, 'account.manage');
  if (!allowed.ok) return allowed;
  const input = changePasswordInput.safeParse(raw);
  if (!input.success) return refuseInput(input.error);
  const { personId } = allowed.value;
  const known = await askPassword(app, personId, input.data.password);
  if (!known.ok) return known;
  if (input.data.newPassword === input.data.password) {
    return refuse('invalid', { fields: { newPassword: 'That is the password you have now. Choose another.' } });
  }
  const hash = await hashPassword(app, input.data.newPassword);
  return transact(app.db, async (tx) => {
    await lockPersons(tx, [personId]);
    await takeNewPassword(app, tx, personId, hash);
    await endAuthSessions(tx, personId, keepToken);
    return ok(undefined);
  });
}

/** Ends a person's auth sessions, all or all but one. The rows go, so a copied cookie is worthless. */
export async function endAuthSessions(tx: Tx, personId: PersonId, keepToken: string | null = null): Promise<number> {
  const others = keepToken === null ? undefined : ne(authSession.token, keepToken);
  const ended = await tx
    .delete(authSession)
    .where(and(eq(authSession.personId, personId), others))
    .returning({ id: authSession.id });
  return ended.length;
}

async function takeNewPassword(app: App, tx: Tx, personId: PersonId, hash: string): Promise<void> {
  await storePassword(app, tx, personId, hash);
  await closeLinks(tx, personId, ['reset_password', 'second_step']);
  const [row] = await tx.select({ email: person.email }).from(person).where(eq(person.id, personId));
  if (row !== undefined) await queueAccountMail(app, tx, { personId, email: row.email, kind: 'password_changed' });
}

/** The password again, before another feature does what cannot be taken back. `wrong_password`, `too_many_requests`. */
export function checkPassword(app: App, personId: PersonId, password: string): Promise<Result<void>> {
  return askPassword(app, personId, password);
}
