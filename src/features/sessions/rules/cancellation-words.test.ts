import { expect, it } from 'vitest';
import type { SessionView } from '../types.ts';
import { cancellationWords } from './cancellation-words.ts';

const session = {
  priceMinor: 500_000,
  currency: 'NGN',
  student: { name: 'Ada Obi' },
  tutor: { name: 'Tunde Adeyemi' },
} as SessionView;
const arrives = 'in 3 to 10 working days';

it.each([
  ['student', { refundMinor: 500_000, percent: 100, reason: 'policy', arrives }, '₦5,000 comes back to you'],
  ['student', { refundMinor: 250_000, percent: 50, reason: 'policy', arrives }, '₦2,500 comes back to you'],
  ['student', { refundMinor: 0, percent: 0, reason: 'too_late', arrives: null }, 'Nothing comes back'],
  ['tutor', { refundMinor: 500_000, percent: 100, reason: 'tutor_cancels', arrives }, '₦5,000 goes back to Ada'],
  ['admin', { refundMinor: 500_000, percent: 100, reason: 'platform_cancels', arrives }, '₦5,000 goes back to Ada'],
  ['tutor', { refundMinor: 0, percent: 0, reason: 'not_paid', arrives: null }, 'Nothing to return'],
  ['student', { refundMinor: 0, percent: 0, reason: 'free', arrives: null }, 'Nothing to return'],
] as const)('tells the %s what %o means', (viewer, preview, heading) => {
  const words = cancellationWords(preview, session, viewer);
  expect(words.heading).toBe(heading);
  expect(words.text.includes(arrives)).toBe(preview.refundMinor > 0);
});

it('says of the money that comes back, not of what is kept, when it arrives', () => {
  const half = { refundMinor: 250_000, percent: 50, reason: 'policy', arrives } as const;
  expect(cancellationWords(half, session, 'student').text).toMatch(/ ₦2,500 arrives in 3 to 10 working days\.$/);
});
