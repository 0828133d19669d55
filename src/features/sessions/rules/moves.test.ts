import { describe, expect, it } from 'vitest';
import { parseInstant, type Instant } from '#shared/time.ts';
import type { Moves, UserRole } from '../types.ts';
import { movesOf, type Movable } from './moves.ts';

const at = (text: string): Instant => {
  const when = parseInstant(text);
  if (when === null) throw new Error(`${text} is no time`);
  return when;
};

const booked: Movable = {
  status: 'SCHEDULED',
  paymentStatus: 'PAID',
  startsAt: at('2026-12-09T09:00:00Z'),
  endsAt: at('2026-12-09T10:00:00Z'),
  endedAt: null,
  studentMoves: 0,
  disputedAt: null,
  resolvedAt: null,
  isWithAdmin: false,
};

const AROUND: readonly (keyof Moves)[] = ['write', 'sayLate', 'setMeeting'];

/** The names of the moves that are open. */
function open(session: Partial<Movable>, viewer: UserRole, now: string): (keyof Moves)[] {
  return allOpen(session, viewer, now).filter((name) => !AROUND.includes(name));
}

/** What is open besides: it moves nothing. */
function around(session: Partial<Movable>, viewer: UserRole, now: string): (keyof Moves)[] {
  return allOpen(session, viewer, now).filter((name) => AROUND.includes(name));
}

function allOpen(session: Partial<Movable>, viewer: UserRole, now: string): (keyof Moves)[] {
  const moves = movesOf({ ...booked, ...session }, viewer, at(now));
  const names = Object.keys(moves) as (keyof Moves)[];
  return names.filter((name) => moves[name] === true || moves[name] === 'yes' || moves[name] === 'open').sort();
}

const DAYS_BEFORE = '2026-12-05T09:00:00Z';

describe('a request', () => {
  const asked = { status: 'PENDING_MENTOR_REVIEW', paymentStatus: 'PENDING' } as const;
  it('is answered by the tutor and withdrawn by the student', () => {
    expect(open(asked, 'tutor', DAYS_BEFORE)).toEqual(['answer', 'propose']);
    expect(open(asked, 'student', DAYS_BEFORE)).toEqual(['withdraw']);
    expect(open(asked, 'admin', DAYS_BEFORE)).toEqual(['withdraw']);
  });
});

describe('an approved, unpaid session', () => {
  const unpaid = { paymentStatus: 'PENDING' } as const;
  it('is paid or given up by the student, cancelled by the others', () => {
    expect(open(unpaid, 'student', DAYS_BEFORE)).toEqual(['pay', 'withdraw']);
    expect(open(unpaid, 'tutor', DAYS_BEFORE)).toEqual(['cancel']);
    expect(open(unpaid, 'admin', DAYS_BEFORE)).toEqual(['cancel']);
  });
});

describe('a booked session', () => {
  it('is cancelled and moved while it is far', () => {
    expect(open({}, 'student', DAYS_BEFORE)).toEqual(['cancel', 'reschedule']);
    expect(open({}, 'tutor', DAYS_BEFORE)).toEqual(['cancel', 'propose']);
    expect(open({}, 'admin', DAYS_BEFORE)).toEqual(['cancel']);
  });

  it.each([
    ['2026-12-08T09:00:00Z', {}, 'yes'],
    ['2026-12-08T09:01:00Z', {}, 'too_late'],
    [DAYS_BEFORE, { studentMoves: 2 }, 'too_often'],
    ['2026-12-09T09:00:00Z', {}, null],
  ] as const)('at %s with %o may be moved: %s', (now, changes, answer) => {
    expect(movesOf({ ...booked, ...changes }, 'student', at(now)).reschedule).toBe(answer);
  });

  it.each([
    ['2026-12-09T08:49:00Z', 'before'],
    ['2026-12-09T08:50:00Z', 'open'],
    ['2026-12-09T10:14:00Z', 'open'],
    ['2026-12-09T10:15:00Z', 'after'],
  ])('has its door at %s: %s', (now, door) => {
    expect(movesOf(booked, 'student', at(now)).door).toBe(door);
    expect(movesOf(booked, 'admin', at(now)).door).toBeNull();
  });

  it('offers each step from its own moment on', () => {
    expect(open({}, 'tutor', '2026-12-09T08:55:00Z')).toEqual(['cancel', 'door', 'propose', 'start']);
    expect(open({}, 'tutor', '2026-12-09T09:15:00Z')).toEqual(['claimNoShow', 'door', 'start']);
    expect(open({}, 'tutor', '2026-12-09T10:00:00Z')).toEqual(['claimNoShow', 'complete', 'door']);
    expect(open({ isWithAdmin: true }, 'student', '2026-12-09T09:15:00Z')).toEqual(['door']);
  });
});

describe('a closed session', () => {
  const completed = { status: 'COMPLETED', endedAt: at('2026-12-09T10:30:00Z') } as const;
  it('is disputed within 48 hours, once, by its people', () => {
    expect(open(completed, 'student', '2026-12-11T10:29:00Z')).toEqual(['dispute']);
    expect(open(completed, 'student', '2026-12-11T10:30:00Z')).toEqual([]);
    expect(open({ ...completed, disputedAt: at('2026-12-09T11:00:00Z') }, 'tutor', '2026-12-09T12:00:00Z')).toEqual([]);
    expect(open({ ...completed, resolvedAt: at('2026-12-09T11:00:00Z') }, 'tutor', '2026-12-09T12:00:00Z')).toEqual([]);
    expect(open(completed, 'admin', '2026-12-09T12:00:00Z')).toEqual([]);
  });

  it.each(['CANCELLED', 'REJECTED', 'EXPIRED'] as const)('that is %s offers nothing', (status) => {
    for (const viewer of ['student', 'tutor', 'admin'] as const)
      expect(open({ status }, viewer, DAYS_BEFORE)).toEqual([]);
  });
});

describe('around a session', () => {
  it.each([
    ['2026-12-09T07:59:00Z', ['write'], ['setMeeting', 'write']],
    ['2026-12-09T08:00:00Z', ['sayLate', 'write'], ['sayLate', 'setMeeting', 'write']],
    ['2026-12-09T09:14:00Z', ['sayLate', 'write'], ['sayLate', 'setMeeting', 'write']],
    ['2026-12-09T09:15:00Z', ['write'], ['setMeeting', 'write']],
    ['2026-12-09T10:15:00Z', ['write'], ['write']],
    ['2026-12-11T10:00:00Z', [], []],
  ] as const)('at %s its student may %j, its tutor %j, an admin nothing', (now, student, tutor) => {
    expect(around({}, 'student', now)).toEqual(student);
    expect(around({}, 'tutor', now)).toEqual(tutor);
    expect(around({}, 'admin', now)).toEqual([]);
  });

  it.each([
    [{ status: 'PENDING_PAYMENT', paymentStatus: 'PENDING' }, []],
    [{ status: 'PENDING_MENTOR_REVIEW', paymentStatus: 'PENDING' }, ['write']],
    [{ status: 'SCHEDULED', paymentStatus: 'PENDING' }, ['write']],
    [{ status: 'IN_PROGRESS' }, ['sayLate', 'setMeeting', 'write']],
    [{ status: 'COMPLETED' }, ['write']],
    [{ status: 'NO_SHOW' }, ['write']],
    [{ status: 'CANCELLED' }, []],
    [{ status: 'REJECTED' }, []],
    [{ status: 'EXPIRED' }, []],
  ] as const)('that is %j its tutor may %j', (session, names) => {
    expect(around(session, 'tutor', '2026-12-09T09:00:00Z')).toEqual(names);
  });
});
