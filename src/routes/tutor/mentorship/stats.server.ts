import type { App } from '#features/accounts/command.server.ts';
import type { May } from '#features/accounts/gates.server.ts';
import { balanceOf } from '#features/ledger/queries.server.ts';
import { tutorAccount } from '#features/ledger/rules.ts';
import { countUpcoming } from '#features/sessions/queries.server.ts';
import { tutorPeriod, type Period } from '#features/sessions/queries/dashboard-stats.server.ts';
import { NO_MONEY, subtract } from '#shared/money.ts';
import type { Instant } from '#shared/time.ts';

/** The figures above a tutor's lists: what this week asks, what this month brought, and what is theirs. */
export async function statsOf(app: App, teacher: May<'session.teach'>, timeZone: string) {
  const now = app.clock.now();
  const [thisWeek, thisMonth, available, pending] = await Promise.all([
    countUpcoming(app, teacher, endOfWeek(now, timeZone)),
    tutorPeriod(app, teacher, monthOf(now, timeZone)),
    balanceOf(app.db, tutorAccount('tutor_available', teacher.personId)),
    balanceOf(app.db, tutorAccount('tutor_pending', teacher.personId)),
  ]);
  // What we owe stands on the credit side, below zero.
  const money = { availableMinor: subtract(NO_MONEY, available), onTheWayMinor: subtract(NO_MONEY, pending) };
  return { thisWeek, thisMonth, ...money };
}

/** The midnight after Sunday, where the tutor lives. */
function endOfWeek(now: Instant, timeZone: string): Instant {
  const today = now.toZonedDateTimeISO(timeZone).startOfDay();
  return today.add({ days: 8 - today.dayOfWeek }).toInstant();
}

function monthOf(now: Instant, timeZone: string): Period {
  const first = now.toZonedDateTimeISO(timeZone).startOfDay().with({ day: 1 });
  return { from: first.toInstant(), to: first.add({ months: 1 }).toInstant() };
}
