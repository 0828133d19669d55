import { TRANSITIONS, type SessionEventName, type Stage } from '#features/sessions/state.ts';
import { split } from '#shared/money.ts';
import { isBefore, type Instant } from '#shared/time.ts';
import type { Everything } from './read.ts';

type Session = Everything['sessions'][number];

/** What may stand beside what. Once paid, a refund that Paystack has processed shows in any state. */
const SETTLED = ['PAID', 'PARTIALLY_REFUNDED', 'REFUNDED'];
const LEGAL: Record<string, readonly string[]> = {
  PENDING_PAYMENT: ['PENDING', 'FAILED'],
  PENDING_MENTOR_REVIEW: ['PENDING', 'NOT_REQUIRED'],
  SCHEDULED: ['PENDING', 'FAILED', 'PAID', 'NOT_REQUIRED'],
  IN_PROGRESS: ['PAID', 'NOT_REQUIRED'],
  COMPLETED: [...SETTLED, 'NOT_REQUIRED'],
  NO_SHOW: [...SETTLED, 'NOT_REQUIRED'],
  CANCELLED: ['PENDING', 'FAILED', 'NOT_REQUIRED', ...SETTLED],
  REJECTED: ['PENDING', 'NOT_REQUIRED'],
  EXPIRED: ['PENDING', 'FAILED', 'NOT_REQUIRED'],
};
const MAX_HOLDS = 3;

export function findBrokenSessions(all: Everything, now: Instant): string[] {
  return [
    ...all.sessions.flatMap((row) => [...brokenState(row), ...brokenHistory(all, row), ...brokenSettlement(all, row)]),
    ...tooManyHolds(all, now),
    ...tooManyFree(all, now),
    ...unsettledMoney(all),
    ...misplacedShares(all),
  ];
}

function brokenState(row: Session): string[] {
  const legal = LEGAL[row.status]?.includes(row.paymentStatus) ?? false;
  return legal ? [] : [`session ${row.id} is ${row.status} and ${row.paymentStatus}`];
}

/** The history begins with a booking, goes by the state table, and ends where the session is. */
function brokenHistory({ events }: Everything, row: Session): string[] {
  const mine = events.filter(({ sessionId }) => sessionId === row.id);
  let stage: Stage | null = null;
  for (const event of mine) {
    const to: Stage | null = stage === null ? (BEGINNINGS[event.event] ?? null) : follow(stage, event);
    const status = to === 'SCHEDULED_PAID' || to === 'SCHEDULED_UNPAID' ? 'SCHEDULED' : to;
    if (to === null || event.toStatus !== status)
      return [
        `session ${row.id}: ${event.event} by ${event.actor} leads from ${stage ?? 'nowhere'} to ${event.toStatus}`,
      ];
    stage = to;
  }
  const isPaid = row.paymentStatus === 'PAID' || row.paymentStatus === 'NOT_REQUIRED';
  const present = row.status === 'SCHEDULED' ? (isPaid ? 'SCHEDULED_PAID' : 'SCHEDULED_UNPAID') : row.status;
  return stage === present ? [] : [`session ${row.id} is ${present}, and its history ends at ${stage ?? 'nowhere'}`];
}

const BEGINNINGS: Record<string, Stage> = {
  hold: 'PENDING_PAYMENT',
  request: 'PENDING_MENTOR_REVIEW',
  bookFree: 'SCHEDULED_PAID',
};

function follow(stage: Stage, event: Everything['events'][number]): Stage | null {
  if (event.event === 'declineProposal' || event.event === 'meetingLink') return stage;
  const row = TRANSITIONS[event.event as SessionEventName] as (typeof TRANSITIONS)[SessionEventName] | undefined;
  return row !== undefined && row.by.includes(event.actor) ? (row.moves[stage] ?? null) : null;
}

/** A paid session has its one charge, and its price has been shared out once, to the kobo. */
function brokenSettlement({ charges, entries }: Everything, row: Session): string[] {
  const applied = entries.filter(({ kind, sessionId }) => kind === 'charge_applied' && sessionId === row.id);
  const transfers = new Set(applied.map(({ transferId }) => transferId));
  const say = (what: string) => `session ${row.id}: ${what}`;
  if (!SETTLED.includes(row.paymentStatus)) {
    return transfers.size === 0 && row.settledChargeId === null ? [] : [say('has money without being paid')];
  }
  if (transfers.size !== 1) return [say(`its money was shared out ${transfers.size} times`)];
  const shares = split(row.priceMinor, row.platformBasisPoints);
  const share = (account: string) => applied.find((entry) => entry.account === account)?.amountMinor ?? 0;
  const settling = charges.find(({ id }) => id === row.settledChargeId);
  const broken: string[] = [];
  if (share('tutor_pending') !== -shares.tutor || share('platform_pending') !== -shares.platform)
    broken.push(say('is shared out wrongly'));
  if (settling?.status !== 'SUCCEEDED' || settling.mismatch !== null)
    broken.push(say('was settled by a payment that does not count'));
  if (applied.some(({ chargeId }) => chargeId !== row.settledChargeId))
    broken.push(say('was settled by one charge and shared out from another'));
  return broken;
}

