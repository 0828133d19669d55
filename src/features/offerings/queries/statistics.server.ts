import { and, eq, gte, ne, sql } from 'drizzle-orm';
import { z } from 'zod';
import { defineCommand } from '#features/accounts/command.server.ts';
import type { App } from '#infra/app.server.ts';
import { offering, offeringDay } from '#infra/db/tables/offerings.server.ts';
import { session } from '#infra/db/tables/sessions.server.ts';
import type { OfferingId, PersonId } from '#shared/id.ts';
import { minor } from '#shared/money.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import { plusMinutes, startOfDay, type Instant } from '#shared/time.ts';
import { offeringIdInput } from '../schema.ts';
import type { OfferingFunnel, OfferingStatistics } from '../types.ts';
import { ownOffering } from './find.server.ts';

const DAYS = 30;
const DAY_MINUTES = 24 * 60;

/** How each own offering does since it was made, by its id. */
export const getTutorOfferingStatistics = defineCommand({
  name: 'getTutorOfferingStatistics',
  permission: 'offering.manage',
  input: z.strictObject({}),
  async run(app, tutor): Promise<Result<Record<string, OfferingFunnel>>> {
    return ok(Object.fromEntries(await funnels(app, tutor.personId, null, null)));
  },
});

/** How one own offering does: since it was made, in the last thirty UTC days (looks are counted by them), and how often it was looked at on each of them. */
export const getOfferingStatistics = defineCommand({
  name: 'getOfferingStatistics',
  permission: 'offering.manage',
  input: offeringIdInput,
  async run(app, tutor, { offeringId }): Promise<Result<OfferingStatistics>> {
    const from = startOfDay(dayOf(plusMinutes(app.clock.now(), -(DAYS - 1) * DAY_MINUTES)), 'UTC');
    const [view, ever, recent, days] = await Promise.all([
      ownOffering(app.db, offeringId),
      funnels(app, tutor.personId, offeringId, null),
      funnels(app, tutor.personId, offeringId, from),
      viewsByDay(app, offeringId, from),
    ]);
    const [all, lately] = [ever.get(offeringId), recent.get(offeringId)];
    if (view === null || all === undefined || lately === undefined) {
      return refuse('not_found', { message: 'Offering not found' });
    }
    return ok({ offering: view, ever: all, recent: lately, days });
  },
});

/** Of this tutor's offerings, or of one; of what began since `from`. Another's is not among them. */
async function funnels(
  app: App,
  tutorId: PersonId,
  offeringId: OfferingId | null,
  from: Instant | null,
): Promise<Map<string, OfferingFunnel>> {
  const since = from === null ? undefined : dayOf(from);
  // In plain SQL a drizzle column of another table would be written without its table's name.
  const rows = await app.db
    .select({
      id: offering.id,
      views: sql<number>`(select coalesce(sum(d.views), 0)::int from ${offeringDay} d
        where d.offering_id = ${offering.id} and (${since ?? null}::date is null or d.day >= ${since ?? null}::date))`,
      checkouts: sql<number>`count(${session.id})::int`,
      paid: sql<number>`count(*) filter (where ${session.settledChargeId} is not null
        or (${session.paymentStatus} = 'NOT_REQUIRED' and ${session.status} in ('SCHEDULED', 'IN_PROGRESS', 'COMPLETED', 'NO_SHOW')))::int`,
      refunded: sql<number>`count(*) filter (where ${session.settledChargeId} is not null and ${session.keptMinor} = 0)::int`,
      completed: sql<number>`count(*) filter (where ${session.status} = 'COMPLETED')::int`,
      // As rules of money split it: the platform's part is rounded down, the tutor has the rest.
      earnedMinor: sql<string>`coalesce(sum(${session.keptMinor} - floor(${session.keptMinor} * ${session.platformBasisPoints} / 10000.0)), 0)::bigint`,
    })
    .from(offering)
    .leftJoin(
      session,
      and(eq(session.offeringId, offering.id), from === null ? undefined : gte(session.createdAt, from)),
    )
    .where(
      and(
        eq(offering.tutorId, tutorId),
        ne(offering.status, 'CANCELLED'),
        offeringId === null ? undefined : eq(offering.id, offeringId),
      ),
    )
    .groupBy(offering.id);
  return new Map(rows.map(({ id, earnedMinor, ...row }) => [id, { ...row, earnedMinor: minor(Number(earnedMinor)) }]));
}

async function viewsByDay(app: App, offeringId: OfferingId, from: Instant): Promise<OfferingStatistics['days']> {
  const rows = await app.db
    .select({ day: offeringDay.day, views: offeringDay.views })
    .from(offeringDay)
    .where(and(eq(offeringDay.offeringId, offeringId), gte(offeringDay.day, dayOf(from))));
  const seen = new Map(rows.map(({ day, views }) => [day, views]));
  return Array.from({ length: DAYS }, (_, index) => dayOf(plusMinutes(from, index * DAY_MINUTES))).map((day) => ({
    day,
    views: seen.get(day) ?? 0,
  }));
}

/** The UTC date. */
function dayOf(when: Instant): string {
  return new Date(when.epochMilliseconds).toISOString().slice(0, 10);
}
