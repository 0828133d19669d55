import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createMailer, type Mail, type Mailer } from '#infra/mail/mailer.server.ts';
import { instant } from '#shared/time.ts';
import { startFakeSmtp, type FakeSmtp } from './server.ts';

const ICS = 'BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n';
const MAIL: Mail = {
  to: 'ada@example.test',
  subject: 'Your session with Tunde – ₦5,000',
  text: 'See you on Monday.',
  html: '<p>See you on <b>Monday</b>.</p>',
  messageId: '<notification-1@mentorship.test>',
};

const clock = { now: () => instant(Date.UTC(2026, 0, 5, 9)) };

let smtp: FakeSmtp;
let mailer: Mailer;

beforeEach(async () => {
  smtp = await startFakeSmtp();
  mailer = createMailer({ smtpUrl: smtp.url, from: 'Mentorship <no-reply@mentorship.test>', clock, timeoutMs: 2_000 });
});
afterEach(async () => {
  mailer.close();
  await smtp.close();
});

const headersOf = (raw: string) => raw.split('\r\n\r\n', 1)[0] ?? '';

test('a mail arrives as it was written, newest first', async () => {
  expect(await mailer.send(MAIL)).toEqual({ ok: true });
  expect(await mailer.send({ ...MAIL, subject: 'second' })).toEqual({ ok: true });
  const [second, first] = smtp.mails();
  expect(second?.subject).toBe('second');
  expect(first).toMatchObject({
    to: 'ada@example.test',
    from: 'no-reply@mentorship.test',
    subject: 'Your session with Tunde – ₦5,000',
    html: '<p>See you on <b>Monday</b>.</p>',
    sentAt: '2026-01-05T09:00:00Z',
    messageId: '<notification-1@mentorship.test>',
    calendar: null,
  });
  expect(first?.text.trim()).toBe('See you on Monday.');
  smtp.clear();
  expect(smtp.mails()).toEqual([]);
});

test('answers go to where somebody reads them, when there is such an address', async () => {
  await mailer.send(MAIL);
  const replyTo = 'help@mentorship.test';
  const answered = createMailer({
    smtpUrl: smtp.url,
    from: 'no-reply@mentorship.test',
    replyTo,
    clock,
    timeoutMs: 2_000,
  });
  await answered.send(MAIL);
  answered.close();
  const [withAddress = '', without = ''] = smtp.mails().map(({ raw }) => headersOf(raw));
  expect(withAddress).toMatch(/^Reply-To: help@mentorship\.test\r?$/m);
  expect(without).not.toContain('Reply-To');
});

test('an invitation travels as an alternative with its method', async () => {
  await mailer.send({ ...MAIL, icalEvent: { method: 'REQUEST', content: ICS } });
  const [mail] = smtp.mails();
  expect(mail?.calendar).toContain('METHOD:REQUEST');
  expect(mail?.raw).toMatch(/content-type: text\/calendar;[^\n]*\s*method=REQUEST/i);
  expect(mail?.raw).toContain('multipart/alternative');
});

test('a mail that can be stopped tells mail programs how, and every mail that no person wrote it', async () => {
  await mailer.send({ ...MAIL, unsubscribeUrl: 'https://mentorship.test/mail/unsubscribe/x.y' });
  await mailer.send(MAIL);
  const [plain, stoppable] = smtp.mails().map(({ raw }) => headersOf(raw).replaceAll('\r\n ', ' '));
  expect(stoppable).toMatch(/^List-Unsubscribe: *<https:\/\/mentorship\.test\/mail\/unsubscribe\/x\.y>$/im);
  expect(stoppable).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click$/im);
  expect(plain).not.toMatch(/^List-Unsubscribe/im);
  for (const headers of [plain, stoppable]) expect(headers).toMatch(/^Auto-Submitted: auto-generated$/im);
});

test('verify signs in and sends nothing', async () => {
  expect(await mailer.verify()).toEqual({ ok: true });
  expect(smtp.mails()).toEqual([]);
});

