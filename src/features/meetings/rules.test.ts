import { describe, expect, it } from 'vitest';
import { instant } from '#shared/time.ts';
import {
  agendaOf,
  isAgendaOf,
  isWorthTelling,
  nextUtcDay,
  retryAt,
  sideOfParticipant,
  stepOf,
  topicOf,
} from './rules.ts';

const NOW = instant(Date.UTC(2026, 10, 24, 9));
const START = instant(Date.UTC(2026, 10, 25, 9));
const MOVED = instant(Date.UTC(2026, 10, 26, 9));
const END = instant(Date.UTC(2026, 10, 25, 10));
const URL = 'https://zoom.us/j/1';

const booked = {
  status: 'SCHEDULED' as const,
  paymentStatus: 'PAID' as const,
  startsAt: START,
  endsAt: END,
  meetingUrl: null as string | null,
  meetingProvider: null as string | null,
};
const met = { ...booked, meetingUrl: URL, meetingProvider: 'zoom' };
const pasted = { ...booked, meetingUrl: 'https://meet.example.com/x', meetingProvider: 'link' };
const cancelled = { ...met, status: 'CANCELLED' as const, meetingUrl: null };
const unpaid = { ...booked, paymentStatus: 'PENDING' as const };
const over = { ...met, status: 'COMPLETED' as const };

const created = { state: 'CREATED' as const, startsAt: START, outcomeUnknown: false };
const wanted = { state: 'WANTED' as const, startsAt: null, outcomeUnknown: false };
const unsure = { ...wanted, outcomeUnknown: true };
const removed = { ...wanted, state: 'REMOVED' as const };

describe('the next step at Zoom', () => {
  it.each([
    ['booked, never asked', booked, null, 'create'],
    ['booked, asked in vain', booked, wanted, 'create'],
    ['booked, asked and not answered', booked, unsure, 'search'],
    ['booked again after a link was taken back', booked, removed, 'create'],
    ['as it should be', met, created, 'nothing'],
    ['moved', { ...met, startsAt: MOVED }, created, 'move'],
    ['made, and not shown', booked, created, 'place'],
    ['cancelled', cancelled, created, 'delete'],
    ['cancelled, asked in vain', cancelled, wanted, 'forget'],
    ['cancelled, asked and not answered', cancelled, unsure, 'search'],
    ['cancelled, taken away', cancelled, removed, 'nothing'],
    ['cancelled, never asked', cancelled, null, 'nothing'],
    ['given a link while Zoom failed', pasted, wanted, 'forget'],
    ['given a link, never asked', pasted, null, 'nothing'],
    ['given a link instead of Zoom', pasted, created, 'delete'],
    ['not paid', unpaid, null, 'nothing'],
    ['over', over, created, 'nothing'],
  ] as const)('%s', (_what, session, meeting, step) => {
    expect(stepOf(session, meeting, NOW)).toBe(step);
  });

  it('is none once the session is past, whoever forgot to close it', () => {
    expect(stepOf(booked, wanted, END)).toBe('nothing');
  });
});

it('tries soon, then every half hour, and not before Zoom allows it', () => {
  const minutes = (attempts: number) =>
    (retryAt(attempts, NOW, undefined).epochMilliseconds - NOW.epochMilliseconds) / 60_000;
  expect([1, 2, 3, 6, 50].map(minutes)).toEqual([1, 2, 4, 30, 30]);
  expect(retryAt(1, NOW, START)).toBe(START);
  expect(nextUtcDay(NOW).toString()).toBe('2026-11-25T00:00:00Z');
});

it.each([
  ['one hiccup, days before', { attempts: 1, retryable: true }, START, false],
  ['the second failure', { attempts: 2, retryable: true }, START, true],
  ['a refusal', { attempts: 1, retryable: false }, START, true],
  ['one hiccup, an hour before', { attempts: 1, retryable: true }, instant(NOW.epochMilliseconds + 3_600_000), true],
])('tells the tutor or not: %s', (_what, failure, startsAt, told) => {
  expect(isWorthTelling(failure, startsAt, NOW)).toBe(told);
});

it('names the session in the agenda, so that it is found again', () => {
  expect(isAgendaOf(agendaOf('0190-a'), '0190-a')).toBe(true);
  expect(isAgendaOf(agendaOf('0190-b'), '0190-a')).toBe(false);
  expect(topicOf('x'.repeat(300))).toHaveLength(200);
});

it('knows people by the key of our page, else by their e-mail, else not', () => {
  const sides = {
    student: { key: 'k1', email: 'Ada@example.test' },
    tutor: { key: 'k2', email: 'tunde@example.test' },
  };
  expect(sideOfParticipant({ customerKey: 'k2', email: 'ada@example.test' }, sides)).toBe('tutor');
  expect(sideOfParticipant({ customerKey: null, email: 'ada@example.test' }, sides)).toBe('student');
  expect(sideOfParticipant({ customerKey: 'k3', email: 'eve@example.test' }, sides)).toBeNull();
  expect(sideOfParticipant({ customerKey: null, email: null }, sides)).toBeNull();
});
