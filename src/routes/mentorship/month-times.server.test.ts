import { expect, it } from 'vitest';
import { instant } from '#shared/time.ts';
import { monthTimes, type AskedTimes } from './month-times.server.ts';

/** A Tuesday in Lagos, which is an hour ahead of UTC. */
const NOW = instant(Date.parse('2026-12-01T08:00:00Z'));
const OPEN = ['2026-12-02T09:00:00Z', '2026-12-04T23:30:00Z', '2026-12-30T09:00:00Z', '2027-01-02T09:00:00Z'];

const asked: string[][] = [];
const look = (wanted: Partial<AskedTimes>) =>
  monthTimes(
    {
      timeZone: 'Africa/Lagos',
      now: NOW,
      firstStart: OPEN[0] ?? null,
      startsWithin: (from, to) => {
        asked.push([from, to]);
        return Promise.resolve(OPEN.filter((start) => start >= `${from}T` && start < `${to}T`));
      },
    },
    { month: null, day: null, slot: null, near: null, view: null, ...wanted },
  );

it('opens on the month and the day of the first free time', async () => {
  expect(await look({})).toMatchObject({
    month: '2026-12',
    day: '2026-12-02',
    starts: ['2026-12-02T09:00:00Z'],
    openDates: ['2026-12-02', '2026-12-05', '2026-12-30'], // 23:30 in UTC is half past midnight in Lagos
    week: null,
    lost: null,
  });
});

it('shows the week of the chosen day from Monday on, with each day’s times', async () => {
  const { week, day } = await look({ view: 'week', day: '2026-12-04' });
  expect(week?.days.map(({ date }) => date)).toEqual([
    '2026-11-30',
    '2026-12-01',
    '2026-12-02',
    '2026-12-03',
    '2026-12-04',
    '2026-12-05',
    '2026-12-06',
  ]);
  expect(week?.days.flatMap(({ starts }) => starts)).toEqual(['2026-12-02T09:00:00Z', '2026-12-04T23:30:00Z']);
  expect(day).toBe('2026-12-02'); // the 4th has none: the first of its week that has
});

it('shows a week that lies in two months whole, whichever of the two it was reached by', async () => {
  for (const day of ['2026-12-30', '2027-01-02']) {
    const { week } = await look({ view: 'week', day });
    expect(week?.days.flatMap(({ starts }) => starts)).toEqual(['2026-12-30T09:00:00Z', '2027-01-02T09:00:00Z']);
  }
});

it('turns to no week that is over, or that lies beyond the last day that can be booked', async () => {
  expect((await look({ view: 'week' })).week).toMatchObject({ previous: null, next: '2026-12-07' });
  const last = await look({ view: 'week', day: '2027-01-28' }); // 60 days from now is the 30th
  expect(last.week).toMatchObject({ previous: '2027-01-18', next: null });
  expect([last.day, last.starts]).toEqual([null, []]);
});

it('reads two months at most, week or not', async () => {
  await look({ view: 'week', month: '2026-12' });
  expect(asked.at(-1)).toEqual(['2026-11-25', '2027-01-07']);
  await look({ month: '2026-12' });
  expect(asked.at(-1)).toEqual(['2026-12-01', '2027-01-01']);
});

it('takes nonsense in the address for nothing', async () => {
  const nonsense = { view: 'year', day: '2026-13-40', month: 'soon', slot: 'noon', near: '' };
  expect(await look(nonsense)).toMatchObject({ month: '2026-12', day: '2026-12-02', week: null, slot: null });
});
