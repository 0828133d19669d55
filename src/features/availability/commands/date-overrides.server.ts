import { and, eq, inArray, lt, sql } from 'drizzle-orm';
import { defineCommand } from '#features/accounts/command.server.ts';
import type { Actor } from '#features/accounts/gates.server.ts';
import { lockActor } from '#features/accounts/commands/lock-actor.server.ts';
import type { App } from '#infra/app.server.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { availability, dateOverride } from '#infra/db/tables/availability.server.ts';
import { transact } from '#infra/db/transact.server.ts';
import { localDate } from '#shared/format-time.ts';
import { ok, type Result } from '#shared/result.ts';
import { plusMinutes, toIso } from '#shared/time.ts';
import { availabilityOf, newAvailability } from '../queries/settings.server.ts';
import { datesOf } from '../rules/dates.ts';
import { datesOfChange, refuseDates } from '../rules/judge-dates.ts';
import { mergeRanges } from '../rules/week.ts';
import { removeDateOverrideInput, saveDateOverrideInput } from '../schema/dates.ts';
import type { AvailabilityView, ClockRange } from '../types.ts';
import { refreshNextSlots } from './next-slots.server.ts';

/**
 * Replaces the weekly hours of some local dates; no ranges = days off. They lie between today and two years ahead.
 * What is booked there stays. 409 `date_changed_already` when asked not to overwrite.
 */
export const saveDateOverride = defineCommand({
  name: 'saveDateOverride',
  permission: 'availability.manage',
  input: saveDateOverrideInput,
  run(app, tutor, input): Promise<Result<AvailabilityView>> {
    return changeDates(app, tutor, async (tx, { overrides, timeZone }) => {
      const refusal = refuseDates(input, overrides, localDate(toIso(app.clock.now()), timeZone));
      if (refusal !== null) return refusal;
      const { changed, freed } = datesOfChange(input);
      await deleteDates(tx, tutor, freed);
      await writeDates(tx, tutor, changed, mergeRanges(input.ranges));
      return ok(null);
    });
  },
});

/** Gives the dates from `date` to `until` their weekly hours back. One that was never changed is left as it is. */
export const removeDateOverride = defineCommand({
  name: 'removeDateOverride',
  permission: 'availability.manage',
  input: removeDateOverrideInput,
  run(app, tutor, { date, until = date }): Promise<Result<AvailabilityView>> {
    return changeDates(app, tutor, async (tx) => {
      await deleteDates(tx, tutor, datesOf(date, until));
      return ok(null);
    });
  },
});

function changeDates(
  app: App,
  tutor: Actor,
  change: (tx: Tx, before: AvailabilityView) => Promise<Result<null>>,
): Promise<Result<AvailabilityView>> {
  return transact(app.db, async (tx) => {
    const now = app.clock.now();
    const present = await lockActor(tx, tutor);
    if (!present.ok) return present;
    await tx
      .insert(availability)
      .values({ ...newAvailability(tutor), updatedAt: now })
      .onConflictDoNothing();
    const before = await availabilityOf(tx, tutor, now);
    await forgetPastDates(app, tx, tutor, before.timeZone);
    const changed = await change(tx, before);
    if (!changed.ok) return changed;
    await refreshNextSlots(tx, [tutor.personId], now);
    return ok(await availabilityOf(tx, tutor, now));
  });
}

async function writeDates(tx: Tx, tutor: Actor, dates: readonly string[], ranges: ClockRange[]): Promise<void> {
  await tx
    .insert(dateOverride)
    .values(dates.map((localDate) => ({ tutorId: tutor.personId, localDate, ranges })))
    .onConflictDoUpdate({
      target: [dateOverride.tutorId, dateOverride.localDate],
      set: { ranges: sql`excluded.ranges` },
    });
}

async function deleteDates(tx: Tx, tutor: Actor, dates: readonly string[]): Promise<void> {
  if (dates.length === 0) return;
  await tx
    .delete(dateOverride)
    .where(and(eq(dateOverride.tutorId, tutor.personId), inArray(dateOverride.localDate, [...dates])));
}

/** Dates that have passed change nothing any more. */
async function forgetPastDates(app: App, tx: Tx, tutor: Actor, timeZone: string): Promise<void> {
  const yesterday = localDate(toIso(plusMinutes(app.clock.now(), -24 * 60)), timeZone);
  await tx
    .delete(dateOverride)
    .where(and(eq(dateOverride.tutorId, tutor.personId), lt(dateOverride.localDate, yesterday)));
}
