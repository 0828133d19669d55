import { eq, or } from 'drizzle-orm';
import { askCode } from '#features/accounts/commands/second-factor.server.ts';
import { checkPassword } from '#features/accounts/commands/password.server.ts';
import { queueAccountMail } from '#features/accounts/commands/account-mail.server.ts';
import { defineCommand, type App } from '#features/accounts/command.server.ts';
import type { May } from '#features/accounts/gates.server.ts';
import { lockAdmins } from '#features/accounts/queries/admins.server.ts';
import { forgetPersonInAvailability } from '#features/availability/commands/forget-person.server.ts';
import { forgetPersonInCourses } from '#features/courses/commands/forget-person.server.ts';
import { forgetPersonInMeetings } from '#features/meetings/commands/forget-person.server.ts';
import { forgetPersonInNotifications } from '#features/notifications/commands/forget-person.server.ts';
import { forgetPersonInOfferings } from '#features/offerings/commands/forget-person.server.ts';
import { forgetPersonInPayments } from '#features/payments/commands/forget-person.server.ts';
import { moneyOnItsWayTo } from '#features/payments/queries/on-its-way.server.ts';
import { endBookings } from '#features/sessions/commands/end-bookings.server.ts';
import { forgetPersonInSessions } from '#features/sessions/commands/forget-person.server.ts';
import { ERASED_NAME } from '#features/sessions/rules/session-words.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { authAccount, authSession, authVerification, person } from '#infra/db/tables/accounts.server.ts';
import {
  accountLink,
  accountMail,
  recoveryCode,
  secondFactor,
  tutorApplication,
  tutorDecision,
} from '#infra/db/tables/membership.server.ts';
import { lockPersons, transact } from '#infra/db/transact.server.ts';
import type { PersonId } from '#shared/id.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import { leavingPlan } from '../queries/leaving.server.ts';
import { eraseInput } from '../schema.ts';

type Me = May<'account.manage'>;

/** Enough for anybody: what is left after so many is told, and a second try goes on. */
const MAX_ENDED = 500;
const REASON = 'The account of the other side was deleted.';

/**
 * Deletes one's own account for good. What lies ahead is cancelled first, each session as this side cancels; then one
 * transaction takes the person out of every table. The ledger keeps amounts, not names. Again and nothing happens:
 * whoever is erased cannot sign in. 409 `account_busy` with what is open, `refund_changed`, `wrong_password`, `wrong_code`.
 */
export const eraseAccount = defineCommand({
  name: 'eraseAccount',
  permission: 'account.manage',
  input: eraseInput,
  async run(app, me, input): Promise<Result<{ erased: true }>> {
    const plan = await leavingPlan(app, me);
    if (plan.blockers.length > 0) return busy(plan.blockers);
    if (plan.refundMinor !== input.expectedRefundMinor) {
      return refuse('refund_changed', { data: { refundMinor: plan.refundMinor } });
    }
    const known = await checkPassword(app, me.personId, input.password);
    if (!known.ok) return known;
    const code = input.code?.replace(/[\s-]/g, '').toUpperCase();
    const shown = await transact(app.db, (tx) => askCode(app, tx, me.personId, code));
    if (!shown.ok) return shown;
    await endEverything(app, me);
    return transact(app.db, async (tx) => {
      await lockPersons(tx, [me.personId]);
      if (me.role === 'ADMIN') await lockAdmins(tx);
      // Somebody may have booked meanwhile: nobody's session may be left with a person who is not there.
      const left = await leavingPlan(app, me, tx);
      if (left.blockers.length > 0) return busy(left.blockers);
      if (left.sessions.length > 0) return refuse('account_busy', { message: BOOKED_MEANWHILE });
      await forget(app, tx, me);
      app.log.info({ personId: me.personId }, 'an account was erased');
      return ok({ erased: true as const });
    });
  },
});

const BOOKED_MEANWHILE = 'A session was booked a moment ago. Look at the list again, then confirm.';

function busy(blockers: readonly { text: string }[]) {
  return refuse('account_busy', { message: blockers.map(({ text }) => text).join(' ') });
}

async function endEverything(app: App, me: Me): Promise<void> {
  for (const side of ['tutor', 'student'] as const) {
    await endBookings(app, { personId: me.personId, side, by: side, actor: me, reason: REASON }, MAX_ENDED);
  }
}

/** Takes the person out of every table, feature by feature. The row itself stays, nameless: the books point at it. */
async function forget(app: App, tx: Tx, me: Me): Promise<void> {
  const [row] = await tx.select().from(person).where(eq(person.id, me.personId));
  if (row === undefined || row.erasedAt !== null) return;
  const { id, name, email } = row;
  await forgetPersonInSessions(tx, { id, name, email });
  await forgetPersonInNotifications(tx, { id, name, email }, ERASED_NAME);
  await forgetPersonInPayments(tx, id);
  await forgetPersonInMeetings(tx, id);
  await forgetPersonInCourses(tx, id);
  await forgetPersonInOfferings(app, tx, id);
  await forgetPersonInAvailability(tx, id);
  await forgetMembership(tx, id, email);
  await tx
    .update(person)
    .set({
      name: ERASED_NAME,
      email: `deleted-${id}@deleted.invalid`,
      emailVerified: false,
      image: null,
      role: 'STUDENT',
      headline: null,
      bio: null,
      timeZone: 'Africa/Lagos',
      verifiedAt: null,
      suspendedAt: null,
      verifiedBeforeAt: null,
      erasedAt: app.clock.now(),
      updatedAt: new Date(),
    })
    .where(eq(person.id, id));
  const returns = await moneyOnItsWayTo(tx, id);
  // The address stands in this one row until the mail is sent, and then nowhere.
  await queueAccountMail(app, tx, { personId: null, email, kind: 'account_erased', data: { returns } });
}

async function forgetMembership(tx: Tx, id: PersonId, email: string): Promise<void> {
  await tx.delete(authSession).where(eq(authSession.personId, id));
  await tx.delete(authAccount).where(eq(authAccount.personId, id));
  await tx.delete(authVerification).where(eq(authVerification.identifier, email));
  await tx.delete(accountLink).where(eq(accountLink.personId, id));
  await tx.delete(accountMail).where(or(eq(accountMail.personId, id), eq(accountMail.email, email)));
  await tx.delete(recoveryCode).where(eq(recoveryCode.personId, id));
  await tx.delete(secondFactor).where(eq(secondFactor.personId, id));
  await tx.delete(tutorApplication).where(eq(tutorApplication.personId, id));
  await tx.update(tutorDecision).set({ reason: '' }).where(eq(tutorDecision.personId, id));
}
