import { ok, refuse, type Result } from '#shared/result.ts';
import type { PaymentStatus, SessionStatus } from './types.ts';

/** A session's status, with SCHEDULED told apart by whether it is paid: the table below needs no more than this. */
export type Stage = Exclude<SessionStatus, 'SCHEDULED'> | 'SCHEDULED_UNPAID' | 'SCHEDULED_PAID';

export const STAGES = [
  'PENDING_PAYMENT',
  'PENDING_MENTOR_REVIEW',
  'SCHEDULED_UNPAID',
  'SCHEDULED_PAID',
  'IN_PROGRESS',
  'COMPLETED',
  'NO_SHOW',
  'CANCELLED',
  'REJECTED',
  'EXPIRED',
] as const satisfies readonly Stage[];

export type SessionEventName =
  | 'approve'
  | 'approveFree'
  | 'reject'
  | 'expire'
  | 'timeTaken'
  | 'ownTimeTaken'
  | 'withdraw'
  | 'pay'
  | 'payFails'
  | 'payLate'
  | 'start'
  | 'complete'
  | 'noShow'
  | 'settleByClock'
  | 'settleNoShowByClock'
  | 'dispute'
  | 'resolveCompleted'
  | 'resolveNoShow'
  | 'cancel'
  | 'reschedule'
  | 'propose';

export type Mover = 'student' | 'tutor' | 'admin' | 'clock' | 'paystack';

type Row = { by: readonly Mover[]; moves: Partial<Record<Stage, Stage>> };

const unpaid = (to: Stage) => ({ PENDING_PAYMENT: to, SCHEDULED_UNPAID: to });
const given = (to: Stage) => ({ SCHEDULED_PAID: to, IN_PROGRESS: to });
const same = <S extends Stage>(...stages: S[]) =>
  Object.fromEntries(stages.map((stage) => [stage, stage])) as Record<S, S>;

/** Every legal move, as data. What is not here is refused, naming the present state. Deadlines and times are in `rules.ts`. */
export const TRANSITIONS: Record<SessionEventName, Row> = {
  approve: { by: ['tutor', 'student'], moves: { PENDING_MENTOR_REVIEW: 'SCHEDULED_UNPAID' } },
  approveFree: { by: ['tutor', 'student'], moves: { PENDING_MENTOR_REVIEW: 'SCHEDULED_PAID' } },
  reject: { by: ['tutor'], moves: { PENDING_MENTOR_REVIEW: 'REJECTED' } },
  expire: { by: ['clock'], moves: { PENDING_MENTOR_REVIEW: 'EXPIRED', ...unpaid('EXPIRED') } },
  timeTaken: { by: ['paystack', 'student', 'tutor', 'clock'], moves: { PENDING_MENTOR_REVIEW: 'REJECTED' } },
  ownTimeTaken: { by: ['student', 'tutor', 'paystack', 'clock'], moves: { PENDING_MENTOR_REVIEW: 'CANCELLED' } },
  withdraw: { by: ['student', 'admin'], moves: { PENDING_MENTOR_REVIEW: 'CANCELLED', ...unpaid('CANCELLED') } },
  pay: { by: ['paystack'], moves: unpaid('SCHEDULED_PAID') },
  payFails: { by: ['paystack'], moves: same('PENDING_PAYMENT', 'SCHEDULED_UNPAID') },
  payLate: { by: ['paystack'], moves: { EXPIRED: 'SCHEDULED_PAID' } },
  start: { by: ['tutor', 'student', 'clock'], moves: { SCHEDULED_PAID: 'IN_PROGRESS' } },
  complete: { by: ['tutor'], moves: given('COMPLETED') },
  noShow: { by: ['student', 'tutor'], moves: given('NO_SHOW') },
  settleByClock: { by: ['clock'], moves: given('COMPLETED') },
  settleNoShowByClock: { by: ['clock'], moves: given('NO_SHOW') },
  dispute: { by: ['student', 'tutor'], moves: same('COMPLETED', 'NO_SHOW') },
  resolveCompleted: { by: ['admin'], moves: { ...given('COMPLETED'), COMPLETED: 'COMPLETED', NO_SHOW: 'COMPLETED' } },
  resolveNoShow: { by: ['admin'], moves: { ...given('NO_SHOW'), COMPLETED: 'NO_SHOW', NO_SHOW: 'NO_SHOW' } },
  cancel: {
    by: ['student', 'tutor', 'admin'],
    moves: { SCHEDULED_UNPAID: 'CANCELLED', SCHEDULED_PAID: 'CANCELLED' },
  },
  reschedule: { by: ['student', 'tutor'], moves: same('SCHEDULED_PAID') },
  propose: { by: ['tutor'], moves: same('PENDING_MENTOR_REVIEW', 'SCHEDULED_PAID') },
};

const PAID: readonly PaymentStatus[] = ['PAID', 'NOT_REQUIRED', 'PARTIALLY_REFUNDED'];

export function isPaid(paymentStatus: PaymentStatus): boolean {
  return PAID.includes(paymentStatus);
}

export function stageOf(session: { status: SessionStatus; paymentStatus: PaymentStatus }): Stage {
  if (session.status !== 'SCHEDULED') return session.status;
  return isPaid(session.paymentStatus) ? 'SCHEDULED_PAID' : 'SCHEDULED_UNPAID';
}

export function statusOfStage(stage: Stage): SessionStatus {
  return stage === 'SCHEDULED_PAID' || stage === 'SCHEDULED_UNPAID' ? 'SCHEDULED' : stage;
}

/** Where `event` by `mover` leads from `stage`; `wrong_state` naming the present state when the table has no such move. */
export function next(stage: Stage, event: SessionEventName, mover: Mover): Result<Stage> {
  const row = TRANSITIONS[event];
  const to = row.moves[stage];
  if (to !== undefined && row.by.includes(mover)) return ok(to);
  return refuse('wrong_state', {
    message: `That is no longer possible: this session is ${STAGE_WORDS[stage]}. Nothing was changed.`,
    data: { status: statusOfStage(stage) },
  });
}

const STAGE_WORDS: Record<Stage, string> = {
  PENDING_PAYMENT: 'awaiting payment',
  PENDING_MENTOR_REVIEW: 'awaiting the tutor',
  SCHEDULED_UNPAID: 'approved and awaiting payment',
  SCHEDULED_PAID: 'booked',
  IN_PROGRESS: 'in progress',
  COMPLETED: 'completed',
  NO_SHOW: 'closed as a no-show',
  CANCELLED: 'cancelled',
  REJECTED: 'declined',
  EXPIRED: 'expired',
};

/** The statuses in which a session takes both people's time. */
export const TAKING_STATUSES = [
  'PENDING_PAYMENT',
  'SCHEDULED',
  'IN_PROGRESS',
  'COMPLETED',
  'NO_SHOW',
] as const satisfies readonly SessionStatus[];
