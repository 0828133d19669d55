import { and, asc, eq, gte } from 'drizzle-orm';
import { z } from 'zod';
import { defineCommand } from '#features/accounts/command.server.ts';
import type { Actor } from '#features/accounts/gates.server.ts';
import type { Executor } from '#infra/db/client.server.ts';
import { availability, dateOverride, weeklyHours } from '#infra/db/tables/availability.server.ts';
import { localDate } from '#shared/format-time.ts';
import { ok, type Result } from '#shared/result.ts';
import { settings } from '#shared/settings.ts';
import { toIso, type Instant } from '#shared/time.ts';
import { clockText } from '../rules/week.ts';
import type { AvailabilityView } from '../types.ts';

/** How the asking tutor works, as their own form shows it. */
export const getTutorAvailability = defineCommand({
  name: 'getTutorAvailability',
  permission: 'availability.manage',
  input: z.strictObject({}),
  async run(app, tutor): Promise<Result<AvailabilityView>> {
    return ok(await availabilityOf(app.db, tutor, app.clock.now()));
  },
});

/** A tutor's own settings, week and changed dates from today on; the defaults and no hours before they first saved. */
export async function availabilityOf(
  executor: Executor,
  tutor: Pick<Actor, 'personId' | 'timeZone'>,
  now: Instant,
): Promise<AvailabilityView> {
  const [row] = await executor
    .select(settingsFields)
    .from(availability)
    .where(eq(availability.tutorId, tutor.personId));
  const { tutorId, ...terms } = row ?? newAvailability(tutor);
  const weekly = await executor
    .select()
    .from(weeklyHours)
    .where(eq(weeklyHours.tutorId, tutorId))
    .orderBy(asc(weeklyHours.weekday), asc(weeklyHours.startMinute));
  const overrides = await executor
    .select({ date: dateOverride.localDate, ranges: dateOverride.ranges })
    .from(dateOverride)
    .where(and(eq(dateOverride.tutorId, tutorId), gte(dateOverride.localDate, localDate(toIso(now), terms.timeZone))))
    .orderBy(asc(dateOverride.localDate));
  return {
    ...terms,
    weekly: weekly.map(({ weekday, startMinute, endMinute }) => ({
      days: [weekday],
      start: clockText(startMinute),
      end: clockText(endMinute),
    })),
    overrides,
  };
}

const settingsFields = {
  tutorId: availability.tutorId,
  timeZone: availability.timeZone,
  bufferBeforeMinutes: availability.bufferBeforeMinutes,
  bufferAfterMinutes: availability.bufferAfterMinutes,
  minNoticeMinutes: availability.minNoticeMinutes,
  horizonDays: availability.horizonDays,
  dailyCap: availability.dailyCap,
  refundPolicy: availability.refundPolicy,
  meetingUrl: availability.meetingUrl,
};

/** The row of a tutor who has saved nothing yet: in their own zone, with the defaults. */
export function newAvailability(tutor: Pick<Actor, 'personId' | 'timeZone'>) {
  return {
    tutorId: tutor.personId,
    timeZone: tutor.timeZone,
    bufferBeforeMinutes: settings.availability.bufferMinutes,
    bufferAfterMinutes: settings.availability.bufferMinutes,
    minNoticeMinutes: settings.availability.minNoticeMinutes,
    horizonDays: settings.availability.horizonDays,
    refundPolicy: 'standard' as const,
    dailyCap: null,
    meetingUrl: null,
  };
}
