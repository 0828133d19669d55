import { expect, it } from 'vitest';
import { calendarFile, type CalendarEvent } from './ics.ts';

const event: CalendarEvent = {
  uid: 's1@mentorship',
  sequence: 2,
  stampIso: '2026-12-01T12:00:00Z',
  startIso: '2026-12-09T09:00:00Z',
  endIso: '2026-12-09T10:00:00Z',
  title: 'React mastery',
  url: 'https://learn.example/mentorship/session/s1',
  organizer: { name: 'Mentorship', email: 'no-reply@learn.example' },
  attendee: { name: 'Ada Obi', email: 'ada@example.test' },
};
const unfolded = (file: string) => file.replaceAll('\r\n ', '').split('\r\n');

it('invites by one event that names both sides', () => {
  const lines = unfolded(calendarFile('REQUEST', event));
  expect(lines).toContain('METHOD:REQUEST');
  expect(lines).toContain('ORGANIZER;CN="Mentorship":mailto:no-reply@learn.example');
  expect(lines).toContain(
    'ATTENDEE;CN="Ada Obi";ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE:mailto:ada@example.test',
  );
  expect(unfolded(calendarFile('CANCEL', event))).toContain('STATUS:CANCELLED');
});

it.each(['Eve"\r\nATTENDEE:mailto:evil@example.test', 'Eve":mailto:evil@example.test\nX-EVIL:1', '\u0000"Eve"\u2028'])(
  'is given no property of its own by the name %j',
  (name) => {
    const attendee = { name, email: 'ada@example.test\r\nX-EVIL:1' };
    const lines = unfolded(calendarFile('REQUEST', { ...event, attendee }));
    expect(lines).toHaveLength(unfolded(calendarFile('REQUEST', event)).length);
    expect(lines.filter((line) => line.startsWith('X-EVIL'))).toEqual([]);
    expect(lines.find((line) => line.startsWith('ATTENDEE'))).toMatch(/^ATTENDEE;CN="[^"]*";ROLE=/);
  },
);
