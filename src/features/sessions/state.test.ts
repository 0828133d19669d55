import { describe, expect, it } from 'vitest';
import {
  isPaid,
  next,
  STAGES,
  stageOf,
  statusOfStage,
  TAKING_STATUSES,
  TRANSITIONS,
  type Mover,
  type SessionEventName,
  type Stage,
} from './state.ts';

const MOVERS: readonly Mover[] = ['student', 'tutor', 'admin', 'clock', 'paystack'];
const EVENTS = Object.keys(TRANSITIONS) as SessionEventName[];

/**
 * Every legal move, written out by hand from the domain's table and not from the product's: `event: from → to by …`.
 * Whatever is not here is refused.
 */
const LEGAL = `
  approve: PENDING_MENTOR_REVIEW → SCHEDULED_UNPAID by tutor student
  approveFree: PENDING_MENTOR_REVIEW → SCHEDULED_PAID by tutor student
  reject: PENDING_MENTOR_REVIEW → REJECTED by tutor
  expire: PENDING_MENTOR_REVIEW → EXPIRED by clock
  expire: PENDING_PAYMENT → EXPIRED by clock
  expire: SCHEDULED_UNPAID → EXPIRED by clock
  timeTaken: PENDING_MENTOR_REVIEW → REJECTED by paystack student tutor clock
  ownTimeTaken: PENDING_MENTOR_REVIEW → CANCELLED by paystack student tutor clock
  withdraw: PENDING_MENTOR_REVIEW → CANCELLED by student admin
  withdraw: PENDING_PAYMENT → CANCELLED by student admin
  withdraw: SCHEDULED_UNPAID → CANCELLED by student admin
  pay: PENDING_PAYMENT → SCHEDULED_PAID by paystack
  pay: SCHEDULED_UNPAID → SCHEDULED_PAID by paystack
  payFails: PENDING_PAYMENT → PENDING_PAYMENT by paystack
  payFails: SCHEDULED_UNPAID → SCHEDULED_UNPAID by paystack
  payLate: EXPIRED → SCHEDULED_PAID by paystack
  start: SCHEDULED_PAID → IN_PROGRESS by tutor student clock
  complete: SCHEDULED_PAID → COMPLETED by tutor
  complete: IN_PROGRESS → COMPLETED by tutor
  noShow: SCHEDULED_PAID → NO_SHOW by student tutor
  noShow: IN_PROGRESS → NO_SHOW by student tutor
  settleByClock: SCHEDULED_PAID → COMPLETED by clock
  settleByClock: IN_PROGRESS → COMPLETED by clock
  settleNoShowByClock: SCHEDULED_PAID → NO_SHOW by clock
  settleNoShowByClock: IN_PROGRESS → NO_SHOW by clock
  dispute: COMPLETED → COMPLETED by student tutor
  dispute: NO_SHOW → NO_SHOW by student tutor
  resolveCompleted: SCHEDULED_PAID → COMPLETED by admin
  resolveCompleted: IN_PROGRESS → COMPLETED by admin
  resolveCompleted: COMPLETED → COMPLETED by admin
  resolveCompleted: NO_SHOW → COMPLETED by admin
  resolveNoShow: SCHEDULED_PAID → NO_SHOW by admin
  resolveNoShow: IN_PROGRESS → NO_SHOW by admin
  resolveNoShow: COMPLETED → NO_SHOW by admin
  resolveNoShow: NO_SHOW → NO_SHOW by admin
  cancel: SCHEDULED_UNPAID → CANCELLED by student tutor admin
  cancel: SCHEDULED_PAID → CANCELLED by student tutor admin
  reschedule: SCHEDULED_PAID → SCHEDULED_PAID by student tutor
  propose: PENDING_MENTOR_REVIEW → PENDING_MENTOR_REVIEW by tutor
  propose: SCHEDULED_PAID → SCHEDULED_PAID by tutor
`;

