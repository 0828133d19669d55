import { expect, it } from 'vitest';
import { channelWords, refundProgress } from './refund-progress.ts';

const asked = { requestedAt: '2026-11-24T09:00:00Z', processedAt: null };

it.each(['REQUESTED', 'PENDING', 'PROCESSING'] as const)(
  'says since when a refund that is %s is on its way',
  (status) => {
    expect(refundProgress({ ...asked, status }, 'Africa/Lagos')).toEqual({
      badge: 'On its way',
      tone: 'attend',
      text: 'On its way since Tue 24 Nov, 10:00. It arrives in 3 to 10 working days.',
    });
  },
);

it('says when it was processed', () => {
  const refund = { ...asked, status: 'PROCESSED' as const, processedAt: '2026-11-26T13:30:00Z' };
  expect(refundProgress(refund, 'Africa/Lagos')).toMatchObject({
    badge: 'Returned',
    text: 'Processed on Thu 26 Nov, 14:30. Your bank may take some days to show it.',
  });
});

it.each(['NEEDS_ATTENTION', 'FAILED'] as const)(
  'promises no date while it is %s, and says that the money is safe',
  (status) => {
    const { text } = refundProgress({ ...asked, status }, 'Africa/Lagos');
    expect(text).toContain('the money is safe');
    expect(text).not.toContain('working days');
  },
);

it('names ways to pay as people do', () => {
  expect(channelWords('bank_transfer')).toBe('Bank transfer');
  expect(channelWords('some_new_way')).toBe('some new way');
  expect(channelWords(null)).toBe('Not stated');
});
