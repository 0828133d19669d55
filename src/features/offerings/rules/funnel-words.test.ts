import { expect, it } from 'vitest';
import { funnelWords, paidWords, shareWords } from './funnel-words.ts';
import { isObviousBot } from './bots.ts';

it('says how an offering does in one line, and money only where there is some', () => {
  const none = { views: 1, checkouts: 0, paid: 0, refunded: 0, completed: 0, earnedMinor: 0 };
  expect(funnelWords(none)).toBe('1 view · 0 checkouts · 0 booked · 0 completed');
  const some = { views: 1_240, checkouts: 1, paid: 6, refunded: 0, completed: 5, earnedMinor: 2_100_000 };
  expect(funnelWords(some)).toBe('1,240 views · 1 checkout · 6 booked · 5 completed · ₦21,000 for you');
});

it('says of what was paid how much went back in full', () => {
  const some = { views: 9, checkouts: 7, paid: 6, refunded: 2, completed: 4, earnedMinor: 0 };
  expect(funnelWords(some)).toBe('9 views · 7 checkouts · 6 booked (2 refunded in full) · 4 completed');
  expect(paidWords(some)).toContain('cancelled later (2 refunded in full), and free ones');
  expect(paidWords({ refunded: 0 })).toContain('(none was refunded in full)');
});

it('says a share of the step before, where there was one', () => {
  expect([shareWords(1, 16), shareWords(0, 5), shareWords(0, 0)]).toEqual(['6 %', '0 %', null]);
});

it('knows programs that say so, and no person’s browser', () => {
  for (const program of [
    'Googlebot/2.1',
    'Mozilla/5.0 (compatible; bingbot/2.0)',
    'facebookexternalhit/1.1',
    'curl/8.5',
    '',
  ]) {
    expect(isObviousBot(program), program).toBe(true);
  }
  for (const browser of [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1',
    'Mozilla/5.0 (Linux; Android 14; CUBOT P80) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36',
    'Opera/9.80 (J2ME/MIDP; Opera Mini/7.1) Presto/2.12',
  ]) {
    expect(isObviousBot(browser), browser).toBe(false);
  }
});
