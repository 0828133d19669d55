import { describe, expect, it } from 'vitest';
import { mailOf, wordsOf } from './rules.ts';
import { NOTIFICATION_KINDS, type NotificationData, type NotificationKind, type ReturnReason } from './types.ts';

const data: NotificationData = {
  title: 'React mastery',
  side: 'student',
  otherName: 'Tunde Adeyemi',
  startsAt: '2026-11-24T09:00:00Z',
  endsAt: '2026-11-24T10:00:00Z',
  timeZone: 'Africa/Lagos',
  otherTimeZone: 'America/New_York',
  priceMinor: 500_000,
  currency: 'NGN',
  paid: true,
  keptMinor: 0,
  refundMinor: 500_000,
  refundCurrency: 'NGN',
  deadline: '2026-11-23T09:35:00Z',
  movedFrom: '2026-11-23T09:00:00Z',
  proposedAt: '2026-11-25T09:00:00Z',
  absent: 'tutor',
  lateMinutes: 10,
  startsInMinutes: 60,
};
const tutors = { ...data, side: 'tutor', otherName: 'Ada Obi', shareMinor: 350_000, keptShareMinor: 0 } as const;
const BARE = (({ title, otherName, startsAt, endsAt, timeZone, otherTimeZone, currency }) => ({
  ...{ title, otherName, startsAt, endsAt, timeZone, otherTimeZone, currency },
}))(data);

const reader = { name: 'Ada Obi' };
const paragraphs = (...args: Parameters<typeof wordsOf>) => wordsOf(...args).paragraphs.join('\n');

/** Told to the tutor alone, and never about a free session. */
const TUTORS_ONLY: readonly NotificationKind[] = ['request_submitted', 'meeting_link_missing'];
const PAID_ONLY: readonly NotificationKind[] = ['request_approved', 'payment_returned', 'payment_refunded'];

