import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { execute } from '#features/accounts/command.server.ts';
import type { Actor } from '#features/accounts/gates.server.ts';
import { noteSuggestionsShown, pickCourseSuggestion } from '#features/offerings/commands/course-suggestions.server.ts';
import { approveMentorshipRequest } from '#features/sessions/commands/answer-request.server.ts';
import { session } from '#infra/db/tables/sessions.server.ts';
import { courseSuggestion } from '#infra/db/tables/upsell.server.ts';
import type { OfferingId, SessionId } from '#shared/id.ts';
import { toIso } from '#shared/time.ts';
import { checkout, deliverWebhooks, openWithPaystack, referenceOf, type PaidWorld } from '#tests/support/booking.ts';
import { forEachEngine } from '#tests/support/database.ts';
import { dataAnalysis, reactMastery } from '#tests/world/courses.ts';
import { reactReview, tundeHello, typescriptClinic } from '#tests/world/offerings.ts';
import { ada, bola, tunde } from '#tests/world/people.ts';
import { seedOfferings } from '#tests/world/seed.ts';

// Ada has completed React mastery; Tunde's review is linked to it. It is Monday in Lagos.
const TEN = '2026-11-24T09:00:00Z';
const NOON = '2026-11-24T11:00:00Z';
const FROM = `course:${reactMastery.id}`;

forEachEngine((_engine, open) => {
  let world: PaidWorld;

  beforeAll(async () => void (world = await openWithPaystack(open)));
  afterAll(() => world.close());
  beforeEach(async () => {
    await world.reset();
    await seedOfferings(world.app);
  });

  const pick = (who: Actor, offeringId: OfferingId) =>
    execute(world.app, pickCourseSuggestion, who, { courseId: reactMastery.id, offeringId });

  async function book(who: Actor, offeringId: OfferingId, more: Record<string, unknown>): Promise<SessionId> {
    const answer = await checkout(world.app, who, { offeringId, scheduledAt: TEN, ...more });
    if (!answer.ok) throw new Error(`${answer.reason}: ${answer.message} ${JSON.stringify(answer.fields)}`);
    return answer.value.mentorshipSessionId as SessionId;
  }

  async function pay(sessionId: SessionId): Promise<void> {
    world.paystack.pay(await referenceOf(world.app, sessionId), 'success');
    await deliverWebhooks(world);
    await world.runJobs();
  }

  async function sourceOf(sessionId: SessionId): Promise<string | null> {
    const [row] = await world.app.db.select().from(session).where(eq(session.id, sessionId));
    return row?.sourceCourseId ?? null;
  }

  async function stepsOf(who: Actor, offeringId: OfferingId) {
    const mine = and(eq(courseSuggestion.studentId, who.personId), eq(courseSuggestion.offeringId, offeringId));
    const [row] = await world.app.db.select().from(courseSuggestion).where(mine);
    const when = (step: 'shownAt' | 'clickedAt' | 'bookedAt' | 'paidAt') => row?.[step] && toIso(row[step]);
    return { shown: when('shownAt'), clicked: when('clickedAt'), booked: when('bookedAt'), paid: when('paidAt') };
  }

  it('follows a student from the card to the payment, each step at its own time and once', async () => {
    await noteSuggestionsShown(world.app, ada, reactMastery.id, [reactReview.id]);
    world.clock.advance(1);
    await pick(ada, reactReview.id);
    world.clock.advance(1);
    const id = await book(ada, reactReview.id, { from: FROM });
    expect(await sourceOf(id)).toBe(reactMastery.id);
    expect(await stepsOf(ada, reactReview.id)).toMatchObject({ booked: '2026-11-23T09:02:00Z', paid: null });
    world.clock.advance(1);
    await pay(id);
    const all = {
      shown: '2026-11-23T09:00:00Z',
      clicked: '2026-11-23T09:01:00Z',
      booked: '2026-11-23T09:02:00Z',
      paid: '2026-11-23T09:03:00Z',
    };
    expect(await stepsOf(ada, reactReview.id)).toEqual(all);
    world.clock.advance(60);
    await pay(await book(ada, reactReview.id, { from: FROM, scheduledAt: NOON }));
    expect(await stepsOf(ada, reactReview.id), 'a second booking counts no second time').toEqual(all);
  });

  it('believes no checkout whose card was not pressed', async () => {
    await noteSuggestionsShown(world.app, ada, reactMastery.id, [reactReview.id]);
    const id = await book(ada, reactReview.id, { from: FROM });
    expect(await sourceOf(id), 'shown, not pressed').toBeNull();
    expect(await stepsOf(ada, reactReview.id)).toMatchObject({ clicked: null, booked: null });
    await pick(ada, reactReview.id);
    const others = await book(bola, reactReview.id, { from: FROM, scheduledAt: NOON });
    expect(await sourceOf(others), 'pressed by another').toBeNull();
  });

  it('believes neither another offering nor another course than the one that was pressed', async () => {
    await pick(ada, reactReview.id);
    expect(await sourceOf(await book(ada, typescriptClinic.id, { from: FROM }))).toBeNull();
    const elsewhere = { from: `course:${dataAnalysis.id}`, scheduledAt: NOON };
    expect(await sourceOf(await book(ada, reactReview.id, elsewhere))).toBeNull();
  });

  it('lets nobody lose a booking over a strange address', async () => {
    const strange = [
      '',
      'course:',
      'course:nothing',
      `course:${reactMastery.id}x`,
      '<script>alert(1)</script>',
      "' or 1=1",
    ];
    for (const [index, from] of strange.entries()) {
      const start = `2026-11-${25 + Math.floor(index / 3)}T1${index % 3}:00:00Z`;
      const id = await book(index % 2 ? ada : bola, tundeOffer(index), { from, scheduledAt: start });
      expect(await sourceOf(id), from).toBeNull();
    }
    const huge = await checkout(world.app, ada, { offeringId: reactReview.id, from: 'x'.repeat(10_000) });
    expect(huge).toMatchObject({ ok: false, reason: 'invalid' });
  });

  it('counts no booking that was refused', async () => {
    await pick(ada, reactReview.id);
    await book(bola, reactReview.id, {});
    const answer = await checkout(world.app, ada, { offeringId: reactReview.id, scheduledAt: TEN, from: FROM });
    expect(answer).toMatchObject({ ok: false });
    expect(await stepsOf(ada, reactReview.id)).toMatchObject({ booked: null });
  });

  it('counts a request when it is sent, and its payment when that comes', async () => {
    await pick(ada, reactReview.id);
    const id = await book(ada, reactReview.id, { from: FROM, bookingMode: 'REQUEST' });
    expect(await stepsOf(ada, reactReview.id)).toMatchObject({ booked: '2026-11-23T09:00:00Z', paid: null });
    expect(await execute(world.app, approveMentorshipRequest, tunde, { sessionId: id })).toMatchObject({ ok: true });
    expect(await stepsOf(ada, reactReview.id)).toMatchObject({ paid: null });
  });

  it('counts a free session as booked and never as paid', async () => {
    await pick(ada, tundeHello.id);
    await book(ada, tundeHello.id, { from: FROM });
    await world.runJobs();
    expect(await stepsOf(ada, tundeHello.id)).toMatchObject({ booked: '2026-11-23T09:00:00Z', paid: null });
  });

  /** Three holds a student at most, so that the offerings take turns. */
  function tundeOffer(index: number): OfferingId {
    return index % 2 ? reactReview.id : typescriptClinic.id;
  }
});
