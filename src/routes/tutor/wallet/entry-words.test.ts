import { expect, it } from 'vitest';
import type { WalletEntry, WalletSession } from '#features/sessions/queries/wallet.server.ts';
import { minor } from '#shared/money.ts';
import { afterWords, availabilityWords, changesOf, entryWords } from './entry-words.ts';

const LAGOS = 'Africa/Lagos';
const NOW = '2026-11-24T09:00:00Z';
const balances = (availableMinor: number, pendingMinor: number, owedMinor = 0) => ({
  availableMinor: minor(availableMinor),
  pendingMinor: minor(pendingMinor),
  owedMinor: minor(owedMinor),
});

const session: WalletSession = {
  id: 'a-session',
  title: 'React mastery, one to one',
  studentName: 'Ada Obi',
  startsAt: '2026-11-25T09:00:00Z',
  endsAt: '2026-11-25T10:00:00Z',
  status: 'SCHEDULED',
  moneyState: 'PENDING',
  releaseAt: null,
  keptMinor: minor(500_000),
  wasDecided: false,
};

const entry = (more: Partial<WalletEntry>): WalletEntry => ({
  id: 'a-transfer',
  happenedAt: '2026-11-23T09:00:00Z',
  kind: 'charge_applied',
  changes: balances(0, 350_000),
  after: balances(0, 350_000),
  refundReason: null,
  session,
  ...more,
});

it('says when a share becomes available, and why then', () => {
  expect(availabilityWords(session, LAGOS, NOW)).toBe('Not before Fri 27 Nov, 11:00: 48 hours after the session.');
  expect(availabilityWords(session, LAGOS, '2026-11-25T10:00:00Z')).toBe(
    'Available 48 hours after the session has been closed.',
  );
  const completed = { ...session, status: 'COMPLETED' as const, releaseAt: '2026-11-27T10:05:00Z' };
  expect(availabilityWords(completed, LAGOS, NOW)).toBe(
    'Available from Fri 27 Nov, 11:05: 48 hours after the session.',
  );
  const cancelled = { ...session, status: 'CANCELLED' as const, releaseAt: '2026-11-25T10:00:00Z' };
  expect(availabilityWords(cancelled, LAGOS, NOW)).toBe(
    'Available from Wed 25 Nov, 11:00: when the cancelled session would have ended.',
  );
  expect(availabilityWords({ ...completed, wasDecided: true }, LAGOS, NOW)).toContain('an admin has decided');
});

it('names a dispute, a full return and a release instead of a date', () => {
  expect(availabilityWords({ ...session, moneyState: 'FROZEN' }, LAGOS, NOW)).toBe(
    'It is held by a dispute until an admin has decided.',
  );
  expect(availabilityWords({ ...session, keptMinor: minor(0) }, LAGOS, NOW)).toBe('All of it has gone back since.');
  expect(availabilityWords({ ...session, moneyState: 'RELEASED' }, LAGOS, NOW)).toBe('It has become available since.');
});

it('names the people as the tutor knows them', () => {
  const { text } = entryWords(entry({ kind: 'refund_requested', refundReason: 'cancelled_by_student' }), LAGOS, NOW);
  expect(text).toBe('Your part of what goes back to Ada because Ada cancelled.');
});

it('names nobody whose account is deleted', () => {
  const gone = { ...session, studentName: null };
  const textOf = (more: Partial<WalletEntry>, about = gone) =>
    entryWords(entry({ ...more, session: about }), LAGOS, NOW).text;
  expect(textOf({ kind: 'refund_requested', refundReason: 'cancelled_by_student' })).toBe(
    'Your part of what goes back to a student whose account is deleted because the student cancelled.',
  );
  expect(textOf({})).toMatch(/^Your share of what a student whose account is deleted paid\. /);
  expect(textOf({ kind: 'share_released' }, { ...gone, status: 'CANCELLED' })).toBe(
    'A student whose account is deleted cancelled late, and the time would have been over by now. It is yours now.',
  );
});

it('says why money went back, and what is owed when too little was available', () => {
  const returned = entry({
    kind: 'refund_requested',
    refundReason: 'decided_by_admin',
    changes: balances(-100_000, 0, 250_000),
  });
  expect(entryWords(returned, LAGOS, NOW)).toEqual({
    title: 'Returned',
    text: 'Your part of what goes back to Ada because an admin decided so. You had less than that available, so the rest is taken off before your next payout.',
  });
});

it('never leaves an entry without words', () => {
  expect(entryWords(entry({ kind: 'some_new_kind', session: null }), LAGOS, NOW).text).toBe(
    'Recorded as “some new kind”.',
  );
});

it('shows each balance that moved, with its sign', () => {
  expect(changesOf(balances(350_000, -350_000), 'NGN')).toEqual([
    { amount: '+₦3,500', balance: 'available', gains: true },
    { amount: '−₦3,500', balance: 'on the way', gains: false },
  ]);
  expect(changesOf(balances(0, 0, 250_000), 'NGN')).toEqual([{ amount: '+₦2,500', balance: 'owed', gains: false }]);
});

it('sums up what stands after it, and names a debt only while there is one', () => {
  expect(afterWords(balances(350_000, 0), 'NGN')).toBe('After this: ₦3,500 available, ₦0 on the way.');
  expect(afterWords(balances(0, 0, 50), 'NGN')).toBe('After this: ₦0 available, ₦0 on the way, ₦0.50 owed.');
});
