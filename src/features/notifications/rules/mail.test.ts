import { describe, expect, it } from 'vitest';
import { wordsOf } from '../rules.ts';
import { NOTIFICATION_KINDS, type NotificationData } from '../types.ts';
import { mailOf } from './mail.ts';

/** What people have typed into other products, to see what happens. */
const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'><svg/onload=alert(1)>",
  '</title><script>alert(1)</script>',
  '</style><script>alert(1)</script>',
  '--><script>alert(1)</script>',
  '<a href="javascript:alert(1)">x</a>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '<iframe srcdoc="<script>alert(1)</script>">',
  '<style>*{display:none}</style>',
  '{{constructor.constructor("alert(1)")()}}',
  'Hello\r\nBcc: all@example.test',
  'Hello\nContent-Type: text/html\n\n<b>x</b>',
  'Hello\u2028Bcc: all@example.test',
  '\u0000\u0008\u001b[2J\u007f<b>x</b>',
  '<'.repeat(3000),
];

const data: NotificationData = {
  title: '',
  side: 'student',
  otherName: '',
  startsAt: '2026-11-24T09:00:00Z',
  endsAt: '2026-11-24T10:00:00Z',
  timeZone: 'Africa/Lagos',
  otherTimeZone: 'Africa/Lagos',
  priceMinor: 500_000,
  currency: 'NGN',
};

describe.each(HOSTILE)('typed %j', (typed) => {
  it.each(NOTIFICATION_KINDS)('is text in a mail of %s', (kind) => {
    for (const side of ['student', 'tutor'] as const) {
      const words = wordsOf(kind, { ...data, side, title: typed, otherName: typed, message: typed }, 'session');
      const mail = mailOf(words, { name: typed }, 'https://mentorship.test');
      const plain = mailOf(
        wordsOf(kind, { ...data, side, title: 'T', otherName: 'O', message: 'M' }, 'session'),
        { name: 'N' },
        'https://mentorship.test',
      );
      expect(tagsOf(mail.html)).toEqual(tagsOf(plain.html));
      // eslint-disable-next-line no-control-regex -- they are what this test looks for
      expect(mail.html).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/);
      expect(mail.subject).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
      expect(mail.subject.length).toBeLessThanOrEqual(200);
    }
  });
});

/** Every tag with its attributes, but for the breaks that typed lines become. */
function tagsOf(html: string): string[] {
  return (html.match(/<[^>]*>/g) ?? []).filter((tag) => tag !== '<br>');
}
