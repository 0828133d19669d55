/** iCalendar (RFC 5545), the little of it that one session needs. Pure, and safe for whatever people typed. */

export type CalendarMethod = 'PUBLISH' | 'REQUEST' | 'CANCEL';

export type CalendarEvent = {
  /** The same for ever: it is how a calendar knows the event again. */
  uid: string;
  /** Counts the event's changes; a calendar keeps the highest. */
  sequence: number;
  /** Made when: an ISO instant, as are start and end. */
  stampIso: string;
  startIso: string;
  endIso: string;
  title: string;
  /** A page about it. */
  url: string;
  /** Who invites and who is invited (RFC 5546); left out of a file that somebody downloads. */
  organizer?: Attendee;
  attendee?: Attendee;
};
type Attendee = { name: string; email: string };

/** A session's UID, in every file and invitation of it. */
export function calendarUid(sessionId: string): string {
  return `${sessionId}@mentorship`;
}

/** A calendar file with one event. Lines end in CRLF and are folded at 75 bytes. */
export function calendarFile(method: CalendarMethod, event: CalendarEvent): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Mentorship//Sessions//EN',
    'CALSCALE:GREGORIAN',
    `METHOD:${method}`,
    'BEGIN:VEVENT',
    `UID:${event.uid}`,
    `SEQUENCE:${event.sequence}`,
    `DTSTAMP:${icsTime(event.stampIso)}`,
    `DTSTART:${icsTime(event.startIso)}`,
    `DTEND:${icsTime(event.endIso)}`,
    `SUMMARY:${icsText(event.title)}`,
    `DESCRIPTION:${icsText(event.url)}`,
    `LOCATION:${icsText(event.url)}`,
    `URL:${event.url}`,
    `STATUS:${method === 'CANCEL' ? 'CANCELLED' : 'CONFIRMED'}`,
    ...(event.organizer ? [`ORGANIZER;CN=${icsParameter(event.organizer.name)}:${mailto(event.organizer.email)}`] : []),
    ...(event.attendee
      ? [
          // They have booked it: there is nothing to accept.
          `ATTENDEE;CN=${icsParameter(event.attendee.name)};ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE:${mailto(event.attendee.email)}`,
        ]
      : []),
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return lines.map(fold).join('\r\n') + '\r\n';
}

/** `20261209T090000Z` */
export function icsTime(iso: string): string {
  return new Date(iso).toISOString().replace(/[-:]|\.\d{3}/g, '');
}

/** A title may hold anything: line breaks would begin a property of their own. */
function icsText(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters have no place in a text value
  const plain = text.replace(/\r\n?|\n/g, '\n').replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g, ' ');
  return plain.replace(/[\\;,]/g, (mark) => `\\${mark}`).replaceAll('\n', '\\n');
}

/** Within quotation marks nothing but another one, or a line break, could end it. */
function icsParameter(text: string): string {
  return `"${text.replace(/[\p{Cc}"]+/gu, ' ').trim()}"`;
}

function mailto(email: string): string {
  return `mailto:${email.replace(/[\p{Cc}\s"<>,;:]/gu, '')}`;
}

const MAX_LINE_BYTES = 75;

/** RFC 5545, 3.1: a line has at most 75 bytes; a longer one goes on after a break and a space, never inside a letter. */
function fold(line: string): string {
  const encoder = new TextEncoder();
  const parts: string[] = [];
  let part = '';
  let bytes = 0;
  for (const letter of line) {
    const size = encoder.encode(letter).length;
    if (bytes + size > MAX_LINE_BYTES) {
      parts.push(part);
      [part, bytes] = [' ', 1];
    }
    part += letter;
    bytes += size;
  }
  return [...parts, part].join('\r\n');
}