describe('nobody slips in a header', () => {
  test.each([
    'Hello\r\nBcc: eve@evil.test',
    'Hello\nBcc: eve@evil.test',
    'Hello\rBcc: eve@evil.test',
    'Hello\u0000\u000b\nBcc: eve@evil.test',
  ])('through the subject: %j', async (subject) => {
    await mailer.send({ ...MAIL, subject });
    const [mail] = smtp.mails();
    expect(mail?.subject).toBe('Hello Bcc: eve@evil.test');
    expect(headersOf(mail?.raw ?? '')).not.toMatch(/^bcc:/im);
  });

  test.each([
    'ada@example.test\r\nBcc: eve@evil.test',
    'ada@example.test, eve@evil.test',
    'Ada <ada@example.test>',
    'ada@example.test>\r\nRCPT TO:<eve@evil.test',
    'undisclosed:ada@example.test;',
    'ada',
    '',
  ])('through the address, which is refused for good: %j', async (to) => {
    expect(await mailer.send({ ...MAIL, to })).toMatchObject({ ok: false, retryable: false });
    expect(smtp.mails()).toEqual([]);
  });

  test('through the address that stops mails: a wrong one is a bug', async () => {
    const unsubscribeUrl = 'https://mentorship.test/x>\r\nBcc: eve@evil.test';
    await expect(mailer.send({ ...MAIL, unsubscribeUrl })).rejects.toThrow('one address');
  });

  test('through the Message-ID, which is ours to make: a wrong one is a bug', async () => {
    await expect(mailer.send({ ...MAIL, messageId: '<a@b>\r\nBcc: eve@evil.test' })).rejects.toThrow('Message-ID');
  });
});

describe('a mail that is not taken', () => {
  test.each([
    ['says "never" after a 550', 550, false],
    ['says "later" after a 451', 451, true],
  ])('%s', async (_what, refuseCode, retryable) => {
    Object.assign(smtp.knobs, { refuseNext: 1, refuseCode });
    const result = await mailer.send(MAIL);
    expect(result).toMatchObject({ ok: false, retryable });
    expect(JSON.stringify(result)).not.toContain('ada@');
    expect(await mailer.send(MAIL)).toEqual({ ok: true });
  });

  test('says "later" while the server turns everyone away, and arrives afterwards', async () => {
    smtp.knobs.drop = true;
    expect(await mailer.send(MAIL)).toMatchObject({ ok: false, retryable: true });
    expect(await mailer.verify()).toMatchObject({ ok: false, retryable: true });
    smtp.knobs.drop = false;
    expect(await mailer.send(MAIL)).toEqual({ ok: true });
  });

  test('says "later" when nobody listens', async () => {
    await smtp.close();
    expect(await mailer.send(MAIL)).toMatchObject({ ok: false, retryable: true });
    smtp = await startFakeSmtp();
  });

  test('says "later" when the server is silent, and the copy that a retry makes bears the same Message-ID', async () => {
    const impatient = createMailer({ smtpUrl: smtp.url, from: 'no-reply@mentorship.test', clock, timeoutMs: 600 });
    smtp.knobs.loseAnswers = 2;
    expect(await impatient.send(MAIL)).toMatchObject({ ok: false, retryable: true });
    smtp.knobs.loseAnswers = 0;
    expect(await impatient.send(MAIL)).toEqual({ ok: true });
    impatient.close();
    expect(smtp.mails().length).toBeGreaterThanOrEqual(2);
    expect(new Set(smtp.mails().map(({ messageId }) => messageId))).toEqual(new Set([MAIL.messageId]));
  });
});

test('text that names a file is text', async () => {
  await mailer.send({ ...MAIL, text: '/etc/hostname', html: '<img src="file:///etc/hostname">' });
  expect(smtp.mails()[0]).toMatchObject({ text: expect.stringContaining('/etc/hostname') });
});