function tooManyHolds({ sessions }: Everything, now: Instant): string[] {
  const holds = new Map<string, number>();
  for (const { status, studentId, paymentDeadline } of sessions) {
    if (status !== 'PENDING_PAYMENT' || paymentDeadline === null || !isBefore(now, paymentDeadline)) continue;
    holds.set(studentId, (holds.get(studentId) ?? 0) + 1);
  }
  return [...holds].filter(([, count]) => count > MAX_HOLDS).map(([id, count]) => `student ${id} holds ${count} times`);
}

/** Booked at once they are one at a time; a tutor who is asked may say yes to more. */
function tooManyFree({ sessions }: Everything, now: Instant): string[] {
  const pairs = new Map<string, number>();
  for (const { status, priceMinor, bookingMode, studentId, tutorId, startsAt } of sessions) {
    if (status !== 'SCHEDULED' || priceMinor !== 0 || bookingMode !== 'INSTANT' || !isBefore(now, startsAt)) continue;
    pairs.set(`${studentId} with ${tutorId}`, (pairs.get(`${studentId} with ${tutorId}`) ?? 0) + 1);
  }
  return [...pairs].filter(([, count]) => count > 1).map(([pair, count]) => `${pair}: ${count} free sessions ahead`);
}

/** A success that was decided settles its session, or all of it is on its way back, or a person has the task. */
function unsettledMoney({ charges, sessions, tasks, refunds }: Everything): string[] {
  const kept = new Map(sessions.map(({ settledChargeId, keptMinor }) => [settledChargeId, keptMinor ?? 0]));
  const tasked = new Set(tasks.filter(({ status }) => status === 'OPEN').map(({ subjectId }) => subjectId));
  return charges.flatMap((charge) => {
    if (charge.status !== 'SUCCEEDED' || charge.decidedAt === null) return [];
    const keptMinor = kept.get(charge.id) ?? 0;
    const failed = refunds.filter(({ chargeId, status }) => chargeId === charge.id && status === 'FAILED');
    const failedMinor = failed
      .filter(({ id }) => tasked.has(id))
      .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    const back = charge.refundingMinor + charge.refundedMinor + failedMinor;
    return back + keptMinor === charge.capturedMinor
      ? []
      : [`charge ${charge.reference} kept ${(charge.capturedMinor ?? 0) - back} and sold for ${keptMinor}`];
  });
}

/** The shares of what is kept stand where their sessions say. A refund that failed left its money where it was, with a task. */
function misplacedShares({ sessions, accounts, entries, tasks }: Everything): string[] {
  const expected = { tutor_pending: 0, platform_pending: 0, disputed: 0 };
  for (const { moneyState, keptMinor, platformBasisPoints } of sessions) {
    if (keptMinor === null) continue;
    const shares = split(keptMinor, platformBasisPoints);
    if (moneyState === 'FROZEN') expected.disputed += keptMinor;
    if (moneyState !== 'PENDING') continue;
    expected.tutor_pending += shares.tutor;
    expected.platform_pending += shares.platform;
  }
  const tasked = new Set(tasks.filter(({ status }) => status === 'OPEN').map(({ subjectId }) => subjectId));
  for (const { kind, account, refundId, amountMinor } of entries) {
    if (kind !== 'refund_failed' || !tasked.has(refundId ?? '') || !isKindOfShare(account, expected)) continue;
    expected[account] -= amountMinor;
  }
  const held = (kind: string) =>
    -accounts.filter((account) => account.kind === kind).reduce((sum, { balanceMinor }) => sum + balanceMinor, 0);
  return Object.entries(expected)
    .filter(([kind, minor]) => held(kind) !== minor)
    .map(([kind, minor]) => `${kind} holds ${held(kind)} and the sessions say ${minor}`);
}

function isKindOfShare<Kinds extends object>(account: string, kinds: Kinds): account is keyof Kinds & string {
  return account in kinds;
}