const expected = new Map<string, string>();
for (const line of LEGAL.trim().split('\n')) {
  const parts = /^\s*(\w+): (\w+) → (\w+) by ([\w ]+)$/.exec(line);
  if (parts === null) throw new Error(`unreadable: ${line}`);
  const [, event, from, to = '', by = ''] = parts;
  for (const mover of by.split(' ')) expected.set(`${event} ${from} ${mover}`, to);
}

describe('the state table', () => {
  it.each(EVENTS)('lets %s happen exactly where and by whom the domain says', (event) => {
    for (const stage of STAGES) {
      for (const mover of MOVERS) {
        const answer = next(stage, event, mover);
        const cell = `${event} ${stage} ${mover}`;
        expect(answer.ok ? answer.value : null, cell).toBe(expected.get(cell) ?? null);
      }
    }
  });

  it('has every event, stage and mover that the expectations name, and no other event', () => {
    const named = [...expected.keys()].map((cell) => cell.split(' '));
    expect(new Set(named.map(([event]) => event))).toEqual(new Set(EVENTS));
    for (const [, stage, mover] of named) {
      expect(STAGES).toContain(stage);
      expect(MOVERS).toContain(mover);
    }
  });

  it('names the present state when it refuses, in words and as a status', () => {
    expect(next('SCHEDULED_UNPAID', 'payLate', 'paystack')).toMatchObject({
      reason: 'wrong_state',
      message: 'That is no longer possible: this session is approved and awaiting payment. Nothing was changed.',
      data: { status: 'SCHEDULED' },
    });
  });

  it('lets nothing out of the three ends but a late payment', () => {
    const leaving = [...expected].filter(([cell, to]) => {
      const from = cell.split(' ')[1];
      return (from === 'CANCELLED' || from === 'REJECTED' || from === 'EXPIRED') && to !== from;
    });
    expect(leaving).toEqual([['payLate EXPIRED paystack', 'SCHEDULED_PAID']]);
  });
});

describe('stages', () => {
  it.each([
    ['NOT_REQUIRED', true, 'SCHEDULED_PAID'],
    ['PENDING', false, 'SCHEDULED_UNPAID'],
    ['FAILED', false, 'SCHEDULED_UNPAID'],
    ['PAID', true, 'SCHEDULED_PAID'],
    ['PARTIALLY_REFUNDED', true, 'SCHEDULED_PAID'],
    ['REFUNDED', false, 'SCHEDULED_UNPAID'],
  ] as const)('SCHEDULED with %s is paid: %s', (paymentStatus, paid, stage) => {
    expect(isPaid(paymentStatus)).toBe(paid);
    expect(stageOf({ status: 'SCHEDULED', paymentStatus })).toBe(stage);
    expect(stageOf({ status: 'COMPLETED', paymentStatus })).toBe('COMPLETED');
  });

  it('read back as the status that they came from', () => {
    const back: Record<Stage, string> = {
      PENDING_PAYMENT: 'PENDING_PAYMENT',
      PENDING_MENTOR_REVIEW: 'PENDING_MENTOR_REVIEW',
      SCHEDULED_UNPAID: 'SCHEDULED',
      SCHEDULED_PAID: 'SCHEDULED',
      IN_PROGRESS: 'IN_PROGRESS',
      COMPLETED: 'COMPLETED',
      NO_SHOW: 'NO_SHOW',
      CANCELLED: 'CANCELLED',
      REJECTED: 'REJECTED',
      EXPIRED: 'EXPIRED',
    };
    for (const stage of STAGES) expect(statusOfStage(stage)).toBe(back[stage]);
    expect(STAGES).toHaveLength(Object.keys(back).length);
  });

  it('take time in exactly five statuses', () => {
    expect(new Set(TAKING_STATUSES)).toEqual(
      new Set(['PENDING_PAYMENT', 'SCHEDULED', 'IN_PROGRESS', 'COMPLETED', 'NO_SHOW']),
    );
  });
});
