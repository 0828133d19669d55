import { expect, it } from 'vitest';
import { accountMailWords } from './mail-words.ts';

const suspended = (supportEmail: string | null) =>
  accountMailWords('tutor_suspended', { reason: 'Two complaints.' }, { token: '', supportEmail }).paragraphs.join(' ');

it('says where to turn only what is true: mails mostly come from an address that nobody reads', () => {
  expect(suspended('help@example.com')).toContain('If you think that this is a mistake, write to help@example.com.');
  expect(suspended(null)).toContain('If you think that this is a mistake, tell the people who run this site.');
  for (const words of [suspended(null), suspended('help@example.com')]) expect(words).not.toMatch(/answer this mail/i);
});
