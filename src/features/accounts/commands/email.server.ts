import { eq } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import { person } from '#infra/db/tables/accounts.server.ts';
import { lockPersons, sqlState, transact } from '#infra/db/transact.server.ts';
import type { PersonId } from '#shared/id.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import { settings } from '#shared/settings.ts';
import { refuseInput } from '../command.server.ts';
import { may, type Actor } from '../gates.server.ts';
import { limitRequest } from '../limit-request.server.ts';
import { lockActor } from './lock-actor.server.ts';
import { LIMITS } from '../limits.ts';
import { askPassword } from '../password.server.ts';
import { changeEmailInput } from '../schema.ts';
import { queueAccountMail } from './account-mail.server.ts';
import { closeLinks, createLink, findLink, isOpen, useLink, type AccountLink } from './links.server.ts';
import { endAuthSessions } from './password.server.ts';

const UNIQUE_VIOLATION = '23505';

/**
 * Asks for another address: a link goes to the new one, word and a way to stop it to the old one. Whether the new one
 * belongs to somebody here is told to its owner only. `wrong_password`, `invalid`, `too_many_requests`.
 */
export async function changeEmail(app: App, actor: Actor | null, raw: unknown): Promise<Result<{ email: string }>> {
  const allowed = may(actor, 'account.manage');
  if (!allowed.ok) return allowed;
  const input = changeEmailInput.safeParse(raw);
  if (!input.success) return refuseInput(input.error);
  const { personId, email: oldEmail } = allowed.value;
  const newEmail = input.data.email;
  if (newEmail === oldEmail) {
    return refuse('invalid', { fields: { email: 'This is your address already.' } });
  }
  const within = await limitRequest(app, LIMITS.changeEmail, personId, null);
  if (!within.ok) return within;
  const known = await askPassword(app, personId, input.data.password);
  if (!known.ok) return known;
  return transact(app.db, async (tx) => {
    const present = await lockActor(tx, allowed.value);
    if (!present.ok) return present;
    await closeLinks(tx, personId, ['confirm_email']); // the last wish counts
    const confirming = {
      personId,
      purpose: 'confirm_email',
      newEmail,
      minutes: settings.confirmEmailHours * 60,
    } as const;
    const stopping = { ...confirming, purpose: 'stop_email', newEmail: oldEmail } as const;
    const confirmId = await createLink(app, tx, confirming);
    const stopId = await createLink(app, tx, { ...stopping, minutes: settings.stopEmailDays * 24 * 60 });
    const mail = { personId, data: { linkId: confirmId, newEmail } } as const;
    await queueAccountMail(app, tx, { ...mail, email: newEmail, kind: 'email_confirm' });
    await queueAccountMail(app, tx, {
      ...mail,
      email: oldEmail,
      kind: 'email_changing',
      data: { linkId: stopId, newEmail },
    });
    return ok({ email: newEmail });
  });
}

export type EmailLink = { email: string; isOpen: boolean };

/** What a link about an address is about: `not_found` when it is none of ours. */
export async function emailLink(
  app: App,
  token: string,
  purpose: 'confirm_email' | 'stop_email',
): Promise<Result<EmailLink>> {
  const link = await findLink(app, token, purpose);
  if (link === null) return refuse('not_found');
  return ok({ email: link.newEmail ?? '', isOpen: isOpen(link) });
}

/** The new address answers: from now on it is the person's. Signs nobody in. `link_over`, `email_taken`. */
export async function confirmEmail(
  app: App,
  token: string,
  address: string | null,
): Promise<Result<{ email: string }>> {
  const link = await openLink(app, token, 'confirm_email', address);
  if (!link.ok) return link;
  return moveTo(app, link.value, async () => undefined);
}

/** The old address objects: the change is off, or undone, and every device is signed out. */
export async function stopEmailChange(
  app: App,
  token: string,
  address: string | null,
): Promise<Result<{ email: string }>> {
  const link = await openLink(app, token, 'stop_email', address);
  if (!link.ok) return link;
  return moveTo(app, link.value, async (tx) => {
    await closeLinks(tx, link.value.personId, ['confirm_email', 'stop_email', 'second_step']);
    await endAuthSessions(tx, link.value.personId);
  });
}

async function openLink(
  app: App,
  token: string,
  purpose: 'confirm_email' | 'stop_email',
  address: string | null,
): Promise<Result<AccountLink>> {
  const within = await limitRequest(app, LIMITS.mailedLink, token.slice(0, 36), address);
  if (!within.ok) return within;
  const link = await findLink(app, token, purpose);
  if (link === null) return refuse('not_found');
  return isOpen(link) ? ok(link) : refuse('link_over');
}

type Then = (tx: Parameters<typeof closeLinks>[0]) => Promise<void>;

/** The address is taken by the database's word only: two people cannot confirm the same one. */
async function moveTo(app: App, link: AccountLink, then: Then): Promise<Result<{ email: string }>> {
  const { personId, newEmail } = link;
  if (newEmail === null) return refuse('not_found');
  try {
    return await transact(app.db, async (tx) => {
      await lockPersons(tx, [personId]);
      if (!(await useLink(tx, link))) return refuse('link_over');
      await tx
        .update(person)
        .set({ email: newEmail, emailVerified: true, updatedAt: new Date() })
        .where(eq(person.id, personId));
      await closeLinks(tx, personId, ['reset_password']); // those lie in the other mailbox
      await then(tx);
      return ok({ email: newEmail });
    });
  } catch (error) {
    if (sqlState(error) === UNIQUE_VIOLATION) return refuse('email_taken');
    throw error;
  }
}

/** Whether somebody else already has this address; for the mail that says so to that address only. */
export async function isTaken(app: App, email: string, personId: PersonId): Promise<boolean> {
  const [row] = await app.db.select({ id: person.id }).from(person).where(eq(person.email, email));
  return row !== undefined && row.id !== personId;
}