describe.each(NOTIFICATION_KINDS)('the words of %s', (kind) => {
  const sides = TUTORS_ONLY.includes(kind) ? (['tutor'] as const) : (['student', 'tutor'] as const);
  const variants: [string, NotificationData][] = sides.flatMap((side) => [
    [`${side}, all known`, side === 'student' ? data : tutors],
    ...(PAID_ONLY.includes(kind)
      ? []
      : [[`${side}, free`, { ...BARE, side, priceMinor: 0, paid: false }] satisfies [string, NotificationData]]),
    [
      `${side}, told before this was known`,
      { ...BARE, side, priceMinor: 500_000, refundMinor: 500_000, ...(side === 'tutor' && { shareMinor: 350_000 }) },
    ],
    [`${side}, with a note`, { ...(side === 'student' ? data : tutors), message: 'See you.\nBring tea.', by: 'admin' }],
    [
      `${side}, of their own doing`,
      { ...(side === 'student' ? data : tutors), message: 'I am ill that day.', by: side },
    ],
  ]);

  it.each(variants)('are whole for the %s', (_what, given) => {
    const words = wordsOf(kind, given, 'the-session');
    const all = [words.heading, ...words.paragraphs, words.action.label].join(' ');
    expect(all).not.toMatch(/undefined|null|NaN|\[object|Invalid|₦0\b| {2}|\.\.| ,|,,/);
    expect(words.heading.length).toBeGreaterThan(10);
    expect(words.paragraphs.length).toBeGreaterThan(0);
    for (const paragraph of words.paragraphs) expect(paragraph.trim().length, paragraph).toBeGreaterThan(10);
    expect(words.action.path).toMatch(/^\/[a-z]/);
    expect(words.action.label.length).toBeGreaterThan(3);
  });

  it('are on the clock of whoever reads them', () => {
    const lagos = paragraphs(kind, data, 's');
    const newYork = paragraphs(kind, { ...data, timeZone: 'America/New_York', otherTimeZone: 'Africa/Lagos' }, 's');
    if (/\d\d:\d\d/.test(lagos)) expect(newYork).not.toBe(lagos);
  });
});

describe('the words of a booking', () => {
  it('give both people the time where they are', () => {
    const [when] = wordsOf('session_booked', data, 'session').paragraphs;
    expect(when).toContain('Tue 24 Nov, 10:00–11:00, Africa/Lagos (WAT) (1 h).');
    expect(when).toContain('For Tunde Adeyemi: Tue 24 Nov, 04:00, America/New York (GMT-5).');
    expect(paragraphs('session_booked', { ...data, otherTimeZone: 'Africa/Lagos' }, 's')).not.toContain('For Tunde');
  });

  it('tell the tutor their share and the student their price', () => {
    expect(wordsOf('session_booked', data, 's').paragraphs).toContain('You paid ₦5,000.');
    expect(paragraphs('session_booked', tutors, 's')).toContain('Ada Obi paid ₦5,000; your share is ₦3,500');
    expect(wordsOf('session_booked', { ...data, priceMinor: 0 }, 's').paragraphs).toContain(
      'It is free: nothing to pay.',
    );
  });

  it('say until when to answer and to pay, and lead there', () => {
    const asked = wordsOf('request_submitted', tutors, 's');
    expect(asked.paragraphs.join()).toContain('Please answer until Mon 23 Nov, 10:35');
    expect(asked.action.path).toBe('/tutor/mentorship?tab=approvals');
    const approved = wordsOf('request_approved', data, 's');
    expect(approved.paragraphs.join()).toContain('Please pay ₦5,000 until Mon 23 Nov, 10:35');
    expect(approved.action).toEqual({ label: 'Pay ₦5,000', path: '/mentorship/session/s' });
  });

  it('lead whoever was turned down to what is similar, by the course where there is one', () => {
    expect(wordsOf('request_rejected', { ...data, message: 'Away.' }, 's')).toMatchObject({
      paragraphs: expect.arrayContaining(['The reason: Away.']),
      action: { path: '/mentorship' },
    });
    expect(wordsOf('request_rejected', { ...data, courseId: 'c1' }, 's').action.path).toBe('/mentorship?courseId=c1');
  });

  it('of a time that lapsed tell each side what they were to do', () => {
    expect(wordsOf('hold_expired', data, 's').heading).toBe('Your held time for React mastery has lapsed');
    expect(wordsOf('hold_expired', tutors, 's').heading).toBe('Ada Obi did not pay for React mastery in time');
    expect(wordsOf('request_expired', data, 's').heading).toContain('Tunde Adeyemi did not answer');
    expect(wordsOf('request_expired', tutors, 's').heading).toContain('The request of Ada Obi');
  });
});

describe('the words of a cancellation', () => {
  const cancelled = (more: Partial<NotificationData>) => paragraphs('session_cancelled', { ...data, ...more }, 's');
  const half = { refundMinor: 250_000, keptMinor: 250_000, keptShareMinor: 175_000 };

  it.each([
    ['all', {}, 'All of ₦5,000 goes back to where you paid from.'],
    ['half', half, '₦2,500 of ₦5,000 goes back to where you paid from.'],
    ['nothing', { refundMinor: 0, keptMinor: 500_000 }, 'Nothing of the ₦5,000 is returned.'],
    ['nothing, unpaid', { refundMinor: 0, paid: false }, 'It had not been paid, so nothing is charged'],
    ['nothing, free', { priceMinor: 0 }, 'It was free, so no money moves.'],
  ])('tell the student that they get %s back', (_what, more, sentence) => {
    expect(cancelled(more)).toContain(sentence);
  });

  it.each([
    ['all', {}, 'Ada Obi gets all of ₦5,000 back, so there is no share for you.'],
    ['half', half, 'Ada Obi gets ₦2,500 back. Your share of ₦1,750 is released at the scheduled end.'],
    ['nothing', { refundMinor: 0, keptMinor: 500_000, keptShareMinor: 350_000 }, 'Your share of ₦3,500 is released'],
  ])('tell the tutor their share when %s goes back', (_what, more, sentence) => {
    expect(cancelled({ ...tutors, ...more })).toContain(sentence);
  });

  it('say who did it, and whose reason it is', () => {
    expect(cancelled({ by: 'tutor', message: 'Ill.' })).toMatch(/^Tunde Adeyemi has cancelled it[^]*writes: Ill\.$/);
    expect(cancelled({ by: 'student', message: 'Ill.' })).toMatch(/^You have cancelled it[^]*You wrote: Ill\.$/);
    expect(cancelled({ by: 'admin', message: 'Ill.' })).toMatch(
      /^Our team has cancelled it[^]*Our team writes: Ill\.$/,
    );
  });
});

describe('the words of a decision', () => {
  it('count what went back before', () => {
    const decided = (more: Partial<NotificationData>) =>
      paragraphs('session_decided', { ...data, message: 'Seen.', ...more }, 's');
    expect(decided({ refundMinor: 0, keptMinor: 0 })).toContain(
      'Nothing more is returned: ₦5,000 of ₦5,000 went back before.',
    );
    expect(decided({ ...tutors, refundMinor: 0, keptMinor: 0 })).toContain('so there is no share for you');
  });

  it.each([
    ['released_now', 'Your share of ₦1,750 is released with this decision.'],
    ['released_at_end', 'Your share of ₦1,750 is released at the scheduled end.'],
    ['released', 'Your share of ₦1,750 stays yours.'],
    [undefined, 'Your share of ₦1,750 is yours.'],
  ] as const)('tell the tutor what becomes of a share that is %s', (shareIs, sentence) => {
    const half = { refundMinor: 250_000, keptMinor: 250_000, keptShareMinor: 175_000 };
    const decided = { ...tutors, ...half, ...(shareIs && { shareIs }) };
    expect(paragraphs('session_decided', decided, 's')).toContain(sentence);
  });
});

describe('the words of money on its way back', () => {
  it('are in the currency that came', () => {
    const words = wordsOf('payment_returned', { ...data, refundCurrency: 'GHS', returnReason: 'currency' }, 's');
    expect(words.heading).toMatch(/GH₵|GHS/);
    expect(words.paragraphs[0]).toBe('It was not made in NGN, so it could not book the session.');
  });

  it('read as one sentence whatever the title ends with', () => {
    const title = 'React code review, one to one';
    const [said] = wordsOf('payment_refunded', { ...data, title }, 's').paragraphs;
    expect(said).toMatch(/^You paid it for “React code review, one to one”\. Paystack has sent it back to where you/);
  });

  const REASONS: Record<ReturnReason, RegExp> = {
    late: /arrived after/,
    duplicate: /paid already/,
    excess: /only the extra amount/,
    amount: /price of ₦5,000/,
    currency: /not made in NGN/,
    metadata: /could not be matched/,
    session_closed: /had been closed/,
  };
  it.each(Object.entries(REASONS))('give the reason: %s', (returnReason, sentence) => {
    expect(paragraphs('payment_returned', { ...data, returnReason: returnReason as ReturnReason }, 's')).toMatch(
      sentence,
    );
  });
});

describe('the words of a reminder', () => {
  const reminder = (startsInMinutes: number) => wordsOf('session_starting', { ...data, startsInMinutes }, 's');

  it.each([
    [24 * 60, 'In 24 hours: React mastery with Tunde Adeyemi'],
    [60, 'In 1 hour: React mastery with Tunde Adeyemi'],
    [41, 'In 41 minutes: React mastery with Tunde Adeyemi'],
    [15, 'In 15 minutes: React mastery with Tunde Adeyemi'],
    [1, 'In 1 minute: React mastery with Tunde Adeyemi'],
    [0, 'In less than a minute: React mastery with Tunde Adeyemi'],
  ])('count down: %i minutes', (minutes, heading) => {
    expect(reminder(minutes).heading).toBe(heading);
  });

  it('name the start on the reader’s clock and lead to the join page', () => {
    const { paragraphs, action } = reminder(60);
    expect(paragraphs[0]).toContain('It starts in 1 hour, at 10:00 WAT, Tue 24 Nov. For Tunde Adeyemi:');
    expect(action).toEqual({ label: 'Open the join page', path: '/mentorship/session/s' });
  });

  it('say at the last when the door opens', () => {
    expect(reminder(15).paragraphs[1]).toContain('The door opens at 09:50 WAT');
    expect(reminder(5).paragraphs[1]).toBe('The door is open: you can join now.');
    expect(reminder(60).paragraphs[1]).not.toContain('door');
  });
});

it('tells how late the other side will be', () => {
  const words = wordsOf('running_late', { ...data, message: 'Traffic.' }, 's');
  expect(words.heading).toBe('Tunde Adeyemi is running about 10 minutes late');
  expect(words.paragraphs).toContain('Tunde Adeyemi writes: Traffic.');
});

describe('a mail', () => {
  const mail = mailOf(wordsOf('session_booked', data, 'abc'), reader, 'https://mentorship.test', [
    { label: 'Decline', path: '/no' },
  ]);

  it('leads to the product by its public address', () => {
    expect(mail.text).toContain('Open the session: https://mentorship.test/mentorship/session/abc');
    expect(mail.html).toContain('href="https://mentorship.test/mentorship/session/abc"');
    expect(mail.html).toContain('href="https://mentorship.test/no"');
  });

  it('says the same as text and as HTML', () => {
    const words = wordsOf('session_booked', data, 'abc');
    for (const part of [words.heading, 'Hello Ada Obi,', ...words.paragraphs, 'You get this mail because']) {
      expect(mail.text).toContain(part);
      expect(mail.html).toContain(part);
    }
  });

  it('stands on its own: a language, both looks, a narrow one, and nothing from anywhere else', () => {
    expect(mail.html).toContain('<html lang="en"');
    expect(mail.html).toContain('prefers-color-scheme:dark');
    expect(mail.html).toContain('max-width:480px');
    expect(mail.html).not.toMatch(/<img|<link|<script|@import|url\(|src=/i);
  });
});
