import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { execute, type Command } from '#features/accounts/command.server.ts';
import type { Actor } from '#features/accounts/gates.server.ts';
import type { Permission } from '#features/accounts/permissions.ts';
import { settings } from '#shared/settings.ts';
import { readId, type SessionId } from '#shared/id.ts';
import type { Result } from '#shared/result.ts';
import {
  checkout,
  deliverWebhooks,
  hold,
  openWithPaystack,
  referenceOf,
  type PaidWorld,
} from '#tests/support/booking.ts';
import { seedCast, type Cast } from '#tests/support/cast.ts';
import { forEachEngine } from '#tests/support/database.ts';
import { perform } from '#tests/support/perform.ts';
import type { z } from 'zod';
import { approveMentorshipRequest, rejectMentorshipRequest } from './commands/answer-request.server.ts';
import { askMentorshipStudent } from './commands/ask.server.ts';
import { cancelMentorshipSession } from './commands/cancel.server.ts';
import { joinMentorshipSession } from './commands/join.server.ts';
import { setMentorshipMeetingUrl } from './commands/meeting-url.server.ts';
import { updateTutorMentorshipSessionStatus } from './commands/update-status.server.ts';
import { sayRunningLate, writeSessionMessage } from './commands/write.server.ts';
import { sessionPage } from './queries/session-page.server.ts';
import type { SessionPageView } from './types.ts';

const WEDNESDAY_10 = '2026-11-25T09:00:00Z';
const ANOTHER = 'https://zoom.us/j/123?pwd=x';
const HOSTILE = '<img src=x onerror=alert(1)>"\'</textarea><script>alert(1)</script>';

