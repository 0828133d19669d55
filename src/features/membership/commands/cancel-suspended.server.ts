import { and, asc, desc, eq, exists, gt, inArray, isNotNull, or } from 'drizzle-orm';
import { actorById } from '#features/accounts/queries.server.ts';
import { bookingsToEnd, endBookings } from '#features/sessions/commands/end-bookings.server.ts';
import type { App } from '#infra/app.server.ts';
import { person } from '#infra/db/tables/accounts.server.ts';
import { tutorDecision } from '#infra/db/tables/membership.server.ts';
import { session } from '#infra/db/tables/sessions.server.ts';
import { inTransaction } from '#infra/db/transact.server.ts';
import { eachInTurn } from '#infra/each.server.ts';
import type { PersonId } from '#shared/id.ts';
import { TUTOR_SUSPENDED } from '../events.ts';

/** How many sessions one job cancels before it makes room for others. */
const BATCH = 20;
const SWEEP_LIMIT = 20;

const REASON = 'The platform cannot offer sessions with this tutor any more.';
const TUTOR_REASON = 'Your account as a tutor is suspended, so the sessions ahead of you cannot take place.';

/** Cancels what lies ahead of a suspended tutor, in batches. Nothing once the suspension is lifted; safe to repeat. */
export async function cancelForSuspension(app: App, tutorId: PersonId): Promise<void> {
  const adminId = await suspendedBy(app, tutorId);
  const admin = adminId === null ? null : await actorById(app, adminId);
  if (admin === null) return;
  const whose = { personId: tutorId, side: 'tutor', by: 'admin' } as const;
  const ending = { ...whose, actor: admin, reason: REASON, tutorReason: TUTOR_REASON };
  const ended = await endBookings(app, ending, BATCH);
  const left = await bookingsToEnd(app, app.db, ending);
  // One that refuses to end waits for the sweep rather than keep a job running in a circle.
  if (left.length > 0 && ended > 0) {
    await inTransaction(app.db, (tx) => app.jobs.enqueue(tx, TUTOR_SUSPENDED, { tutorId }));
  }
}

/** Suspended tutors who still have something ahead: a job was lost. */
export async function cancelForSuspensions(app: App): Promise<void> {
  const ahead = app.db
    .select({ id: session.id })
    .from(session)
    .where(
      and(
        eq(session.tutorId, person.id),
        inArray(session.status, ['PENDING_PAYMENT', 'PENDING_MENTOR_REVIEW', 'SCHEDULED']),
        or(
          inArray(session.status, ['PENDING_PAYMENT', 'PENDING_MENTOR_REVIEW']),
          gt(session.startsAt, app.clock.now()),
        ),
      ),
    );
  const tutors = await app.db
    .select({ id: person.id })
    .from(person)
    .where(and(inArray(person.role, ['TUTOR', 'MENTOR']), isNotNull(person.suspendedAt), exists(ahead)))
    .orderBy(asc(person.id))
    .limit(SWEEP_LIMIT);
  await eachInTurn(tutors, ({ id }) => cancelForSuspension(app, id));
}

async function suspendedBy(app: App, tutorId: PersonId): Promise<PersonId | null> {
  const [row] = await app.db
    .select({ adminId: tutorDecision.adminId })
    .from(tutorDecision)
    .innerJoin(person, and(eq(person.id, tutorDecision.personId), isNotNull(person.suspendedAt)))
    .where(and(eq(tutorDecision.personId, tutorId), eq(tutorDecision.kind, 'SUSPENDED')))
    .orderBy(desc(tutorDecision.id))
    .limit(1);
  return row?.adminId ?? null;
}
