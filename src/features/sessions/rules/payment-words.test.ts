import { describe, expect, it } from 'vitest';
import type { PaymentState } from '../types.ts';
import { isMoving, paymentWords } from './payment-words.ts';

const STATES: readonly PaymentState[] = [
  'processing',
  'waiting_for_bank',
  'paid',
  'failed',
  'abandoned',
  'expired',
  'paid_late_refunding',
  'refunding',
  'refunded',
  'unknown',
];

describe('what a payment page says to someone who is signed out', () => {
  it.each(STATES)('names no person, session or amount when it is %s', (state) => {
    const { title, text } = paymentWords({ state, detail: null }, 'Africa/Lagos');
    expect(`${title} ${text}`).not.toMatch(/₦|null|undefined/);
    expect(text).toMatch(/\.$/);
  });
});

it('asks nobody to pay again while the bank is still working', () => {
  for (const state of ['processing', 'waiting_for_bank'] as const) {
    expect(paymentWords({ state, detail: null }, 'Africa/Lagos').text).toContain('do not pay again');
    expect(isMoving(state)).toBe(true);
  }
});

it('says that nothing was charged only where that is certain', () => {
  const certain = STATES.filter((state) =>
    paymentWords({ state, detail: null }, 'UTC').text.includes('Nothing was charged'),
  );
  expect(certain).toEqual(['failed', 'abandoned']);
});
