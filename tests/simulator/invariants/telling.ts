import { canTurnOff, groupOf } from '#features/notifications/rules/event-groups.ts';
import type { NotificationData, NotificationKind } from '#features/notifications/types.ts';
import { isBefore, parseInstant } from '#shared/time.ts';
import type { Everything } from './read.ts';

type Told = Everything['notifications'][number];

/** Everybody's notifications count up without gaps, each has the mail that was wanted, each reminder was true, and each callback is stored once. */
export function findBrokenTelling(all: Everything): string[] {
  return [...brokenNumbers(all), ...brokenMails(all), ...brokenReminders(all), ...brokenCallbacks(all)];
}

/** 1, 2, 3 and so on, up to the last that was given. In the order in which they were read: by number. */
function brokenNumbers({ notifications, counters }: Everything): string[] {
  const last = new Map<string, number>();
  const broken: string[] = [];
  for (const { personId, seq } of notifications) {
    if (seq !== (last.get(personId) ?? 0) + 1)
      broken.push(`the notifications of ${personId} go from ${last.get(personId) ?? 0} to ${seq}`);
    last.set(personId, seq);
  }
  const off = counters.filter(({ personId, lastSeq }) => lastSeq !== (last.get(personId) ?? 0));
  return [...broken, ...off.map(({ personId }) => `the notifications of ${personId} end before their counter`)];
}

/** Every notification has its mail, unless its reader has ever turned mails of its group off, or has left. */
function brokenMails({ notifications, mails, mailSettings, people }: Everything): string[] {
  const mailed = new Set(mails.map(({ notificationId }) => notificationId));
  const touched = new Set(mailSettings.map(({ personId, eventGroup }) => `${personId} ${eventGroup}`));
  const gone = new Set(people.filter(({ erasedAt }) => erasedAt !== null).map(({ id }) => id));
  return notifications
    .filter(({ id }) => !mailed.has(id))
    .filter(({ personId, kind, data }) => {
      const group = groupOf(kind as NotificationKind, data as NotificationData);
      return !canTurnOff(group) || !(touched.has(`${personId} ${group}`) || gone.has(personId));
    })
    .map(({ id, kind }) => `notification ${id} (${kind}) has no mail`);
}

/** One a person, session, start and time before it, and only for a session that was sure then and had not begun. */
function brokenReminders(all: Everything): string[] {
  const reminders = all.notifications.filter(({ kind }) => kind === 'session_starting');
  const seen = new Set<string>();
  return reminders.flatMap((told) => {
    const { startsAt } = told.data as NotificationData;
    const key = `${told.personId} ${told.sessionId} ${startsAt} ${told.onceKey.split(':').at(-1)}`;
    const isTwin = seen.has(key);
    seen.add(key);
    const say = (what: string) => `reminder ${told.id} of ${told.sessionId} ${what}`;
    const start = parseInstant(startsAt);
    return [
      ...(isTwin ? [say('came twice')] : []),
      ...(start !== null && isBefore(told.createdAt, start) ? [] : [say('came when it had begun')]),
      ...(wasSure(all, told) ? [] : [say('is of a session that was not sure')]),
    ];
  });
}

/** What makes it sure that a session takes place, at the time that it has. */
export const SURE: ReadonlySet<string> = new Set(['bookFree', 'approveFree', 'pay', 'payLate', 'reschedule']);
const STAYS = new Set(['declineProposal', 'meetingLink', 'propose']);

/** By the session's own history as it stood then. */
function wasSure({ events }: Everything, { sessionId, createdAt }: Told): boolean {
  const before = events.filter(
    (event) => event.sessionId === sessionId && !isBefore(createdAt, event.happenedAt) && !STAYS.has(event.event),
  );
  const last = before.at(-1);
  return last !== undefined && last.toStatus === 'SCHEDULED' && before.some(({ event }) => SURE.has(event));
}

function brokenCallbacks({ callbacks, charges }: Everything): string[] {
  const hashes = callbacks.flatMap(({ bodyHash }) => (bodyHash === null ? [] : [bodyHash]));
  const references = new Set(charges.map(({ reference }) => reference));
  return [
    ...(new Set(hashes).size === hashes.length ? [] : ['a callback was stored twice']),
    ...callbacks
      .filter(({ provider, ours, reference }) => provider === 'paystack' && ours !== references.has(reference ?? ''))
      .map(({ reference }) => `${reference} was taken for ${references.has(reference ?? '') ? 'a stranger' : 'ours'}`),
  ];
}
