import { formatTime } from '#shared/format-time.ts';
import { settings } from '#shared/settings.ts';
import type { NotificationData, NotificationKind, Wording } from '../types.ts';
import { moneyOfCancel } from './money-words.ts';
import { dayAndTime, inWords, isOwnDoing, otherClock, says, shortTime, when, whoHas } from './phrases.ts';

type Kind = Extract<
  NotificationKind,
  | 'meeting_link_missing'
  | 'meeting_link_changed'
  | 'session_cancelled'
  | 'session_rescheduled'
  | 'session_starting'
  | 'running_late'
>;

/** Between the booking and the start. */
export const CHANGE_WORDS: Record<Kind, Wording> = {
  meeting_link_missing: (data, sessionId) => ({
    heading: `Add a meeting link for ${data.title}`,
    paragraphs: [
      when(data),
      `${data.otherName} has booked you, and there is no link to meet at yet. Add yours; it is shown to ${data.otherName} at once.`,
    ],
    action: { label: 'Add your meeting link', path: `/mentorship/session/${sessionId}#meeting` },
  }),
  meeting_link_changed: (data) => ({
    heading: `New meeting link for ${data.title}`,
    paragraphs: [
      when(data),
      'The link on the session page has changed. Please use the new one: the old one leads nowhere. Time and payment stay as they are.',
    ],
  }),
  session_cancelled: (data) => ({
    heading: `Cancelled: ${data.title} with ${data.otherName}`,
    paragraphs: [
      `${whoHas(data)} cancelled it. ${dayAndTime(data)} will not take place.`,
      moneyOfCancel(data, 'is released at the scheduled end'),
      ...says(data),
    ],
  }),
  session_rescheduled: (data) => ({
    heading: `Moved: ${data.title} with ${data.otherName}`,
    paragraphs: [
      `${whoHas(data)} moved it. It was ${shortTime(data.movedFrom, data)}. It is now: ${when(data)}`,
      isOwnDoing(data)
        ? `${data.otherName} has been told. The payment moves along: nothing is charged again.`
        : 'The payment moves along: nothing is charged again.',
    ],
  }),
  session_starting: (data, sessionId) => ({
    heading: `In ${inWords(startsIn(data))}: ${data.title} with ${data.otherName}`,
    paragraphs: [
      `It starts in ${inWords(startsIn(data))}, at ${startClock(data)}.${otherClock(data)}`,
      startsIn(data) > LAST_REMINDER_MINUTES ? IF_YOU_CANNOT_COME : theDoor(data),
    ],
    action: { label: 'Open the join page', path: `/mentorship/session/${sessionId}` },
  }),
  running_late: (data, sessionId) => ({
    heading:
      data.lateMinutes === undefined
        ? `${data.otherName} is running late`
        : `${data.otherName} is running about ${inWords(data.lateMinutes)} late`,
    paragraphs: [
      `They will still come to ${data.title}: ${dayAndTime(data)}. Please wait for them on the session page; nothing changes about the money.`,
      ...says(data),
    ],
    action: { label: 'Open the join page', path: `/mentorship/session/${sessionId}` },
  }),
};

const LAST_REMINDER_MINUTES = Math.min(...settings.reminders.map(({ beforeMinutes }) => beforeMinutes));

const IF_YOU_CANNOT_COME =
  'If you cannot come, move or cancel it on the session page: it shows what happens to the money before you decide.';

function startsIn(data: NotificationData): number {
  return data.startsInMinutes ?? 0;
}

/** `16:30 WAT, Tue 24 Nov` */
function startClock({ startsAt, timeZone }: NotificationData): string {
  return `${formatTime(startsAt, timeZone, 'time')} ${formatTime(startsAt, timeZone, 'zone')}, ${formatTime(startsAt, timeZone, 'day')}`;
}

function theDoor(data: NotificationData): string {
  const before = settings.doorOpensBeforeMinutes;
  if (startsIn(data) <= before) return 'The door is open: you can join now.';
  const opensAt = new Date(Date.parse(data.startsAt) - before * 60_000).toISOString();
  const clock = `${formatTime(opensAt, data.timeZone, 'time')} ${formatTime(opensAt, data.timeZone, 'zone')}`;
  return `The door opens at ${clock}, ${before} minutes before the start. Check your camera and microphone until then.`;
}
