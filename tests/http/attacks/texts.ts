import { beforeAll, describe, expect, it, vi } from 'vitest';
import { signUpStudent, type Caller } from '#tests/e2e/caller.ts';
import { begin, payNow } from '#tests/e2e/begin.ts';
import { advanceClock, productNow } from '#tests/e2e/product.ts';
import { openStarts } from '#tests/e2e/steps.ts';
import { expectOnlyText, hostile, long } from './markup.ts';
import { ask, type Stage } from './stage.ts';

const CSV_HEAD = 'title,duration_minutes,price_naira,description';
const ZONE = { timeZone: 'Africa/Lagos', colour: 'auto' };
const MINUTE_MS = 60_000;

/** A page, who looks, and the fields whose text must be readable there. */
type Shown = readonly [path: string, who: Caller, fields: readonly string[]];

/** Everything that people write, told in sessions that go every way; then every page that shows it. */
export function texts(stage: () => Stage): void {
  describe('hostile text in every field that people write', () => {
    let shown: Shown[];
    let icsPath: string;
    let student: Caller & { email: string };
    beforeAll(async () => ({ shown, icsPath, student } = await writeEverything(stage())));

    it('stands on every page as text, where people look for it', async () => {
      for (const [path, who, fields] of shown) {
        const { status, body } = await who.request(path, { headers: { accept: 'text/html' } });
        expect([path, status]).toEqual([path, 200]);
        expectOnlyText(String(body), path);
        for (const field of fields) expect(String(body), `${path} shows ${field}`).toContain(`xa.${field}(`);
      }
    });

    it('stands in every mail as text, and in no header as a line of its own', async () => {
      const { nobody } = stage();
      const { body } = await nobody.get('/demo/mails');
      const { mails } = body as { mails: { subject: string; to: string; html: string }[] };
      expect(mails.filter(({ to }) => to.includes(student.email)).length).toBeGreaterThan(3);
      for (const { subject, to, html } of mails) {
        expect(subject + to).not.toMatch(/\p{Cc}/u);
        expectOnlyText(html, subject);
      }
      for (const number of [1, 2, 3]) {
        const { body: page } = await nobody.get(`/demo/mails/${number}`);
        expectOnlyText(String(page), `mail ${number}`);
      }
    });

    it('ends no line of a calendar', async () => {
      const { body } = await student.get(icsPath);
      const lines = String(body).split('\r\n').filter(Boolean);
      for (const line of lines) expect(line).toMatch(/^( |[A-Z]+[:;])/);
      expect(lines.filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(1);
      expect(String(body).replaceAll('\r\n', '')).not.toMatch(/[\p{Cc}]/u);
    });

    it('is echoed by searches and failed forms as text', async () => {
      const { nobody, tunde, kemi } = stage();
      const q = encodeURIComponent(hostile('echo').slice(0, 90));
      for (const [who, path] of [
        [nobody, `/mentorship?q=${q}`],
        [nobody, `/mentorship?q=${q}&maxPrice=${q}&sort=${q}&cursor=${q}`],
        [student, `/student/mentorship?tab=history&q=${q}`],
        [tunde, `/tutor/mentorship?tab=completed&q=${q}`],
        [kemi, `/admin/mentorship?tab=sessions&q=${q}`],
        [kemi, `/admin/mentorship?tab=tutors&q=${q}&done=verified&name=${q}`],
        [kemi, `/admin/doctor?id=${q}`],
        [nobody, `/mentorship/verify-payment?reference=${q}`],
        [nobody, `/sign-in?next=${q}`],
        [nobody, `/reset-password?token=${q}`],
        [nobody, `/courses/${q}`],
      ] as const) {
        const { body } = await who.request(path, { headers: { accept: 'text/html' } });
        expectOnlyText(String(body), path);
      }
      const fields = { name: hostile('echo'), email: hostile('echo'), password: 'x' };
      for (const path of ['/sign-in', '/sign-up', '/forgot-password']) {
        const form = { method: 'POST', body: new URLSearchParams(fields), headers: { accept: 'text/html' } };
        const { status, body } = await nobody.request(path, form);
        expect([path, status]).toEqual([path, 422]);
        expectOnlyText(String(body), path);
      }
    });
  });
}

async function writeEverything(stage: Stage): Promise<{ shown: Shown[]; icsPath: string; student: Stage['ada'] }> {
  const { product, tunde, mentor, kemi, tutorId, nobody } = stage;
  const must = async (who: Caller, name: string, input: object) => {
    const { status, body } = await who.act(name, input);
    expect([name, status, status === 200 ? null : body]).toEqual([name, 200, null]);
    return (body as { data: unknown }).data;
  };
  const named = async (field: string) => {
    const person = await signUpStudent(product.url, 'Ada Hostile');
    await must(person, 'updateProfile', { ...ZONE, name: hostile(field) });
    return person;
  };
  const student = await named('student');
  const about = { ...ZONE, name: hostile('tutor'), headline: hostile('headline'), bio: long('bio') };
  await must(tunde, 'updateProfile', about);
  const offering = { title: hostile('title'), description: long('description').replace('\u0000', ''), price: 5000 };
  const made = await must(tunde, 'createMentorshipOffering', {
    ...offering,
    duration: 60,
    bookingModes: ['REQUEST', 'INSTANT'],
  });
  const { id } = made as { id: string };
  const cell = `"${hostile('csv').replaceAll('"', '""')}"`;
  await must(tunde, 'importMentorshipOfferings', { csv: `${CSV_HEAD}\n${cell},60,5000,${cell}` });

  const rejected = await ask(product, student, id, { description: long('booking') });
  await must(tunde, 'askMentorshipStudent', { sessionId: rejected, message: long('question') });
  await must(student, 'writeSessionMessage', { sessionId: rejected, body: long('message') });
  await must(tunde, 'rejectMentorshipRequest', { sessionId: rejected, reason: long('rejection') });
  const approved = await ask(product, student, id);
  await must(tunde, 'approveMentorshipRequest', { sessionId: approved, notes: long('notes') });

  const disputed = await payAndDispute(stage, student, id, must);
  await must(kemi, 'resolveMentorshipSession', {
    sessionId: disputed,
    status: 'COMPLETED',
    refundPercent: 0,
    reason: long('resolution'),
  });

  const applicant = await named('applicant');
  await must(applicant, 'applyAsTutor', {
    role: 'MENTOR',
    headline: hostile('line'),
    bio: long('life'),
    why: long('why'),
  });
  const { body: me } = await mentor.get('/settings/profile');
  const suspendedId = /\/mentorship\/tutors\/([0-9a-f-]+)/.exec(String(me))?.[1] ?? '';
  await must(kemi, 'suspendTutor', { tutorId: suspendedId, reason: long('suspension') });

  const session = `/mentorship/session/${rejected}`;
  const both = (path: string, fields: readonly string[]): Shown[] => [
    [path, student, fields],
    [path, tunde, fields],
  ];
  return {
    student,
    icsPath: `/mentorship/session/${disputed}/calendar.ics`,
    shown: [
      ['/mentorship?sort=newest', nobody, ['title', 'tutor', 'csv']],
      [`/mentorship/offerings/${id}`, nobody, ['title', 'description', 'tutor']],
      [`/mentorship/checkout?offeringId=${id}`, student, ['title', 'tutor']],
      [`/mentorship/tutors/${tutorId}`, nobody, ['tutor', 'headline', 'bio']],
      ...both(session, ['title', 'student', 'booking', 'question', 'message', 'rejection']),
      ...both(`/mentorship/session/${approved}`, ['title', 'notes']),
      ...both(`/mentorship/session/${disputed}`, ['title', 'late', 'resolution']),
      [session, kemi, ['title', 'student', 'tutor']],
      [`/admin/mentorship/sessions/${rejected}`, kemi, ['title', 'student', 'tutor', 'rejection']],
      [`/admin/mentorship/sessions/${disputed}`, kemi, ['dispute', 'resolution']],
      ['/admin/mentorship', kemi, []],
      ['/admin/mentorship?tab=sessions', kemi, ['title', 'student']],
      ['/admin/mentorship?tab=tutors', kemi, ['tutor', 'applicant', 'why']],
      [`/admin/mentorship/tutors/${suspendedId}`, kemi, ['suspension']],
      ['/student/mentorship?tab=history', student, ['title', 'tutor']],
      ['/student/mentorship', student, []],
      ['/student/payments', student, ['title']],
      ['/tutor/mentorship?tab=completed', tunde, ['title', 'student']],
      ['/tutor/mentorship/schedule', tunde, ['title', 'csv']],
      [`/tutor/mentorship/schedule?edit=${id}`, tunde, ['title', 'description']],
      [`/tutor/mentorship/offerings/${id}`, tunde, ['title']],
      ['/tutor/wallet', tunde, []],
      ['/tutor/mentorship', mentor, []],
      ['/notifications', student, ['title']],
      ['/notifications', tunde, ['student']],
      ['/settings/profile', tunde, ['tutor', 'headline', 'bio']],
      ['/become-a-tutor', applicant, []],
      ['/demo/mails', nobody, ['title']],
    ],
  };
}

type Must = (who: Caller, name: string, input: object) => Promise<unknown>;

/** A paid session whose student is late and then objects. */
async function payAndDispute({ product, tunde }: Stage, student: Caller, offeringId: string, must: Must) {
  const [scheduledAt = ''] = await openStarts(product, offeringId, 1);
  const held = await begin(student, { offeringId, scheduledAt });
  await payNow(product, held);
  const { sessionId } = held;
  const isPaid = async () => {
    const { body } = await student.get(`/api/mentorship/session/${sessionId}`);
    return (body as { session: { paymentStatus: string } }).session.paymentStatus;
  };
  await vi.waitFor(async () => expect(await isPaid()).toBe('PAID'), { timeout: 20_000, interval: 50 });
  const minutesUntil = async () =>
    Math.round((Date.parse(scheduledAt) - Date.parse(await productNow(product))) / MINUTE_MS);
  await advanceClock(product, (await minutesUntil()) - 5);
  await must(student, 'sayRunningLate', { sessionId, minutes: 10, message: hostile('late') });
  await must(tunde, 'joinMentorshipSession', { sessionId });
  await advanceClock(product, 70);
  await must(tunde, 'updateTutorMentorshipSessionStatus', { sessionId, status: 'COMPLETED' });
  await must(student, 'disputeMentorshipSession', { sessionId, reason: long('dispute') });
  return sessionId;
}
