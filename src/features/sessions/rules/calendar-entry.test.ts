import { describe, expect, it } from 'vitest';
import { googleHref, icsOf, outlookHref, type CalendarEntry } from './calendar-entry.ts';

const entry: CalendarEntry = {
  title: 'React mastery with Tunde',
  startIso: '2026-12-09T09:00:00Z',
  endIso: '2026-12-09T10:00:00Z',
  url: 'https://learn.example/mentorship/session/s1',
  uid: 's1',
};
const stamp = { nowIso: '2026-12-01T12:00:00Z', version: 3 };

describe('a session in a calendar', () => {
  it('is one event at its moment in UTC', () => {
    const ics = icsOf(entry, stamp);
    expect(ics).toContain('DTSTART:20261209T090000Z\r\nDTEND:20261209T100000Z\r\n');
    expect(ics).toContain('UID:s1@mentorship\r\nSEQUENCE:3\r\n');
    expect(ics.endsWith('END:VCALENDAR\r\n')).toBe(true);
  });

  it('cannot be given another property by its title', () => {
    const ics = icsOf({ ...entry, title: 'a\r\nATTENDEE:mailto:evil@example.test\nb;c,d\\e\u0007' }, stamp);
    expect(ics).toContain('SUMMARY:a\\nATTENDEE:mailto:evil@example.test\\nb\\;c\\,d\\\\e ');
    expect(ics.split('\r\n').filter((line) => line.startsWith('ATTENDEE'))).toEqual([]);
  });

  it('has no line above 75 bytes and breaks no letter', () => {
    const title = 'Ọ̀rọ̀ Yorùbá '.repeat(20);
    const lines = icsOf({ ...entry, title }, stamp).split('\r\n');
    for (const line of lines) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
    const unfolded = lines.join('\r\n').replaceAll('\r\n ', '');
    expect(unfolded).toContain(`SUMMARY:${title}`);
  });

  it('opens filled in at Google and Outlook', () => {
    expect(new URL(googleHref(entry)).searchParams.get('dates')).toBe('20261209T090000Z/20261209T100000Z');
    expect(new URL(outlookHref(entry)).searchParams.get('startdt')).toBe('2026-12-09T09:00:00Z');
  });
});
