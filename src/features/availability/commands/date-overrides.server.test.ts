import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { execute } from '#features/accounts/command.server.ts';
import type { Actor } from '#features/accounts/gates.server.ts';
import { offeringById } from '#features/offerings/queries/find.server.ts';
import { offeringSlots } from '#features/offerings/queries/slots.server.ts';
import type { Result } from '#shared/result.ts';
import { checkout, hold, openWithPaystack, type PaidWorld } from '#tests/support/booking.ts';
import { forEachEngine } from '#tests/support/database.ts';
import { reactReview } from '#tests/world/offerings.ts';
import { ada, bola, kemi, ngozi, tunde } from '#tests/world/people.ts';
import { seedOfferings } from '#tests/world/seed.ts';
import { getTutorDateOverrides, previewDateOverride } from '../queries/dates.server.ts';
import { removeDateOverride, saveDateOverride } from './date-overrides.server.ts';

// The world's clock stands at Monday 23 November 2026, 10:00 in Lagos.
const TUESDAY = '2026-11-24';
const OFF = { ranges: [] };
const EVENING = { ranges: [{ start: '20:00', end: '22:00' }] };

forEachEngine((_engine, open) => {
  let test: PaidWorld;

  beforeAll(async () => void (test = await openWithPaystack(open)));
  afterAll(() => test.close());
  beforeEach(async () => {
    await test.reset();
    await seedOfferings(test.app);
  });

  const save = (input: object, actor: Actor | null = tunde) => execute(test.app, saveDateOverride, actor, input);
  const remove = (input: object) => execute(test.app, removeDateOverride, tunde, input);
  const preview = (input: object) => execute(test.app, previewDateOverride, tunde, input);
  const listed = async () => valueOf(await execute(test.app, getTutorDateOverrides, tunde, {}));
  const datesOf = (result: Result<{ overrides: { date: string }[] }>) =>
    valueOf(result).overrides.map(({ date }) => date);
  const valueOf = <T>(result: Result<T>): T => {
    if (!result.ok) throw new Error(`${result.reason}: ${result.message} ${JSON.stringify(result.fields)}`);
    return result.value;
  };
  const fieldsOf = (result: Result<unknown>) => Object.keys(result.ok ? {} : (result.fields ?? {}));
  const nextSlot = async () => (await offeringById(test.app, reactReview.id))?.nextSlot;
  const slotsOn = async (from: string, to: string) => {
    return valueOf(await offeringSlots(test.app, reactReview.id, { from, to })).slots;
  };

  describe('changed dates', () => {
    it('close a day, open it otherwise, and give it its hours back', async () => {
      expect(valueOf(await save({ date: '2026-11-23', ...OFF })).overrides).toEqual([{ date: '2026-11-23', ...OFF }]);
      expect(await nextSlot()).toBe('2026-11-24T08:00:00Z');
      const touching = [
        { start: '20:00', end: '21:00' },
        { start: '21:00', end: '22:00' },
      ];
      const { overrides } = valueOf(await save({ date: '2026-11-23', ranges: touching }));
      expect(overrides).toEqual([{ date: '2026-11-23', ...EVENING }]);
      expect(await nextSlot()).toBe('2026-11-23T19:00:00Z');
      expect(valueOf(await remove({ date: '2026-11-23' })).overrides).toEqual([]);
      expect(await nextSlot()).toBe('2026-11-23T11:00:00Z');
      expect(valueOf(await remove({ date: '2026-11-23' })).overrides).toEqual([]);
    });

    it('are what listing and booking go by at once', async () => {
      const tuesday = [TUESDAY, '2026-11-25'] as const;
      expect(await slotsOn(...tuesday)).toContain('2026-11-24T09:00:00Z');
      await save({ date: TUESDAY, ...EVENING });
      expect(await slotsOn(...tuesday)).toEqual([
        '2026-11-24T19:00:00Z',
        '2026-11-24T19:30:00Z',
        '2026-11-24T20:00:00Z',
      ]);
      const booking = { offeringId: reactReview.id, scheduledAt: '2026-11-24T09:00:00Z' };
      expect(await checkout(test.app, ada, booking)).toMatchObject({ ok: false, reason: 'slot_unavailable' });
      await remove({ date: TUESDAY });
      expect(await slotsOn(...tuesday)).toContain('2026-11-24T09:00:00Z');
    });

    it('are several in a row when they are days off, and are taken back together', async () => {
      const holiday = { date: '2026-12-21', until: '2026-12-24', ...OFF };
      expect(datesOf(await save(holiday))).toEqual(['2026-12-21', '2026-12-22', '2026-12-23', '2026-12-24']);
      expect(datesOf(await remove({ date: '2026-12-22', until: '2026-12-23' }))).toEqual(['2026-12-21', '2026-12-24']);
      expect(fieldsOf(await save({ ...holiday, ...EVENING }))).toEqual(['until']);
      expect(fieldsOf(await save({ date: '2026-12-21', until: '2026-12-20', ...OFF }))).toEqual(['until']);
      expect(fieldsOf(await save({ date: '2026-12-01', until: '2027-03-03', ...OFF }))).toEqual(['until']);
      expect(datesOf(await save({ date: '2026-12-01', until: '2027-03-02', ...OFF }))).toHaveLength(92);
    });

    it('lie between today in the tutor’s zone and two years ahead', async () => {
      for (const date of ['2026-11-22', '2028-12-01', '9999-01-01', '2026-02-30', 'tomorrow', '']) {
        expect(fieldsOf(await save({ date, ...OFF })), date).toEqual(['date']);
      }
      expect(fieldsOf(await save({ date: '2028-11-20', until: '2028-12-20', ...OFF }))).toEqual(['until']);
      expect(await save({ date: TUESDAY, ...OFF, note: 'holiday' })).toMatchObject({ reason: 'unknown_key' });
    });

    it('name the range that ends before it starts, and the one that overlaps another', async () => {
      const ranges = (...all: [string, string][]) => ({ ranges: all.map(([start, end]) => ({ start, end })) });
      expect(fieldsOf(await save({ date: TUESDAY, ...ranges(['12:00', '10:00']) }))).toEqual(['ranges.0.end']);
      const overlapping = await save({ date: TUESDAY, ...ranges(['09:00', '12:00'], ['11:00', '13:00']) });
      expect(overlapping).toMatchObject({ fields: { 'ranges.1.start': expect.stringContaining('09:00–12:00') } });
      expect(datesOf(await save({ date: TUESDAY, ...ranges(['09:00', '12:00'], ['12:00', '13:00']) }))).toEqual([
        TUESDAY,
      ]);
    });

    it('are not written over unless that is meant', async () => {
      await save({ date: TUESDAY, ...EVENING });
      const clash = await save({ date: '2026-11-23', until: '2026-11-25', ...OFF, overwrite: false });
      expect(clash).toMatchObject({ reason: 'date_changed_already', data: { dates: [TUESDAY] } });
      expect(clash).toMatchObject({ fields: { date: expect.stringContaining('Tue 24 Nov has special hours') } });
      expect((await listed()).map(({ from }) => from)).toEqual([TUESDAY]);
      expect(datesOf(await save({ date: '2026-11-23', until: '2026-11-25', ...OFF }))).toHaveLength(3);
    });

    it('move to other dates in one step, or stay where they were', async () => {
      await save({ date: '2026-12-21', until: '2026-12-23', ...OFF });
      await save({ date: '2026-12-28', ...EVENING });
      const edit = { insteadOf: { date: '2026-12-21', until: '2026-12-23' }, overwrite: false };
      expect(await save({ date: '2026-12-23', until: '2026-12-28', ...OFF, ...edit })).toMatchObject({ ok: false });
      expect((await listed()).map(({ from, until }) => [from, until])).toEqual([
        ['2026-12-21', '2026-12-23'],
        ['2026-12-28', '2026-12-28'],
      ]);
      expect(datesOf(await save({ date: '2026-12-23', until: '2026-12-24', ...OFF, ...edit }))).toEqual([
        '2026-12-23',
        '2026-12-24',
        '2026-12-28',
      ]);
    });

    it('are bounded in number', async () => {
      for (const date of ['2027-01-01', '2027-04-03', '2027-07-04', '2027-10-04']) {
        const until = new Date(Date.parse(date) + 91 * 86_400_000).toISOString().slice(0, 10);
        expect(await save({ date, until, ...OFF }), date).toMatchObject({ ok: true });
      }
      expect(fieldsOf(await save({ date: '2028-02-01', until: '2028-03-31', ...OFF }))).toEqual(['date']);
      // What is changed already may be changed again.
      expect(await save({ date: '2027-01-01', ...EVENING })).toMatchObject({ ok: true });
    });

    it('are for tutors and mentors', async () => {
      for (const actor of [ada, kemi])
        expect(await save({ date: TUESDAY, ...OFF }, actor)).toMatchObject({ ok: false });
      expect(await save({ date: TUESDAY, ...OFF }, null)).toMatchObject({ reason: 'signed_out' });
      expect(await save({ date: TUESDAY, ...OFF }, ngozi)).toMatchObject({ ok: true });
      expect(await listed()).toEqual([]);
    });
  });

  describe('what a change does', () => {
    it('is said beforehand and in the list: openings, and what is booked there and stays', async () => {
      const { mentorshipSessionId: id } = await hold(test.app, ada, reactReview.id, '2026-11-24T09:00:00Z');
      await checkout(test.app, bola, {
        offeringId: reactReview.id,
        bookingMode: 'REQUEST',
        scheduledAt: '2026-11-24T12:00:00Z',
      });
      const said = valueOf(await preview({ date: TUESDAY, ...OFF }));
      expect(said).toMatchObject({ from: TUESDAY, until: TUESDAY, ranges: [] });
      expect(said.effect.openings).toMatchObject({ durationMinutes: 60, before: 12, after: 0 });
      expect(said.effect.sessions).toMatchObject([
        { id, with: 'Ada Obi', startsAt: '2026-11-24T09:00:00Z', state: 'UNPAID' },
        { with: 'Bola Musa', state: 'REQUEST' },
      ]);
      expect(await listed()).toEqual([]);
      await save({ date: TUESDAY, ...OFF });
      expect(await listed()).toEqual([said]);
      test.clock.advance(35); // Ada's hold is over
      expect((await listed())[0]?.effect.sessions).toMatchObject([{ with: 'Bola Musa' }]);
    });

    it('keeps what is booked: the hold can still be paid', async () => {
      await hold(test.app, ada, reactReview.id, '2026-11-24T09:00:00Z');
      await save({ date: TUESDAY, ...OFF });
      const again = await checkout(test.app, ada, { offeringId: reactReview.id, scheduledAt: '2026-11-24T09:00:00Z' });
      expect(again).toMatchObject({ ok: true });
    });

    it('is nothing yet beyond the horizon', async () => {
      const { effect } = valueOf(await preview({ date: '2027-03-01', ...OFF }));
      expect(effect).toMatchObject({ openings: null, horizonDays: 60, sessions: [] });
    });

    it('is refused for the reasons for which saving is', async () => {
      await save({ date: TUESDAY, ...OFF });
      for (const input of [
        { date: '2026-11-01', ...OFF },
        { date: TUESDAY, ...EVENING, overwrite: false },
      ])
        expect(await preview(input)).toEqual(await save(input));
    });
  });
});
