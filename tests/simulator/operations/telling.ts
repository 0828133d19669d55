import { desc } from 'drizzle-orm';
import { execute } from '#features/accounts/command.server.ts';
import { markNotificationsRead } from '#features/notifications/commands/mark-read.server.ts';
import { setNotificationSettings } from '#features/notifications/commands/settings.server.ts';
import { unsubscribe, unsubscribePath } from '#features/notifications/commands/unsubscribe.server.ts';
import { canTurnOff, CHANNELS, EVENT_GROUPS } from '#features/notifications/rules/event-groups.ts';
import { notification } from '#infra/db/tables/notifications.server.ts';
import { assert } from '#shared/assert.ts';
import { everyone, nameOf, outcome, type Operation } from './operation.ts';

/** All up to a number, or one, which may be somebody else's. */
const markRead: Operation = {
  name: 'mark read',
  weight: 3,
  async run(world, dice) {
    const rows = await world.app.db.select().from(notification).orderBy(desc(notification.id)).limit(10);
    const row = dice.pickAny(rows);
    if (row === null) return null;
    const owner = everyone(world).find(({ personId }) => personId === row.personId);
    const actor = owner === undefined || dice.chance(0.15) ? dice.pick(everyone(world)) : owner;
    const input = dice.chance(0.5) ? { id: row.id } : { upToSeq: row.seq };
    const answer = await execute(world.app, markNotificationsRead, actor, input);
    assert('upToSeq' in input || answer.ok === (actor === owner), 'everybody marks their own');
    return `${nameOf(actor)}: ${answer.ok ? answer.value.read : answer.reason}`;
  },
};

const choose: Operation = {
  name: 'choose what to be told',
  weight: 3,
  async run(world, dice) {
    const actor = dice.pick(everyone(world));
    const group = dice.pick(EVENT_GROUPS);
    const change = { group, channel: dice.pick(CHANNELS), enabled: dice.chance(0.6) };
    const answer = await execute(world.app, setNotificationSettings, actor, { changes: [change] });
    assert(answer.ok || !(change.enabled || canTurnOff(group)), 'what can be turned off is');
    return `${nameOf(actor)}, ${change.channel} of ${group} ${change.enabled ? 'on' : 'off'}: ${outcome(answer)}`;
  },
};

/** By the link under a mail, now and then a forged one. */
const stopMails: Operation = {
  name: 'stop mails',
  weight: 1,
  async run(world, dice) {
    const actor = dice.pick(everyone(world));
    const group = dice.pick(EVENT_GROUPS);
    const token = unsubscribePath(world.app, actor.personId, group).split('/').at(-1) ?? '';
    const isForged = dice.chance(0.2);
    const answer = await unsubscribe(world.app, isForged ? `${token}x` : token);
    assert(answer.ok === (!isForged && canTurnOff(group)), 'a link of ours stops what can be stopped');
    return `${nameOf(actor)}, ${group}: ${outcome(answer)}`;
  },
};

export const tellingOperations: readonly Operation[] = [markRead, choose, stopMails];
