import { calendarFile, calendarUid, icsTime } from '#shared/ics.ts';
import type { SessionView, UserRole } from '../types.ts';
import { firstName } from './session-words.ts';

export type CalendarEntry = { title: string; startIso: string; endIso: string; url: string; uid: string };

/** A session as an entry of the viewer's own calendar. `url` is its page here: that link never changes, the meeting's may. */
export function entryOf(session: SessionView, viewer: UserRole, url: string): CalendarEntry {
  const other = viewer === 'student' ? session.tutor.name : session.student.name;
  return {
    title: `${session.title} with ${firstName(other)}`,
    startIso: session.scheduledAt,
    endIso: session.endsAt,
    url,
    uid: session.id,
  };
}

/** Opens a filled-in new entry at Google Calendar. */
export function googleHref(entry: CalendarEntry): string {
  const dates = `${icsTime(entry.startIso)}/${icsTime(entry.endIso)}`;
  const query = new URLSearchParams({
    action: 'TEMPLATE',
    text: entry.title,
    dates,
    details: entry.url,
    location: entry.url,
  });
  return `https://calendar.google.com/calendar/render?${query}`;
}

/** Opens a filled-in new entry at Outlook. */
export function outlookHref(entry: CalendarEntry): string {
  const query = new URLSearchParams({
    path: '/calendar/action/compose',
    rru: 'addevent',
    subject: entry.title,
    startdt: entry.startIso,
    enddt: entry.endIso,
    body: entry.url,
    location: entry.url,
  });
  return `https://outlook.live.com/calendar/0/deeplink/compose?${query}`;
}

/** An iCalendar file (RFC 5545) with one event. `version` is its SEQUENCE, so that a later file replaces it. */
export function icsOf(entry: CalendarEntry, stamp: { nowIso: string; version: number }): string {
  const { uid, ...rest } = entry;
  return calendarFile('PUBLISH', {
    ...rest,
    uid: calendarUid(uid),
    sequence: stamp.version,
    stampIso: stamp.nowIso,
  });
}
