import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { execute } from '#features/accounts/command.server.ts';
import type { Actor } from '#features/accounts/gates.server.ts';
import { pauseMentorshipOffering } from '#features/offerings/commands/manage.server.ts';
import { offeringSlots } from '#features/offerings/queries/slots.server.ts';
import { offering } from '#infra/db/tables/offerings.server.ts';
import { assert } from '#shared/assert.ts';
import { hold, openWithPaystack, type PaidWorld } from '#tests/support/booking.ts';
import { forEachEngine } from '#tests/support/database.ts';
import { reactReview } from '#tests/world/offerings.ts';
import { ada, ifeanyi, ngozi, tunde } from '#tests/world/people.ts';
import { seedOfferings } from '#tests/world/seed.ts';
import { saveDateOverride } from '../commands/date-overrides.server.ts';
import { saveAvailability } from '../commands/hours.server.ts';
import type { TimeExplanation } from '../types.ts';
import { explainMentorshipTime } from './explain.server.ts';

// The world's clock stands at Monday 23 November 2026, 10:00 in Lagos; Tunde is open 09:00–17:00, Saturdays 10:00–14:00.
const TUESDAY = '2026-11-24';

forEachEngine((_engine, open) => {
  let test: PaidWorld;

  beforeAll(async () => void (test = await openWithPaystack(open)));
  afterAll(() => test.close());
  beforeEach(async () => {
    await test.reset();
    await seedOfferings(test.app);
  });

  const ask = (date: string, time: string, offeringId: string | undefined = reactReview.id, actor: Actor = tunde) =>
    execute(test.app, explainMentorshipTime, actor, { ...(offeringId && { offeringId }), date, time });
  const answer = async (...asked: Parameters<typeof ask>): Promise<TimeExplanation> => {
    const result = await ask(...asked);
    assert(result.ok, 'it is answered');
    return result.value;
  };
  const reasons = async (...asked: Parameters<typeof ask>) =>
    (await answer(...asked)).moments[0]?.modes.find(({ bookingMode }) => bookingMode === 'INSTANT')?.reasons;
  const listed = async () => {
    const slots = await offeringSlots(test.app, reactReview.id, { from: TUESDAY, to: '2026-11-25' });
    return slots.ok ? slots.value.slots : [];
  };

  it('says of every half hour of a day what listing says', async () => {
    await hold(test.app, ada, reactReview.id, '2026-11-24T11:00:00Z');
    const slots = await listed();
    expect(slots.length).toBeGreaterThan(5);
    for (let half = 0; half < 48; half += 1) {
      const time = `${String(Math.floor(half / 2)).padStart(2, '0')}:${half % 2 === 0 ? '00' : '30'}`;
      const { moments } = await answer(TUESDAY, time);
      const iso = moments[0]?.startsAt ?? '';
      expect((await reasons(TUESDAY, time))?.length === 0, time).toBe(slots.includes(iso));
    }
  });

  it('names the session that is in the way, with a link to it', async () => {
    const { mentorshipSessionId: id } = await hold(test.app, ada, reactReview.id, '2026-11-24T11:00:00Z');
    expect(await reasons(TUESDAY, '11:30')).toMatchObject([
      {
        code: 'taken',
        words: expect.stringMatching(/^It overlaps “.+” with Ada Obi, Tue 24 Nov, 12:00–13:00\.$/),
        fix: { href: `/mentorship/session/${id}` },
        sessions: [{ id }],
      },
    ]);
    expect((await answer(TUESDAY, '11:30')).nearest).toEqual([
      '2026-11-24T09:00:00Z',
      '2026-11-24T09:30:00Z',
      '2026-11-24T10:00:00Z',
    ]);
  });

  it('names the breaks around a session', async () => {
    await hold(test.app, ada, reactReview.id, '2026-11-24T11:00:00Z');
    const weekly = [{ days: [2], start: '09:00', end: '17:00' }];
    await execute(test.app, saveAvailability, tunde, { timeZone: 'Africa/Lagos', weekly, bufferBeforeMinutes: 15 });
    expect(await reasons(TUESDAY, '13:00')).toMatchObject([
      {
        code: 'taken',
        words: expect.stringContaining('too close to'),
        fix: { href: expect.stringMatching(/#bufferB/) },
      },
    ]);
  });

  it('names days off and special hours, with the way to change them', async () => {
    await execute(test.app, saveDateOverride, tunde, { date: TUESDAY, ranges: [] });
    expect(await reasons(TUESDAY, '09:00')).toMatchObject([
      {
        code: 'day_off',
        words: 'Tue 24 Nov is a day off.',
        fix: { href: `/tutor/mentorship/schedule?date=${TUESDAY}` },
      },
    ]);
    await execute(test.app, saveDateOverride, tunde, { date: TUESDAY, ranges: [{ start: '20:00', end: '22:00' }] });
    expect(await reasons(TUESDAY, '21:30')).toMatchObject([
      { words: 'On Tue 24 Nov you have special hours, 20:00–22:00: 1 h from then would end after them.' },
    ]);
  });

  it('names weekly hours, notice, horizon, cap and grid', async () => {
    expect(await reasons('2026-11-28', '09:00')).toMatchObject([
      {
        words: 'On Saturdays you are open 10:00–14:00: this time lies outside them.',
        fix: { href: '/tutor/mentorship/schedule#day-6' },
      },
    ]);
    expect(await reasons('2026-11-29', '09:00')).toMatchObject([{ words: 'You have no hours on Sundays.' }]);
    expect(await reasons('2026-11-23', '11:00')).toMatchObject([
      { words: 'Students must book at least 2 h ahead: now that is Mon 23 Nov, 12:00 at the soonest.' },
    ]);
    expect(await reasons('2026-11-23', '09:00')).toMatchObject([{ code: 'past' }]);
    expect(await reasons('2027-01-25', '09:00')).toMatchObject([{ code: 'horizon' }]);
    expect(await reasons(TUESDAY, '09:10')).toMatchObject([{ code: 'off_grid' }]);
    await hold(test.app, ada, reactReview.id, '2026-11-24T11:00:00Z');
    const weekly = [{ days: [2], start: '09:00', end: '17:00' }];
    await execute(test.app, saveAvailability, tunde, { timeZone: 'Africa/Lagos', weekly, dailyCap: 1 });
    expect(await reasons(TUESDAY, '15:00')).toMatchObject([
      { words: 'You give 1 session a day at most, and Tue 24 Nov has as many.' },
    ]);
  });

  it('tells the ways of booking apart: a request needs four hours', async () => {
    const { modes } = (await answer('2026-11-23', '13:00')).moments[0] ?? { modes: [] };
    expect(modes.map(({ bookingMode, reasons }) => [bookingMode, reasons.map(({ code }) => code)])).toEqual([
      ['INSTANT', []],
      ['REQUEST', ['notice']],
    ]);
  });

  it('names what keeps the whole offering back', async () => {
    await execute(test.app, pauseMentorshipOffering, tunde, { offeringId: reactReview.id, paused: true });
    expect(await reasons(TUESDAY, '09:00')).toMatchObject([
      { code: 'paused', fix: { href: `/tutor/mentorship/schedule#offering-${reactReview.id}` } },
    ]);
    const [his] = await test.app.db.select().from(offering).where(eq(offering.tutorId, ifeanyi.personId));
    expect((await reasons(TUESDAY, '18:00', his?.id, ifeanyi))?.map(({ code }) => code)).toContain('not_verified');
    await test.app.db.update(offering).set({ status: 'CANCELLED' }).where(eq(offering.tutorId, ifeanyi.personId));
    expect((await reasons(TUESDAY, '18:00', '', ifeanyi))?.map(({ code }) => code)).toContain('no_offering');
  });

  it('looks at an offering of theirs when none is named', async () => {
    const answer = await ask(TUESDAY, '09:00', '');
    expect(answer).toMatchObject({ ok: true, value: { offering: { title: expect.any(String) } } });
    expect((await reasons(TUESDAY, '09:00', ''))?.map(({ code }) => code)).not.toContain('no_offering');
  });

  it('is for the tutor whose offering it is, and for dates that can be read', async () => {
    expect(await ask(TUESDAY, '09:00', reactReview.id, ngozi)).toMatchObject({ reason: 'not_found' });
    expect(await ask(TUESDAY, '09:00', reactReview.id, ada)).toMatchObject({ reason: 'forbidden' });
    for (const [date, time] of [
      ['tomorrow', '09:00'],
      ['2031-01-01', '09:00'],
      [TUESDAY, '24:00'],
    ] as const)
      expect(await ask(date, time)).toMatchObject({ reason: 'invalid' });
  });
});
