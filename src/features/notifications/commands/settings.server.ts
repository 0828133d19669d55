import { defineCommand } from '#features/accounts/command.server.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { notificationSetting } from '#infra/db/tables/notifications.server.ts';
import { transact } from '#infra/db/transact.server.ts';
import type { PersonId } from '#shared/id.ts';
import { ok, type Result } from '#shared/result.ts';
import { notificationSettingsOf, type GroupSettings } from '../queries/settings.server.ts';
import { setNotificationSettingsInput, type SettingChange } from '../schema.ts';

/**
 * Turns mails and toasts on and off by groups of events, for oneself; answers with all of them as they are now.
 * `invalid` for a group that is always on. The history shows everything either way.
 */
export const setNotificationSettings = defineCommand({
  name: 'setNotificationSettings',
  permission: 'notification.settings',
  input: setNotificationSettingsInput,
  run(app, person, { changes }): Promise<Result<GroupSettings[]>> {
    return transact(app.db, async (tx) => {
      await saveSettings(tx, person.personId, changes);
      return ok(await notificationSettingsOf(tx, person.personId));
    });
  },
});

/** In one order for everyone, so that two tabs that save at once do not lock each other out; the last of a pair counts. */
export async function saveSettings(tx: Tx, personId: PersonId, changes: readonly SettingChange[]): Promise<void> {
  const byKey = new Map(changes.map((change) => [`${change.group} ${change.channel}`, change]));
  for (const [, { group, channel, enabled }] of [...byKey].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    await tx
      .insert(notificationSetting)
      .values({ personId, eventGroup: group, channel, enabled })
      .onConflictDoUpdate({
        target: [notificationSetting.personId, notificationSetting.eventGroup, notificationSetting.channel],
        set: { enabled },
      });
  }
}
