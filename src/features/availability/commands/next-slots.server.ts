import { inArray, sql } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import type { Executor, Tx } from '#infra/db/client.server.ts';
import { availability } from '#infra/db/tables/availability.server.ts';
import { lockPersons, transact } from '#infra/db/transact.server.ts';
import type { OfferingId, PersonId } from '#shared/id.ts';
import { ok } from '#shared/result.ts';
import { settings } from '#shared/settings.ts';
import { instant, plusMinutes, type EpochMs, type Instant } from '#shared/time.ts';
import { calendarFields, instantParameter, readCalendar } from '../queries.server.ts';
import { defaultBookingMode, nextStarts } from '../rules/bookable.ts';
import type { TutorCalendar } from '../types.ts';

/** How many tutors one sweep refreshes at most, of each kind. */
const STALE_BATCH = 200;
const EMPTY_BATCH = 50;

/**
 * Rewrites `offering.next_slot_at` of these people's offerings where it changed: one query, and one update only then;
 * people who offer nothing cost nothing more. Call it in the transaction that takes or frees their time, or changes
 * hours or offerings, after that change and under their locks (`lockPersons`).
 */
export async function refreshNextSlots(tx: Tx, personIds: readonly PersonId[], now: Instant): Promise<void> {
  const found = await calendarsAndOfferings(tx, personIds, now);
  const changes = found.flatMap(({ calendar, offerings }) => {
    const next = nextStarts(calendar, now);
    return offerings.flatMap(({ id, durationMinutes, takesInstant, storedAt }) => {
      const nextAt = next({ durationMinutes, bookingMode: defaultBookingMode({ takesInstant }) });
      return nextAt === storedAt ? [] : [{ id, nextAt }];
    });
  });
  if (changes.length > 0) await writeNextSlots(tx, changes);
}

/**
 * Refreshes what time itself made wrong: next slots that have passed or come within the notice, and tutors who were
 * fully booked and may have a new day in reach. Bounded: call it each minute. Returns how many tutors it looked at.
 */
export async function refreshStaleNextSlots(app: App): Promise<number> {
  const now = app.clock.now();
  const tutorIds = await staleTutors(app.db, now);
  for (const tutorId of tutorIds) {
    await transact(app.db, async (tx) => {
      await lockPersons(tx, [tutorId]);
      await refreshNextSlots(tx, [tutorId], now);
      return ok(null);
    });
  }
  return tutorIds.length;
}

type StoredOffering = {
  id: OfferingId;
  durationMinutes: number;
  takesInstant: boolean;
  storedAt: EpochMs | null;
};

async function calendarsAndOfferings(
  tx: Tx,
  personIds: readonly PersonId[],
  now: Instant,
): Promise<{ calendar: TutorCalendar; offerings: StoredOffering[] }[]> {
  const range = { from: now, to: plusMinutes(now, settings.availability.horizonDays * 24 * 60), now };
  const rows = await tx
    .select({
      ...calendarFields(range),
      offerings: sql<StoredOffering[]>`(
        select coalesce(json_agg(json_build_object('id', o.id, 'durationMinutes', o.duration_minutes,
          'takesInstant', o.takes_instant, 'storedAt', (extract(epoch from o.next_slot_at) * 1000)::bigint)), '[]'::json)
        from offering o where o.tutor_id = availability.tutor_id and o.status in ('SCHEDULED', 'PAUSED'))`,
    })
    .from(availability)
    .where(inArray(availability.tutorId, [...personIds]))
    .prepare(`next_slots_of_${personIds.length}`)
    .execute();
  return rows.map(({ offerings, ...row }) => ({ calendar: readCalendar(row), offerings }));
}

async function writeNextSlots(tx: Tx, changes: readonly { id: OfferingId; nextAt: EpochMs | null }[]): Promise<void> {
  const rows = changes.map(({ id, nextAt }) => {
    const at = nextAt === null ? sql`null::timestamptz` : instantParameter(instant(nextAt));
    return sql`(${id}::uuid, ${at})`;
  });
  await tx.execute(sql`
    update offering set next_slot_at = fresh.next_slot_at
    from (values ${sql.join(rows, sql`, `)}) as fresh (id, next_slot_at) where offering.id = fresh.id`);
}

/**
 * Tutors with a next slot that can no longer be booked, soonest first, then some of those without any. The first part
 * walks the index by time as far as the longest common notice; the few tutors with a longer one are asked by themselves.
 */
async function staleTutors(executor: Executor, now: Instant): Promise<PersonId[]> {
  const at = instantParameter(now);
  const notice = sql`greatest(a.min_notice_minutes, case when o.takes_instant then 1 else ${settings.requestNoticeMinutes}::int end)`;
  const passed = sql`o.status in ('SCHEDULED', 'PAUSED') and o.next_slot_at < ${at} + make_interval(mins => ${notice})`;
  const { rows } = await executor.execute<{ tutorId: PersonId }>(sql`
    select tutor_id as "tutorId" from (
      select o.tutor_id from offering o join availability a on a.tutor_id = o.tutor_id
      where ${passed} and o.next_slot_at < ${instantParameter(plusMinutes(now, settings.requestNoticeMinutes))}
      union
      select o.tutor_id from availability a join offering o on o.tutor_id = a.tutor_id
      where ${passed} and a.min_notice_minutes > ${settings.requestNoticeMinutes}
      limit ${STALE_BATCH}) as stale
    union
    select tutor_id from (${tutorsWithoutNextSlot(now)}) as empty`);
  return rows.map((row) => row.tutorId);
}

/** Another sample each minute, so that over time all have their turn whatever the batch. */
function tutorsWithoutNextSlot(now: Instant) {
  const minute = String(Math.floor(now.epochMilliseconds / 60_000));
  return sql`
    select a.tutor_id from availability a
    where exists (select 1 from offering o where o.tutor_id = a.tutor_id and o.status in ('SCHEDULED', 'PAUSED') and o.next_slot_at is null)
      and (exists (select 1 from weekly_hours w where w.tutor_id = a.tutor_id)
        or exists (select 1 from date_override d where d.tutor_id = a.tutor_id))
    order by hashtext(a.tutor_id::text || ${minute}) limit ${EMPTY_BATCH}`;
}
