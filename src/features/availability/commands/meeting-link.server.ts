import { defineCommand } from '#features/accounts/command.server.ts';
import { lockActor } from '#features/accounts/commands/lock-actor.server.ts';
import { availability } from '#infra/db/tables/availability.server.ts';
import { transact } from '#infra/db/transact.server.ts';
import { ok, type Result } from '#shared/result.ts';
import { newAvailability } from '../queries/settings.server.ts';
import { saveMeetingLinkInput } from '../schema/input.ts';

/**
 * Saves the tutor's own meeting link, or takes it away. Sessions that are already booked keep the link that they were
 * given.
 */
export const saveMeetingLink = defineCommand({
  name: 'saveMeetingLink',
  permission: 'availability.manage',
  input: saveMeetingLinkInput,
  run(app, tutor, { meetingUrl }): Promise<Result<{ meetingUrl: string | null }>> {
    return transact(app.db, async (tx) => {
      const present = await lockActor(tx, tutor);
      if (!present.ok) return present;
      const changes = { meetingUrl, updatedAt: app.clock.now() };
      await tx
        .insert(availability)
        .values({ ...newAvailability(tutor), ...changes })
        .onConflictDoUpdate({ target: availability.tutorId, set: changes });
      return ok({ meetingUrl });
    });
  },
});
