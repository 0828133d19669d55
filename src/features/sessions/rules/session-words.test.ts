import { describe, expect, it } from 'vitest';
import type { SessionStatus, SessionView, UserRole } from '../types.ts';
import { ERASED_NAME, firstName, sessionWords } from './session-words.ts';

const ZONE = 'Africa/Lagos';
const person = (name: string) => ({ id: name, name, avatar: null, timeZone: ZONE });

function session(changes: Partial<SessionView>): SessionView {
  return {
    id: 's1',
    isOffering: false,
    offeringId: 'o1',
    title: 'React mastery',
    description: '',
    duration: 60,
    price: 5000,
    priceMinor: 500_000,
    currency: 'NGN',
    status: 'SCHEDULED',
    paymentStatus: 'PAID',
    bookingMode: 'INSTANT',
    scheduledAt: '2026-12-09T09:00:00Z',
    endsAt: '2026-12-09T10:00:00Z',
    startedAt: null,
    endedAt: null,
    approvalDeadline: '2026-12-03T13:00:00Z',
    paymentDeadline: '2026-12-01T10:35:00Z',
    approvalNotes: null,
    rejectedAt: null,
    noShow: null,
    meetingUrl: null,
    meetingProvider: null,
    course: null,
    student: person('Ada Obi'),
    tutor: person('Tunde Adeyemi'),
    refundPolicy: 'standard',
    version: 1,
    ...changes,
  };
}

const say = (changes: Partial<SessionView>, viewer: UserRole) => sessionWords(session(changes), viewer, ZONE).text;

describe('what a session’s state means', () => {
  it('tells Ada until when a held time is hers, and that a failed payment charged nothing', () => {
    expect(say({ status: 'PENDING_PAYMENT', paymentStatus: 'PENDING' }, 'student')).toBe(
      'The time is kept for you until Tue 1 Dec, 11:35. Pay to make it yours.',
    );
    expect(say({ status: 'PENDING_PAYMENT', paymentStatus: 'FAILED' }, 'student')).toContain('nothing was charged');
  });

  it('says who has to answer, and by when', () => {
    const asked = { status: 'PENDING_MENTOR_REVIEW', paymentStatus: 'PENDING' } as const;
    expect(say(asked, 'student')).toBe(
      'Tunde has until Thu 3 Dec, 14:00 to answer. Nothing is charged before the answer.',
    );
    expect(say(asked, 'tutor')).toBe('You have until Thu 3 Dec, 14:00 to answer.');
    expect(say({ ...asked, priceMinor: 0 }, 'student')).not.toContain('charged');
  });

  it('asks Ada to pay after a yes, and calls it settled only when it is paid or free', () => {
    const words = sessionWords(session({ paymentStatus: 'PENDING' }), 'student', ZONE);
    expect(words.badge).toBe('Approved, pay now');
    expect(sessionWords(session({}), 'student', ZONE).badge).toBe('Paid · confirmed');
    expect(sessionWords(session({ paymentStatus: 'NOT_REQUIRED' }), 'student', ZONE).badge).toBe('Confirmed');
  });

  it('never promises a meeting link that is not there', () => {
    expect(say({}, 'student')).toContain('will appear here');
    expect(say({ meetingUrl: 'https://meet.example/tunde' }, 'student')).toContain('is on this page');
  });

  it('never says of a session that is over what nobody has said yet, nor that a day has to pass which has passed', () => {
    const at = (nowIso: string, viewer: UserRole) => sessionWords(session({}), viewer, ZONE, nowIso).text;
    expect(at('2026-12-09T10:00:00Z', 'student')).toContain('Tunde can now say that it took place');
    expect(at('2026-12-10T09:59:59Z', 'tutor')).toMatch(/You can now say .* a day after its end\.$/);
    expect(at('2026-12-10T10:00:00Z', 'student')).toContain('our team decides');
    expect(at('2026-12-10T10:00:00Z', 'tutor')).toContain('You can still say that it took place');
  });

  it('tells an unanswered request from an unpaid hold', () => {
    expect(say({ status: 'EXPIRED', paymentStatus: 'PENDING', paymentDeadline: null }, 'student')).toContain(
      'did not answer',
    );
    expect(say({ status: 'EXPIRED', paymentStatus: 'PENDING' }, 'tutor')).toBe(
      'Ada did not pay in time, so the time is free again.',
    );
  });

  it('says what became of the money of a cancelled session', () => {
    expect(say({ status: 'CANCELLED', paymentStatus: 'REFUNDED' }, 'student')).toContain('₦5,000 was returned.');
    expect(say({ status: 'CANCELLED', paymentStatus: 'PENDING' }, 'student')).toContain('It was not paid.');
  });

  const STATUSES: readonly SessionStatus[] = [
    'PENDING_PAYMENT',
    'PENDING_MENTOR_REVIEW',
    'SCHEDULED',
    'IN_PROGRESS',
    'COMPLETED',
    'NO_SHOW',
    'CANCELLED',
    'REJECTED',
    'EXPIRED',
  ];

  it.each(STATUSES)('has whole sentences for everyone who may see a session that is %s', (status) => {
    for (const viewer of ['student', 'tutor', 'admin'] as const) {
      const words = sessionWords(session({ status }), viewer, ZONE);
      expect(words.badge).not.toBe('');
      expect(words.text).toMatch(/^[A-Z₦].*\.$/);
      expect(words.text).not.toMatch(/undefined|null|You has/);
    }
  });
});

it('speaks of somebody by their first name, and of an erased account as one', () => {
  expect(firstName(' Ada  Obi ')).toBe('Ada');
  expect(firstName(ERASED_NAME)).toBe('Deleted account');
});
