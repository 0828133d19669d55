import { and, eq } from 'drizzle-orm';
import type { Executor } from '#infra/db/client.server.ts';
import { notificationSetting } from '#infra/db/tables/notifications.server.ts';
import type { PersonId } from '#shared/id.ts';
import { canTurnOff, EVENT_GROUPS, type Channel, type EventGroup } from '../rules/event-groups.ts';

export type Channels = Record<Channel, boolean>;
export type GroupSettings = Channels & { group: EventGroup; canTurnOff: boolean };

const ALL_ON: Channels = { mail: true, toast: true };

/** What a person hears of, group by group, in the order of the settings page. What they never touched is on. */
export async function notificationSettingsOf(db: Executor, personId: PersonId): Promise<GroupSettings[]> {
  const rows = await db.select().from(notificationSetting).where(eq(notificationSetting.personId, personId));
  return EVENT_GROUPS.map((group) => ({
    group,
    canTurnOff: canTurnOff(group),
    ...channelsOf(
      group,
      rows.filter(({ eventGroup }) => eventGroup === group),
    ),
  }));
}

/** By which channels one person hears of one group of events. */
export async function channelsFor(db: Executor, personId: PersonId, group: EventGroup): Promise<Channels> {
  if (!canTurnOff(group)) return ALL_ON;
  const rows = await db
    .select()
    .from(notificationSetting)
    .where(and(eq(notificationSetting.personId, personId), eq(notificationSetting.eventGroup, group)));
  return channelsOf(group, rows);
}

function channelsOf(group: EventGroup, rows: readonly { channel: Channel; enabled: boolean }[]): Channels {
  if (!canTurnOff(group)) return ALL_ON;
  return { ...ALL_ON, ...Object.fromEntries(rows.map(({ channel, enabled }) => [channel, enabled])) };
}
