import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { execute } from '#features/accounts/command.server.ts';
import { may, type Actor } from '#features/accounts/gates.server.ts';
import { bookableOffering } from '#features/sessions/commands/bookable-offering.server.ts';
import { book } from '#features/sessions/commands/book.server.ts';
import type { BookingMode } from '../types.ts';
import { assert } from '#shared/assert.ts';
import type { OfferingId } from '#shared/id.ts';
import { parseInstant } from '#shared/time.ts';
import { forEachEngine, type TestApp } from '#tests/support/database.ts';
import { productCareer, queueWorkshop, reactReview, tundeHello, type WorldOffering } from '#tests/world/offerings.ts';
import { ada, bola, ifeanyi, ngozi, tunde } from '#tests/world/people.ts';
import { seedOfferings } from '#tests/world/seed.ts';
import { getTutorMentorshipOfferings, offeringById } from '../queries/find.server.ts';
import { deleteMentorshipOffering } from './delete.server.ts';

const TUESDAY_10 = '2026-11-24T09:00:00Z';

forEachEngine((engine, open) => {
  let test: TestApp;

  beforeAll(async () => void (test = await open()));
  afterAll(() => test.close());
  beforeEach(async () => {
    await test.reset();
    await seedOfferings(test.app);
  });

  const remove = (actor: Actor | null, input: object) => execute(test.app, deleteMentorshipOffering, actor, input);

  const bookAs = async (student: Actor, { id }: WorldOffering, mode: BookingMode = 'INSTANT') => {
    const wish = await wishOf(student, id, mode);
    return wish();
  };

  /** A wish as it stands when the page is shown; it may be granted or refused later. */
  const wishOf = async (student: Actor, id: OfferingId, mode: BookingMode = 'INSTANT') => {
    const offering = await bookableOffering(test.app.db, id);
    const allowed = may(student, 'session.book');
    const start = parseInstant(TUESDAY_10);
    assert(offering !== null && allowed.ok && start !== null, 'the world can be booked');
    return () => book(test.app, allowed.value, { offering, mode, start, note: null });
  };

  it('takes an offering away for everyone, and only once', async () => {
    expect(await remove(tunde, { offeringId: reactReview.id })).toEqual({ ok: true, value: { success: true } });
    expect(await offeringById(test.app, reactReview.id, tunde.personId)).toBeNull();
    const left = await execute(test.app, getTutorMentorshipOfferings, tunde, {});
    expect(left.ok && left.value.some(({ id }) => id === reactReview.id)).toBe(false);
    expect(await remove(tunde, { offeringId: reactReview.id })).toMatchObject({ ok: false, reason: 'not_found' });
  });

  it('deletes what was never listed, too', async () => {
    expect(await remove(ifeanyi, { offeringId: queueWorkshop.id })).toMatchObject({ ok: true });
  });

  it('leaves other people’s offerings alone', async () => {
    expect(await remove(ngozi, { offeringId: reactReview.id })).toMatchObject({ ok: false, reason: 'not_found' });
    expect(await remove(ada, { offeringId: reactReview.id })).toMatchObject({ ok: false, reason: 'forbidden' });
    expect(await remove(null, { offeringId: reactReview.id })).toMatchObject({ ok: false, reason: 'signed_out' });
    expect(await remove(tunde, { offeringId: 'unknown' })).toMatchObject({ ok: false, reason: 'not_found' });
    expect(await remove(tunde, {})).toMatchObject({ ok: false, reason: 'invalid' });
    expect(await remove(tunde, { offeringId: reactReview.id, force: true })).toMatchObject({ reason: 'unknown_key' });
    expect(await offeringById(test.app, reactReview.id)).not.toBeNull();
  });

  it('waits for a hold, and no longer than its deadline', async () => {
    expect(await bookAs(ada, reactReview)).toMatchObject({ ok: true });
    expect(await remove(tunde, { offeringId: reactReview.id })).toMatchObject({
      ok: false,
      reason: 'offering_in_use',
      data: { sessions: 1 },
    });
    expect(await offeringById(test.app, reactReview.id)).toMatchObject({ status: 'SCHEDULED' });
    test.clock.advance(35);
    expect(await remove(tunde, { offeringId: reactReview.id })).toMatchObject({ ok: true });
  });

  it('waits for requests, and no longer than their deadline', async () => {
    expect(await bookAs(ada, reactReview, 'REQUEST')).toMatchObject({ ok: true });
    expect(await bookAs(bola, reactReview, 'REQUEST')).toMatchObject({ ok: true });
    expect(await remove(tunde, { offeringId: reactReview.id })).toMatchObject({ data: { sessions: 2 } });
    test.clock.advance(22 * 60);
    expect(await remove(tunde, { offeringId: reactReview.id })).toMatchObject({ ok: true });
  });

  it('waits for a booked session, and says nothing of another offering’s', async () => {
    expect(await bookAs(ada, tundeHello)).toMatchObject({ ok: true });
    expect(await remove(tunde, { offeringId: tundeHello.id })).toMatchObject({ data: { sessions: 1 } });
    expect(await remove(tunde, { offeringId: reactReview.id })).toMatchObject({ ok: true });
    expect(await remove(ngozi, { offeringId: productCareer.id })).toMatchObject({ ok: true });
  });

  // PGlite has one connection: there is no same moment to test, and so nothing to skip.
  if (engine === 'pglite') return;
  it('never deletes under a booking made at the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      await test.reset();
      await seedOfferings(test.app);
      const wish = await wishOf(ada, reactReview.id);
      const [booked, removed] = await Promise.all([wish(), remove(tunde, { offeringId: reactReview.id })]);
      expect([booked.ok, removed.ok].filter(Boolean)).toHaveLength(1);
    }
  });
});
