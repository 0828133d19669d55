import type { May } from '#features/accounts/gates.server.ts';
import { otherAdmins } from '#features/accounts/queries/admins.server.ts';
import { moneyHeldFor } from '#features/ledger/queries.server.ts';
import { bookingsToEnd } from '#features/sessions/commands/end-bookings.server.ts';
import { openMatters, type OpenMatter } from '#features/sessions/queries/leaving.server.ts';
import type { App } from '#infra/app.server.ts';
import type { Executor } from '#infra/db/client.server.ts';
import { toIso } from '#shared/time.ts';

export type LeavingSession = {
  id: string;
  title: string;
  startsAt: string;
  as: 'student' | 'tutor';
  /** Returned to whoever paid. */
  refundMinor: number;
  currency: string;
};

export type LeavingPlan = {
  sessions: LeavingSession[];
  /** Together, whoever it goes to. */
  refundMinor: number;
  /** Why it cannot be done yet, in plain words. */
  blockers: { code: Blocker; text: string }[];
};

type Blocker = OpenMatter | 'money' | 'last_admin';

const WORDS: Record<Blocker, string> = {
  under_way: 'A session is under way, or has not been closed yet. Once it is closed you can delete your account.',
  dispute: 'A session is in dispute. Once we have decided it you can delete your account.',
  question: 'We are still looking into a question about one of your sessions or payments.',
  payment: 'A payment has just come in and is being booked. Try again in a few minutes.',
  share_waiting:
    'A share of a session you gave is not yours yet: it becomes yours 48 hours after the session, and then you can have it paid out.',
  money: 'Money of yours is still with us. Have it paid out first, or ask us to settle it.',
  last_admin:
    'You are the only admin here, and without one nobody could decide disputes or refunds. Have another account made an admin first (bin/seed --role ADMIN --email …, on the server), then delete yours.',
};

/** What deleting one's account would do now: what is cancelled, what is returned, and what stands in the way. */
export async function leavingPlan(app: App, me: May<'account.manage'>, db: Executor = app.db): Promise<LeavingPlan> {
  const sessions: LeavingSession[] = [];
  for (const side of ['student', 'tutor'] as const) {
    for (const { row, refundMinor } of await bookingsToEnd(app, db, { personId: me.personId, side, by: side })) {
      const { id, title, currency } = row;
      sessions.push({ id, title, startsAt: toIso(row.startsAt), as: side, refundMinor, currency });
    }
  }
  const codes: Blocker[] = await openMatters(app, db, me.personId);
  if ((await moneyHeldFor(db, me.personId)).length > 0) codes.push('money');
  if (me.role === 'ADMIN' && (await otherAdmins(db, me.personId)) === 0) codes.push('last_admin');
  return {
    sessions,
    refundMinor: sessions.reduce((sum, { refundMinor }) => sum + refundMinor, 0),
    blockers: codes.map((code) => ({ code, text: WORDS[code] })),
  };
}
