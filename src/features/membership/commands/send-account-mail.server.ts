import { and, asc, eq, isNull, lte, sql } from 'drizzle-orm';
import { isTaken } from '#features/accounts/commands/email.server.ts';
import { createLink, linkToken } from '#features/accounts/commands/links.server.ts';
import type { AccountMailData, AccountMailKind } from '#features/accounts/types.ts';
import { mailOf, type Foot, type Words } from '#features/notifications/rules.ts';
import type { App } from '#infra/app.server.ts';
import { person } from '#infra/db/tables/accounts.server.ts';
import { accountMail } from '#infra/db/tables/membership.server.ts';
import { eachInTurn } from '#infra/each.server.ts';
import { settings } from '#shared/settings.ts';
import { plusMinutes } from '#shared/time.ts';
import { accountMailFoot, accountMailWords, addressInUseWords } from '../rules/mail-words.ts';

const MAX_ATTEMPTS = 12;
const CLAIM_MINUTES = 2;
const RETRY_MINUTES = [1, 2, 5, 15, 60];
const SWEEP_LIMIT = 100;

type Row = typeof accountMail.$inferSelect;

/** Writes and sends one mail about an account. Its row goes once it is sent, since it holds an address. */
export async function sendAccountMail(app: App, mailId: string): Promise<void> {
  const row = await claim(app, mailId);
  if (row === null) return;
  const letter = await letterOf(app, row);
  if (letter === null) return forget(app, mailId); // the address is nobody's: nothing is told to anybody
  const mail = mailOf(letter.words, { name: letter.name }, app.config.publicUrl, [], letter.foot);
  const messageId = `<${mailId}@${new URL(app.config.publicUrl).hostname}>`;
  const sent = await app.mailer.send({ to: row.email, ...mail, messageId });
  if (sent.ok) return forget(app, mailId);
  app.log.warn({ mailId, attempts: row.attempts, reason: sent.message }, 'a mail about an account was not sent');
  if (!sent.retryable || row.attempts >= MAX_ATTEMPTS) return forget(app, mailId);
  const wait = RETRY_MINUTES[Math.min(row.attempts, RETRY_MINUTES.length) - 1] ?? 60;
  await app.db
    .update(accountMail)
    .set({ nextTryAt: plusMinutes(app.clock.now(), wait) })
    .where(eq(accountMail.id, mailId));
}

/** Mails whose job was lost, or whose next try is due. */
export async function sendDueAccountMails(app: App): Promise<void> {
  const due = await app.db
    .select({ id: accountMail.id })
    .from(accountMail)
    .where(lte(accountMail.nextTryAt, app.clock.now()))
    .orderBy(asc(accountMail.nextTryAt))
    .limit(SWEEP_LIMIT);
  await eachInTurn(due, ({ id }) => sendAccountMail(app, id));
}

async function claim(app: App, mailId: string): Promise<Row | null> {
  const now = app.clock.now();
  const [row] = await app.db
    .update(accountMail)
    .set({ attempts: sql`${accountMail.attempts} + 1`, nextTryAt: plusMinutes(now, CLAIM_MINUTES) })
    .where(and(eq(accountMail.id, mailId), lte(accountMail.nextTryAt, now)))
    .returning();
  return row ?? null;
}

async function forget(app: App, mailId: string): Promise<void> {
  await app.db.delete(accountMail).where(eq(accountMail.id, mailId));
}

/** What a mail says, whom it greets (null: nobody by name), and why its reader gets it where that is not as usual. */
type Letter = { words: Words; name: string | null; foot?: Foot | undefined };

async function letterOf(app: App, row: Row): Promise<Letter | null> {
  // The row names who asked; whoever reads it is somebody else, who must not learn by whom.
  if (await isForOther(app, row)) return { words: addressInUseWords(), name: null };
  const words = await wordsOf(app, row);
  return words && { words, name: await nameOf(app, row), foot: accountMailFoot(row.kind as AccountMailKind) };
}

/** Somebody asked for an address that is another person's: the mail goes to that person. */
async function isForOther(app: App, { kind, personId, email }: Row): Promise<boolean> {
  return kind === 'email_confirm' && personId !== null && (await isTaken(app, email, personId));
}

async function wordsOf(app: App, row: Row): Promise<Words | null> {
  const kind = row.kind as AccountMailKind;
  const data = row.data as AccountMailData;
  if (kind === 'password_reset') return resetWords(app, row.email, data);
  const token = data.linkId === undefined ? '' : linkToken(app, data.linkId);
  return accountMailWords(kind, data, { token, supportEmail: app.config.mail.supportEmail });
}

/** Only here is it looked whose address this is, long after everybody got the same answer. */
async function resetWords(app: App, email: string, data: AccountMailData): Promise<Words | null> {
  const [found] = await app.db
    .select({ id: person.id })
    .from(person)
    .where(and(eq(person.email, email), isNull(person.erasedAt)));
  if (found === undefined) return null;
  const link = { personId: found.id, purpose: 'reset_password', minutes: settings.resetLinkMinutes } as const;
  const token = linkToken(app, await createLink(app, app.db, link));
  return accountMailWords('password_reset', data, { token, supportEmail: app.config.mail.supportEmail });
}

async function nameOf(app: App, row: Row): Promise<string> {
  const [found] = await app.db
    .select({ name: person.name })
    .from(person)
    .where(row.personId === null ? eq(person.email, row.email) : eq(person.id, row.personId));
  return found?.name ?? 'and goodbye';
}
