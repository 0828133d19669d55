import { eq } from 'drizzle-orm';
import { defineCommand } from '#features/accounts/command.server.ts';
import type { Actor } from '#features/accounts/gates.server.ts';
import { lockActor } from '#features/accounts/commands/lock-actor.server.ts';
import type { App } from '#infra/app.server.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { availability, weeklyHours } from '#infra/db/tables/availability.server.ts';
import { transact } from '#infra/db/transact.server.ts';
import { ok, type Result } from '#shared/result.ts';
import { availabilityOf, newAvailability } from '../queries/settings.server.ts';
import { weekOf } from '../rules/week.ts';
import { saveAvailabilityInput, type AvailabilityInput } from '../schema/input.ts';
import type { AvailabilityView } from '../types.ts';
import { refreshNextSlots } from './next-slots.server.ts';

/**
 * Saves how a tutor works: zone and the whole week, and of buffers, notice, horizon, daily cap and refund policy what
 * is given. Sold sessions keep their times and terms. Answers with what is now true; overlapping ranges became one.
 */
export const saveAvailability = defineCommand({
  name: 'saveAvailability',
  permission: 'availability.manage',
  input: saveAvailabilityInput,
  run(app, tutor, input): Promise<Result<AvailabilityView>> {
    return transact(app.db, async (tx) => {
      const present = await lockActor(tx, tutor);
      if (!present.ok) return present;
      await writeAvailability(app, tx, tutor, input);
      await refreshNextSlots(tx, [tutor.personId], app.clock.now());
      return ok(await availabilityOf(tx, tutor, app.clock.now()));
    });
  },
});

async function writeAvailability(app: App, tx: Tx, tutor: Actor, input: AvailabilityInput): Promise<void> {
  const { weekly, ...terms } = input;
  const tutorId = tutor.personId;
  const given = Object.fromEntries(Object.entries(terms).filter(([, value]) => value !== undefined));
  const changes = { ...given, updatedAt: app.clock.now() };
  await tx
    .insert(availability)
    .values({ ...newAvailability(tutor), ...changes })
    .onConflictDoUpdate({ target: availability.tutorId, set: changes });
  await tx.delete(weeklyHours).where(eq(weeklyHours.tutorId, tutorId));
  const ranges = weekOf(weekly);
  if (ranges.length > 0) await tx.insert(weeklyHours).values(ranges.map((range) => ({ tutorId, ...range })));
}