forEachEngine((_engine, open) => {
  let world: PaidWorld;
  let cast: Cast;

  beforeAll(async () => void (world = await openWithPaystack(open)));
  afterAll(() => world.close());
  beforeEach(async () => {
    await world.reset();
    cast = await seedCast(world.app);
  });

  const run = <P extends Permission, I extends z.ZodType, O>(
    command: Command<P, I, O>,
    actor: Actor,
    input: object,
  ): Promise<Result<O>> => execute(world.app, command, actor, input);

  const page = async (sessionId: string, actor: Actor = cast.ada): Promise<SessionPageView> => {
    const found = await sessionPage(world.app, actor, readId<SessionId>(sessionId));
    if (!found.ok) throw new Error(found.reason);
    return found.value;
  };

  const bookPaid = async (): Promise<string> => {
    const { mentorshipSessionId } = await hold(world.app, cast.ada, cast.react, WEDNESDAY_10);
    world.paystack.pay(await referenceOf(world.app, mentorshipSessionId), 'success');
    await deliverWebhooks(world);
    await world.runJobs();
    world.mails.length = 0;
    return mentorshipSessionId;
  };

  const request = async (): Promise<string> => {
    const wanted = { offeringId: cast.react, bookingMode: 'REQUEST', scheduledAt: WEDNESDAY_10 };
    const answer = await checkout(world.app, cast.ada, wanted);
    if (!answer.ok) throw new Error(answer.reason);
    await world.runJobs();
    world.mails.length = 0;
    return answer.value.mentorshipSessionId;
  };

  const mailsTo = async (actor: Actor) => {
    await world.runJobs();
    return world.mails.filter(({ to }) => to === actor.email);
  };

  describe('a pasted meeting link', () => {
    it('is on both pages at once, and Ada is told once', async () => {
      const sessionId = await bookPaid();
      expect(
        await perform(world.app, setMentorshipMeetingUrl, cast.tunde, { sessionId, meetingUrl: ANOTHER }),
      ).toMatchObject({
        meetingUrl: ANOTHER,
        meetingProvider: 'link',
      });
      expect((await page(sessionId)).session.meetingUrl).toBe(ANOTHER);
      expect((await page(sessionId, cast.kemi)).session.meetingUrl).toBeNull();
      await perform(world.app, setMentorshipMeetingUrl, cast.tunde, { sessionId, meetingUrl: ANOTHER });
      expect((await mailsTo(cast.ada)).map(({ subject }) => subject)).toEqual([
        'New meeting link for React mastery, one to one',
      ]);
      expect(await mailsTo(cast.tunde)).toEqual([]);
    });

    it('left empty gives the session back to the usual link', async () => {
      const sessionId = await bookPaid();
      await perform(world.app, setMentorshipMeetingUrl, cast.tunde, { sessionId, meetingUrl: ANOTHER });
      await perform(world.app, setMentorshipMeetingUrl, cast.tunde, { sessionId, meetingUrl: '  ' });
      expect(await mailsTo(cast.ada)).toHaveLength(2);
      expect((await page(sessionId)).session.meetingUrl).toBe('https://meet.example.com/tunde');
      await perform(world.app, setMentorshipMeetingUrl, cast.tunde, { sessionId, meetingUrl: null });
      expect(await mailsTo(cast.ada)).toHaveLength(2);
      expect((await page(sessionId)).session.meetingUrl).toBe('https://meet.example.com/tunde');
    });

    it.each([
      'javascript:alert(1)',
      'http://zoom.us/j/1',
      '//zoom.us/j/1',
      'https://user:secret@zoom.us/j/1',
      'https://localhost/room',
      'https://127.0.0.1/',
      'https://2130706433/',
      'https://[::1]/',
      'https://169.254.169.254/latest/meta-data/',
      'https://db.internal/',
      `https://zoom.us/${'x'.repeat(600)}`,
      HOSTILE,
    ])('is refused when it is %s', async (meetingUrl) => {
      const sessionId = await bookPaid();
      expect(await run(setMentorshipMeetingUrl, cast.tunde, { sessionId, meetingUrl })).toMatchObject({
        reason: 'invalid',
        fields: { meetingUrl: expect.any(String) },
      });
      expect((await page(sessionId)).session.meetingUrl).toBe('https://meet.example.com/tunde');
    });

    it('is refused with what is wrong with it', async () => {
      const sessionId = await bookPaid();
      const wrong = async (meetingUrl: unknown) => {
        const refusal = await run(setMentorshipMeetingUrl, cast.tunde, { sessionId, meetingUrl });
        return refusal.ok ? null : refusal.fields?.['meetingUrl'];
      };
      expect(await wrong('javascript:alert(1)')).toBe('The link must start with https://.');
      expect(await wrong('https://localhost/')).toBe('This link only works on your own network.');
      expect(await wrong(7)).toBe('Give a link that starts with https://.');
      expect(await wrong(undefined)).toBe('Give a link that starts with https://.');
    });

    it('belongs to the tutor of a paid session that is not over', async () => {
      const sessionId = await bookPaid();
      const input = { sessionId, meetingUrl: ANOTHER };
      expect(await run(setMentorshipMeetingUrl, cast.ada, input)).toMatchObject({ reason: 'forbidden' });
      expect(await run(setMentorshipMeetingUrl, cast.tunde, { ...input, version: 1 })).toMatchObject({
        reason: 'version_conflict',
      });
      expect(await run(setMentorshipMeetingUrl, cast.tunde, { ...input, provider: 'zoom' })).toMatchObject({
        reason: 'unknown_key',
      });
      world.clock.set('2026-11-25T10:14:59Z');
      await perform(world.app, setMentorshipMeetingUrl, cast.tunde, input);
      world.clock.set('2026-11-25T10:15:00Z');
      expect(await run(setMentorshipMeetingUrl, cast.tunde, { sessionId, meetingUrl: '' })).toMatchObject({
        reason: 'too_late',
      });
    });

    it('is refused while nobody has paid, and after a cancel', async () => {
      const unpaid = await request();
      const input = { sessionId: unpaid, meetingUrl: ANOTHER };
      expect(await run(setMentorshipMeetingUrl, cast.tunde, input)).toMatchObject({ reason: 'wrong_state' });
      await perform(world.app, approveMentorshipRequest, cast.tunde, { sessionId: unpaid });
      expect(await run(setMentorshipMeetingUrl, cast.tunde, input)).toMatchObject({ reason: 'wrong_state' });
      await perform(world.app, cancelMentorshipSession, cast.tunde, { sessionId: unpaid, expectedRefundMinor: 0 });
      expect(await run(setMentorshipMeetingUrl, cast.tunde, input)).toMatchObject({ reason: 'wrong_state' });
    });
  });

  describe('running late', () => {
    it('stands on the page of the other side and goes to them', async () => {
      const sessionId = await bookPaid();
      world.clock.set('2026-11-25T08:52:00Z');
      await perform(world.app, sayRunningLate, cast.ada, { sessionId, minutes: 10, message: `Traffic. ${HOSTILE}` });
      const seen = await page(sessionId, cast.tunde);
      expect(seen.studentLate).toEqual({ minutes: 10, saidAt: '2026-11-25T08:52:00Z' });
      expect(seen.tutorLate).toBeNull();
      expect(seen.messages).toMatchObject([{ from: 'student', lateMinutes: 10, body: `Traffic. ${HOSTILE}` }]);
      const [mail] = await mailsTo(cast.tunde);
      expect(mail?.subject).toBe('Ada Obi is running about 10 minutes late');
      expect(mail?.html).not.toContain('<img');
      expect(await mailsTo(cast.ada)).toEqual([]);
    });

    it('is open from an hour before the start to a quarter of an hour after it', async () => {
      const sessionId = await bookPaid();
      const late = () => run(sayRunningLate, cast.tunde, { sessionId, minutes: 5 });
      world.clock.set('2026-11-25T07:59:59Z');
      expect(await late()).toMatchObject({ reason: 'too_early' });
      world.clock.set('2026-11-25T08:00:00Z');
      expect((await late()).ok).toBe(true);
      world.clock.set('2026-11-25T09:14:59Z');
      expect((await late()).ok).toBe(true);
      world.clock.set('2026-11-25T09:15:00Z');
      expect(await late()).toMatchObject({ reason: 'too_late' });
    });

    it('is said three times at most by each side', async () => {
      const sessionId = await bookPaid();
      world.clock.set('2026-11-25T08:50:00Z');
      for (const minutes of [5, 10, 15]) {
        await perform(world.app, sayRunningLate, cast.ada, { sessionId, minutes });
        world.clock.advance(1);
      }
      expect(await run(sayRunningLate, cast.ada, { sessionId, minutes: 5 })).toMatchObject({
        reason: 'too_many_messages',
      });
      await perform(world.app, sayRunningLate, cast.tunde, { sessionId, minutes: 5 });
      expect((await page(sessionId)).studentLate?.minutes).toBe(15);
    });

    it.each([[{ minutes: 7 }], [{ minutes: '' }], [{ minutes: 10, message: 'x'.repeat(201) }], [{ minutes: null }]])(
      'refuses %j',
      async (wrong) => {
        const sessionId = await bookPaid();
        world.clock.set('2026-11-25T08:50:00Z');
        expect(await run(sayRunningLate, cast.ada, { sessionId, ...wrong })).toMatchObject({ reason: 'invalid' });
      },
    );

    it('is for paid sessions, and strangers find none', async () => {
      const sessionId = await request();
      const input = { sessionId, minutes: 5 };
      expect(await run(sayRunningLate, cast.ada, input)).toMatchObject({ reason: 'wrong_state' });
      expect(await run(sayRunningLate, cast.bola, input)).toMatchObject({ reason: 'not_found' });
      expect(await run(sayRunningLate, cast.kemi, input)).toMatchObject({ reason: 'forbidden' });
    });
  });

  describe('messages', () => {
    it('lets Ada answer what Tunde asks, and each is told what the other wrote', async () => {
      const sessionId = await request();
      await perform(world.app, askMentorshipStudent, cast.tunde, { sessionId, message: 'Which React?' });
      world.clock.advance(1);
      await perform(world.app, writeSessionMessage, cast.ada, { sessionId, body: `Nineteen.\u0000 ${HOSTILE}` });
      world.clock.advance(1);
      await perform(world.app, writeSessionMessage, cast.tunde, { sessionId, body: 'Good.' });
      expect((await page(sessionId)).messages.map(({ from, body }) => [from, body])).toEqual([
        ['tutor', 'Which React?'],
        ['student', `Nineteen. ${HOSTILE}`],
        ['tutor', 'Good.'],
      ]);
      const [mail] = await mailsTo(cast.tunde);
      expect(mail?.text).toContain('Ada Obi writes: Nineteen.');
      expect(mail?.text).toContain(`/mentorship/session/${sessionId}#messages`);
      expect(mail?.html).not.toContain('<img');
      expect((await mailsTo(cast.ada)).map(({ subject }) => subject)).toEqual([
        'Tunde Adeyemi has a question about React mastery, one to one',
        'Tunde Adeyemi wrote about React mastery, one to one',
      ]);
    });

    it('close 48 hours after the scheduled end', async () => {
      const sessionId = await bookPaid();
      world.clock.set('2026-11-25T08:55:00Z');
      for (const side of [cast.ada, cast.tunde]) await perform(world.app, joinMentorshipSession, side, { sessionId });
      world.clock.set('2026-11-25T10:00:00Z');
      await perform(world.app, updateTutorMentorshipSessionStatus, cast.tunde, { sessionId, status: 'COMPLETED' });
      world.clock.set('2026-11-27T09:59:59Z');
      expect((await page(sessionId)).moves.write).toBe(true);
      await perform(world.app, writeSessionMessage, cast.ada, { sessionId, body: 'Thank you.' });
      world.clock.set('2026-11-27T10:00:00Z');
      expect((await page(sessionId)).moves.write).toBe(false);
      expect(await run(writeSessionMessage, cast.ada, { sessionId, body: 'And…' })).toMatchObject({
        reason: 'too_late',
      });
    });

    it('are not taken for a hold, or for what fell away', async () => {
      const { mentorshipSessionId: held } = await hold(world.app, cast.ada, cast.react, '2026-11-26T09:00:00Z');
      const write = (sessionId: string) => run(writeSessionMessage, cast.ada, { sessionId, body: 'Hello?' });
      expect(await write(held)).toMatchObject({ reason: 'wrong_state' });
      const declined = await request();
      await perform(world.app, rejectMentorshipRequest, cast.tunde, { sessionId: declined, reason: 'Full.' });
      expect(await write(declined)).toMatchObject({ reason: 'wrong_state', data: { status: 'REJECTED' } });
    });

    it('are not taken for a request whose deadline has passed, swept or not', async () => {
      const sessionId = await request();
      world.clock.set('2026-11-25T07:00:00Z');
      expect(await run(writeSessionMessage, cast.ada, { sessionId, body: 'Hello?' })).toMatchObject({
        reason: 'wrong_state',
        data: { status: 'EXPIRED' },
      });
    });

    it('are bounded in length, in a short time and in all', async () => {
      const sessionId = await bookPaid();
      const write = (body: string) => run(writeSessionMessage, cast.ada, { sessionId, body });
      for (const body of ['', ' \n ', '\u0000', 'x'.repeat(10_240)])
        expect(await write(body)).toMatchObject({ reason: 'invalid', fields: { body: expect.any(String) } });
      const { burst, burstMinutes, maxPerSide } = settings.messages;
      for (let sent = 0; sent < maxPerSide; sent += 1) {
        if (sent === burst) expect(await write('Again')).toMatchObject({ reason: 'too_many_requests' });
        if (sent % burst === 0) world.clock.advance(burstMinutes);
        expect((await write(`Number ${sent}`)).ok, `message ${sent}`).toBe(true);
      }
      world.clock.advance(burstMinutes);
      expect(await write('One more')).toMatchObject({ reason: 'too_many_messages' });
      expect((await run(writeSessionMessage, cast.tunde, { sessionId, body: 'Calm.' })).ok).toBe(true);
      expect((await page(sessionId)).messages.at(-1)?.body).toBe('Calm.');
    });

    it('are for the two people only', async () => {
      const sessionId = await bookPaid();
      const input = { sessionId, body: 'Hello' };
      expect(await run(writeSessionMessage, cast.bola, input)).toMatchObject({ reason: 'not_found' });
      expect(await run(writeSessionMessage, cast.kemi, input)).toMatchObject({ reason: 'forbidden' });
      expect(await run(writeSessionMessage, cast.ada, { ...input, version: 1 })).toMatchObject({
        reason: 'version_conflict',
      });
    });
  });
});
