import { calendarFile, calendarUid } from '#shared/ics.ts';
import type { NotificationData, NotificationKind } from '../types.ts';

export type Invitation = { method: 'REQUEST' | 'CANCEL'; content: string };

type Reader = { name: string; email: string };

/**
 * The calendar part of a mail about a booked, moved or cancelled session: an update of one event, which the reader's
 * calendar knows by its UID. Null for a mail that no calendar needs.
 */
export function invitationOf(
  kind: NotificationKind,
  data: NotificationData,
  about: { sessionId: string; publicUrl: string; nowIso: string; reader: Reader; from: Reader },
): Invitation | null {
  if (data.calendarSequence === undefined) return null;
  const method = kind === 'session_cancelled' ? 'CANCEL' : 'REQUEST';
  const content = calendarFile(method, {
    uid: calendarUid(about.sessionId),
    sequence: data.calendarSequence,
    stampIso: about.nowIso,
    startIso: data.startsAt,
    endIso: data.endsAt,
    title: `${data.title} with ${data.otherName}`,
    url: `${about.publicUrl}/mentorship/session/${about.sessionId}`,
    organizer: about.from,
    attendee: about.reader,
  });
  return { method, content };
}

/** `Mentorship <no-reply@example.com>`, as a From header has it, taken apart. */
export function senderOf(from: string): Reader {
  const [, name = '', email] = /^\s*"?([^"<]*?)"?\s*<([^<>]+)>\s*$/.exec(from) ?? [];
  return email === undefined ? { name: 'Mentorship', email: from.trim() } : { name: name || 'Mentorship', email };
}
