import { expect, it } from 'vitest';
import type { Moves } from '../types.ts';
import { changeWords, type Watched } from './change-words.ts';

const person = (name: string) => ({ id: name, name, avatar: null, timeZone: 'Africa/Lagos' });
const page = {
  session: {
    id: 's1',
    status: 'SCHEDULED',
    paymentStatus: 'PAID',
    scheduledAt: '2026-12-09T09:00:00Z',
    meetingUrl: 'https://meet.example.com/tunde',
    student: person('Ada Obi'),
    tutor: person('Tunde Adeyemi'),
  } as Watched['session'],
  userRole: 'student',
  moves: { door: 'before' } as Moves,
  studentArrivedAt: null,
  tutorArrivedAt: null,
  studentLate: null,
  tutorLate: null,
  messages: [],
} satisfies Watched;

const say = (before: Partial<Watched>, after: Partial<Watched>) =>
  changeWords({ ...page, ...before }, { ...page, ...after }, 'Under way');
const message = { id: 'm1', from: 'tutor', body: 'Hello', sentAt: '2026-12-09T08:50:00Z', lateMinutes: null } as const;
const late = { minutes: 10, saidAt: '2026-12-09T08:52:00Z' };

it('is silent while nothing changes', () => {
  expect(say({}, {})).toEqual([]);
  expect(say({ messages: [message] }, { messages: [message] })).toEqual([]);
});

it('tells what the other side does, and not what the reader did', () => {
  const arrived = { tutorArrivedAt: '2026-12-09T08:58:00Z', tutorLate: late, messages: [message] };
  expect(say({}, arrived)).toEqual([
    'Tunde has joined.',
    'Tunde is running 10 minutes late.',
    'Tunde wrote a message.',
  ]);
  expect(say({ userRole: 'tutor' }, { userRole: 'tutor', ...arrived })).toEqual([]);
});

it('tells a second lateness, and says it once', () => {
  expect(say({ tutorLate: late }, { tutorLate: { minutes: 15, saidAt: '2026-12-09T08:59:00Z' } })).toEqual([
    'Tunde is running 15 minutes late.',
  ]);
  const said = { ...message, lateMinutes: 10 };
  expect(say({}, { tutorLate: late, messages: [said] })).toEqual(['Tunde is running 10 minutes late.']);
});

it('tells that the door opens and closes', () => {
  expect(say({}, { moves: { ...page.moves, door: 'open' } })).toEqual(['The door is open: you can join now.']);
  expect(say({ moves: { ...page.moves, door: 'open' } }, { moves: { ...page.moves, door: 'after' } })).toEqual([
    'The door is closed.',
  ]);
});

it('tells a new link to whoever did not paste it, a new state and a new time', () => {
  const link = (meetingUrl: string | null) => ({ session: { ...page.session, meetingUrl } });
  expect(say({}, link('https://zoom.us/j/1'))).toEqual(['The meeting link has changed.']);
  expect(say(link(null), {})).toEqual(['There is a meeting link now.']);
  expect(say({ userRole: 'tutor' }, { userRole: 'tutor', ...link('https://zoom.us/j/1') })).toEqual([]);
  expect(say({}, { session: { ...page.session, status: 'IN_PROGRESS' } })).toEqual(['This session: Under way.']);
  expect(say({}, { session: { ...page.session, scheduledAt: '2026-12-10T09:00:00Z' } })).toEqual([
    'The session has moved to another time.',
  ]);
});

it('says nothing when another session has taken its place', () => {
  expect(say({}, { session: { ...page.session, id: 's2', status: 'COMPLETED' } })).toEqual([]);
});
