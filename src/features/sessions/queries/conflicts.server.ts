import { and, eq, gt, inArray, lt, or, sql } from 'drizzle-orm';
import type { Actor } from '#features/accounts/gates.server.ts';
import type { App } from '#infra/app.server.ts';
import { person } from '#infra/db/tables/accounts.server.ts';
import { session } from '#infra/db/tables/sessions.server.ts';
import { settings } from '#shared/settings.ts';
import { earliest, latest, parseInstant, plusMinutes, toIso, type Instant } from '#shared/time.ts';
import { hasLapsed } from '../rules.ts';
import { conflictsOf } from '../rules/conflicts.ts';
import type { Conflict, SessionView } from '../types.ts';

/** Further than this from a request nothing can reach it: the longest session with its longest breaks. */
const REACH_MINUTES = Math.max(...settings.durationsMinutes) + 2 * settings.availability.maxBufferMinutes;
const MOST_READ = 500;

/** What stands in the way of each of these requests of one tutor, by session; those that are free are missing. */
export async function requestConflicts(
  app: App,
  tutor: Actor,
  requests: readonly SessionView[],
): Promise<Map<string, Conflict[]>> {
  const starts = requests.map(({ scheduledAt }) => parseInstant(scheduledAt)).filter((start) => start !== null);
  const [first, ...rest] = starts;
  if (first === undefined) return new Map();
  const busy = await busyAround(app, tutor, {
    from: plusMinutes(earliest(first, ...rest), -REACH_MINUTES),
    to: plusMinutes(latest(first, ...rest), REACH_MINUTES * 2),
  });
  const entries = requests.map(({ id }): [string, Conflict[]] => {
    const asked = busy.find((row) => row.id === id);
    return [id, asked === undefined ? [] : conflictsOf(asked, busy).map((row) => toConflict(row, tutor))];
  });
  return new Map(entries.filter(([, conflicts]) => conflicts.length > 0));
}

/** Everything that takes or asks for this person's time, on either side of the table. */
async function busyAround(app: App, tutor: Actor, { from, to }: { from: Instant; to: Instant }) {
  const taking = inArray(session.status, ['PENDING_PAYMENT', 'SCHEDULED', 'IN_PROGRESS']);
  const asking = and(eq(session.status, 'PENDING_MENTOR_REVIEW'), gt(session.approvalDeadline, app.clock.now()));
  const rows = await app.db
    .select({ session, otherName: person.name })
    .from(session)
    .innerJoin(
      person,
      sql`${person.id} = case when ${session.tutorId} = ${tutor.personId} then ${session.studentId} else ${session.tutorId} end`,
    )
    .where(
      and(
        or(eq(session.tutorId, tutor.personId), eq(session.studentId, tutor.personId)),
        lt(session.startsAt, to),
        gt(session.endsAt, from),
        or(taking, asking),
      ),
    )
    .limit(MOST_READ);
  return rows
    .filter((row) => !hasLapsed(row.session, app.clock.now()))
    .map(({ session: row, otherName }) => ({
      ...row,
      otherName,
      // A student keeps no breaks: only what one teaches is surrounded by them.
      bufferBeforeMinutes: row.tutorId === tutor.personId ? row.bufferBeforeMinutes : 0,
      bufferAfterMinutes: row.tutorId === tutor.personId ? row.bufferAfterMinutes : 0,
    }));
}

function toConflict(row: Awaited<ReturnType<typeof busyAround>>[number], tutor: Actor): Conflict {
  return {
    id: row.id,
    title: row.title,
    with: row.otherName,
    startsAt: toIso(row.startsAt),
    endsAt: toIso(row.endsAt),
    isRequest: row.status === 'PENDING_MENTOR_REVIEW' && row.tutorId === tutor.personId,
  };
}
