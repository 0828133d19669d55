import { and, asc, eq, gt, inArray, lt, sql } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { zoomHostDay, zoomMeeting } from '#infra/db/tables/meetings.server.ts';
import { session } from '#infra/db/tables/sessions.server.ts';
import { plusMinutes, type Instant } from '#shared/time.ts';
import { utcDay } from '../rules.ts';

/** Zoom takes this many new and changed meetings a host a UTC day. */
export const CALLS_A_HOST_A_DAY = 100;

/** Longer than any session, so that only meetings that may overlap are read. */
const LONGEST_MINUTES = 4 * 60;

type Times = { startsAt: Instant; endsAt: Instant };

/**
 * Takes one of today's calls and says of which host; null when all are used up. Of several the one with fewest other
 * meetings at that time, since most plans let a user hold one at a time; of those, the one that has used fewest today.
 * Counted in the caller's transaction, before the call.
 */
export async function takeHost(app: App, tx: Tx, hosts: readonly string[], times: Times): Promise<string | null> {
  const day = utcDay(app.clock.now());
  const names = [...new Set(hosts)].toSorted();
  await tx
    .insert(zoomHostDay)
    .values(names.map((host) => ({ host, day })))
    .onConflictDoNothing();
  // All of them locked, in one order: two who choose at once see each other's choice.
  const rows = await tx
    .select()
    .from(zoomHostDay)
    .where(and(eq(zoomHostDay.day, day), inArray(zoomHostDay.host, names)))
    .orderBy(asc(zoomHostDay.host))
    .for('update');
  const free = rows.filter(({ used }) => used < CALLS_A_HOST_A_DAY);
  const busy = free.length > 1 ? await meetingsThen(tx, times) : new Map<string, number>();
  const meetings = ({ host }: { host: string }) => busy.get(host) ?? 0;
  const least = free.toSorted((a, b) => meetings(a) - meetings(b) || a.used - b.used)[0];
  if (least === undefined) return null;
  await tx
    .update(zoomHostDay)
    .set({ used: sql`${zoomHostDay.used} + 1` })
    .where(and(eq(zoomHostDay.day, day), eq(zoomHostDay.host, least.host)));
  return least.host;
}

/** How many meetings each host has that overlap these times. */
async function meetingsThen(tx: Tx, { startsAt, endsAt }: Times): Promise<Map<string, number>> {
  const rows = await tx
    .select({ host: zoomMeeting.host, meetings: sql<number>`count(*)::int` })
    .from(zoomMeeting)
    .innerJoin(session, eq(session.id, zoomMeeting.sessionId))
    .where(
      and(
        eq(zoomMeeting.state, 'CREATED'),
        gt(zoomMeeting.startsAt, plusMinutes(startsAt, -LONGEST_MINUTES)),
        lt(zoomMeeting.startsAt, endsAt),
        gt(session.endsAt, startsAt),
        inArray(session.status, ['SCHEDULED', 'IN_PROGRESS']),
      ),
    )
    .groupBy(zoomMeeting.host);
  return new Map(rows.map(({ host, meetings }) => [host ?? '', meetings]));
}

/** Zoom says that this host has none left today, or is no host: others are chosen until tomorrow. */
export async function closeHostForToday(app: App, host: string): Promise<void> {
  const row = { host, day: utcDay(app.clock.now()), used: CALLS_A_HOST_A_DAY };
  await app.db
    .insert(zoomHostDay)
    .values(row)
    .onConflictDoUpdate({ target: [zoomHostDay.day, zoomHostDay.host], set: { used: CALLS_A_HOST_A_DAY } });
}
