import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { execute } from '#features/accounts/command.server.ts';
import type { Actor } from '#features/accounts/gates.server.ts';
import { offeringById } from '#features/offerings/queries/find.server.ts';
import type { Result } from '#shared/result.ts';
import { forEachEngine, type TestApp } from '#tests/support/database.ts';
import { reactReview } from '#tests/world/offerings.ts';
import { ada, kemi, ngozi, tunde } from '#tests/world/people.ts';
import { seedOfferings } from '#tests/world/seed.ts';
import { getTutorAvailability } from '../queries/settings.server.ts';
import { saveAvailability } from './hours.server.ts';
import { saveMeetingLink } from './meeting-link.server.ts';

const MONDAY = { days: [1], start: '09:00', end: '12:00' };

forEachEngine((_engine, open) => {
  let test: TestApp;

  beforeAll(async () => void (test = await open()));
  afterAll(() => test.close());
  beforeEach(async () => {
    await test.reset();
    await seedOfferings(test.app);
  });

  const save = (actor: Actor | null, input: object) =>
    execute(test.app, saveAvailability, actor, { timeZone: 'Africa/Lagos', weekly: [MONDAY], ...input });
  const valueOf = <T>(result: Result<T>): T => {
    if (!result.ok) throw new Error(`${result.reason}: ${result.message} ${JSON.stringify(result.fields)}`);
    return result.value;
  };
  const fieldsOf = (result: Result<unknown>) => Object.keys(result.ok ? {} : (result.fields ?? {}));
  const nextSlot = async () => (await offeringById(test.app, reactReview.id))?.nextSlot;

  describe('saving hours', () => {
    it('answers with what is now true, and moves the next slots', async () => {
      expect(await nextSlot()).toBe('2026-11-23T11:00:00Z');
      const saved = valueOf(
        await save(tunde, {
          timeZone: 'Europe/London',
          weekly: [{ days: [2, 4], start: '19:00', end: '24:00' }],
          bufferAfterMinutes: 15,
          minNoticeMinutes: '240',
          horizonDays: 30,
          dailyCap: 2,
          refundPolicy: 'strict',
        }),
      );
      expect(saved).toEqual({
        timeZone: 'Europe/London',
        bufferBeforeMinutes: 0,
        bufferAfterMinutes: 15,
        minNoticeMinutes: 240,
        horizonDays: 30,
        dailyCap: 2,
        refundPolicy: 'strict',
        meetingUrl: 'https://meet.example.com/tunde-adeyemi',
        weekly: [
          { days: [2], start: '19:00', end: '24:00' },
          { days: [4], start: '19:00', end: '24:00' },
        ],
        overrides: [],
      });
      expect(await nextSlot()).toBe('2026-11-24T19:00:00Z');
      expect(valueOf(await execute(test.app, getTutorAvailability, tunde, {}))).toEqual(saved);
    });

    it('keeps the terms that are not given', async () => {
      await save(tunde, { dailyCap: 3, refundPolicy: 'flexible', bufferBeforeMinutes: 10 });
      const saved = valueOf(await save(tunde, {}));
      expect(saved).toMatchObject({ dailyCap: 3, refundPolicy: 'flexible', bufferBeforeMinutes: 10 });
      expect(valueOf(await save(tunde, { dailyCap: null })).dailyCap).toBeNull();
      expect(valueOf(await save(tunde, { dailyCap: '4' })).dailyCap).toBe(4);
      expect(valueOf(await save(tunde, { dailyCap: '' })).dailyCap).toBeNull();
    });

    it('makes one range of those that overlap or touch', async () => {
      const weekly = [
        { days: [1, 3], start: '09:00', end: '11:00' },
        { days: [1], start: '10:00', end: '12:00' },
        { days: [1], start: '12:00', end: '13:30' },
        { days: [1], start: '15:00', end: '16:00' },
        { days: [1, 1], start: '15:00', end: '15:30' },
      ];
      expect(valueOf(await save(tunde, { weekly })).weekly).toEqual([
        { days: [1], start: '09:00', end: '13:30' },
        { days: [1], start: '15:00', end: '16:00' },
        { days: [3], start: '09:00', end: '11:00' },
      ]);
    });

    it('lets a tutor close the whole week', async () => {
      expect(valueOf(await save(tunde, { weekly: [] })).weekly).toEqual([]);
      expect(await nextSlot()).toBeNull();
    });

    it('names the range whose end is not after its start', async () => {
      const range = (start: string, end: string) => ({ days: [2], start, end });
      for (const wrong of [range('12:00', '09:00'), range('09:00', '09:00'), range('24:00', '24:00')]) {
        expect(fieldsOf(await save(tunde, { weekly: [MONDAY, wrong] }))).toEqual(['weekly.1.end']);
      }
      for (const wrong of [
        range('9:00', '12:00'),
        range('25:00', '26:00'),
        range('09:60', '10:00'),
        range('nine', '12:00'),
      ]) {
        expect(fieldsOf(await save(tunde, { weekly: [wrong] }))[0]).toMatch(/^weekly\.0\.(start|end)$/);
      }
    });

    it('takes at most eight ranges a day', async () => {
      const range = (hour: number) => ({
        days: [1],
        start: `${String(hour).padStart(2, '0')}:00`,
        end: `${String(hour).padStart(2, '0')}:30`,
      });
      const hours = [1, 2, 3, 4, 5, 6, 7, 8].map(range);
      expect(valueOf(await save(tunde, { weekly: hours })).weekly).toHaveLength(8);
      expect(fieldsOf(await save(tunde, { weekly: [...hours, range(9)] }))).toEqual(['weekly']);
    });

    it('names every term that is out of bounds', async () => {
      const wrong: [string, unknown][] = [
        ['timeZone', 'Africa/Atlantis'],
        ['timeZone', ''],
        ['timeZone', '../../etc/passwd'],
        ['bufferBeforeMinutes', -1],
        ['bufferAfterMinutes', 121],
        ['bufferAfterMinutes', 7.5],
        ['minNoticeMinutes', 20_161],
        ['minNoticeMinutes', 'soon'],
        ['horizonDays', 0],
        ['horizonDays', 61],
        ['dailyCap', 0],
        ['dailyCap', 25],
        ['refundPolicy', 'kind'],
      ];
      for (const [name, value] of wrong)
        expect(fieldsOf(await save(tunde, { [name]: value })), String(value)).toEqual([name]);
      expect(await save(tunde, { meetingUrl: 'https://x.example' })).toMatchObject({ reason: 'unknown_key' });
      expect(await nextSlot()).toBe('2026-11-23T11:00:00Z');
    });

    it('is for tutors and mentors', async () => {
      for (const actor of [ada, kemi]) expect(await save(actor, {})).toMatchObject({ reason: 'forbidden' });
      expect(await save(null, {})).toMatchObject({ reason: 'signed_out' });
      expect(await save(ngozi, {})).toMatchObject({ ok: true });
    });
  });

  describe('the meeting link', () => {
    const link = (meetingUrl: unknown) => execute(test.app, saveMeetingLink, tunde, { meetingUrl });

    it('is kept as https, and can be taken away', async () => {
      expect(valueOf(await link(' https://meet.google.com/abc-defg-hij '))).toEqual({
        meetingUrl: 'https://meet.google.com/abc-defg-hij',
      });
      expect(valueOf(await link('')).meetingUrl).toBeNull();
      expect(valueOf(await link(null)).meetingUrl).toBeNull();
      expect(valueOf(await execute(test.app, getTutorAvailability, tunde, {})).meetingUrl).toBeNull();
    });

    it('is refused with the field named', async () => {
      expect(fieldsOf(await link('http://meet.google.com/x'))).toEqual(['meetingUrl']);
      expect(fieldsOf(await link(5))).toEqual(['meetingUrl']);
      expect(await execute(test.app, saveMeetingLink, ada, { meetingUrl: null })).toMatchObject({
        reason: 'forbidden',
      });
    });
  });
});
