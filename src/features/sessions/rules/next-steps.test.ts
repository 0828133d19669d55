import { expect, it } from 'vitest';
import type { Moves, SessionView, UserRole } from '../types.ts';
import { nextSteps } from './next-steps.ts';

const person = (name: string) => ({ id: name, name, avatar: null, timeZone: 'Africa/Lagos' });
const steps = (changes: Partial<SessionView>, userRole: UserRole, more = {}) =>
  nextSteps({
    session: {
      offeringId: 'o1',
      bookingMode: 'REQUEST',
      priceMinor: 500_000,
      noShow: null,
      student: person('Ada Obi'),
      tutor: person('Tunde Adeyemi'),
      ...changes,
    } as SessionView,
    userRole,
    dispute: null,
    isWithAdmin: false,
    moves: { write: true } as Moves,
    ...more,
  });
const labels = (...args: Parameters<typeof steps>) => steps(...args)?.steps.map(({ label }) => label);

it('has no next step while a session is not over, and none for an admin', () => {
  for (const status of ['PENDING_PAYMENT', 'PENDING_MENTOR_REVIEW', 'SCHEDULED', 'IN_PROGRESS'] as const)
    expect(steps({ status }, 'student')).toBeNull();
  expect(steps({ status: 'COMPLETED' }, 'admin')).toBeNull();
});

it('leads Ada on after each ending', () => {
  expect(steps({ status: 'COMPLETED' }, 'student')?.steps).toEqual([
    { label: 'Book Tunde again', href: '/mentorship/checkout?offeringId=o1&mode=REQUEST' },
  ]);
  expect(labels({ status: 'NO_SHOW', noShow: 'tutor' }, 'student')).toEqual(['Find someone else', 'Pick another time']);
  expect(labels({ status: 'NO_SHOW', noShow: 'student' }, 'student')).toEqual(['Pick another time']);
  expect(labels({ status: 'REJECTED' }, 'student')).toEqual(['Request again', 'Find someone else']);
  expect(labels({ status: 'CANCELLED' }, 'student')).toEqual(['Pick another time', 'Find someone else']);
  expect(labels({ status: 'EXPIRED' }, 'student')).toEqual(['Pick another time', 'Find someone else']);
});

it('leads Tunde to his wallet where there is money in it', () => {
  expect(labels({ status: 'COMPLETED' }, 'tutor')).toEqual(['See your wallet']);
  expect(labels({ status: 'COMPLETED', priceMinor: 0 }, 'tutor')).toEqual([]);
  expect(labels({ status: 'NO_SHOW', noShow: 'student' }, 'tutor')).toEqual(['See your wallet']);
  expect(labels({ status: 'NO_SHOW', noShow: 'tutor' }, 'tutor')).toEqual([]);
  expect(steps({ status: 'CANCELLED' }, 'tutor')).toBeNull();
});

it('sends Tunde to the messages only while they can be written', () => {
  const tutors = (changes: Partial<SessionView>, write: boolean) => steps(changes, 'tutor', { moves: { write } })?.text;
  const absent = { status: 'NO_SHOW', noShow: 'tutor' } as const;
  expect(tutors(absent, true)).toBe('A word to Ada below does more than a refund.');
  expect(tutors(absent, false)).toBeUndefined();
  expect(tutors({ status: 'COMPLETED' }, true)).toBe('Ada can still write here for two days after the end.');
  expect(tutors({ status: 'COMPLETED' }, false)).toBe('Nothing is left for you to do.');
});

it('blames nobody where it was decided that nobody met', () => {
  for (const write of [true, false])
    expect(steps({ status: 'NO_SHOW', noShow: null }, 'tutor', { moves: { write } })?.text).toBe(
      'Nothing is left for you to do.',
    );
});

it('offers nothing while our team still looks at what happened', () => {
  expect(steps({ status: 'COMPLETED' }, 'student', { isWithAdmin: true })).toBeNull();
});
