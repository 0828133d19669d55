import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCaller, signInAs, type Caller } from '#tests/e2e/caller.ts';
import { startProduct, type Product } from '#tests/e2e/product.ts';
import { firstOpenStart, offeringTitled, openStarts, REACT_REVIEW } from '#tests/e2e/steps.ts';
import { buildIfStale } from '../../bin/support/build.ts';
import { createVisitor, type Visitor } from './visitor.ts';

/** A build and a first start, on a busy machine. */
const START_MS = 180_000;
const SCHEDULE = '/tutor/mentorship/schedule';
const SAVE = `${SCHEDULE}?/saveDates&date=new`;

let product: Product;
let tunde: Caller;
let visitor: Visitor;
let reviewId: string;
/** A date on which Tunde has open times. */
let date: string;

beforeAll(async () => {
  buildIfStale(() => undefined);
  product = await startProduct();
  tunde = await signInAs(product.url, 'tutor@demo.test');
  visitor = createVisitor(product.url);
  await visitor.submit('/sign-in', { email: 'tutor@demo.test', password: 'mentorship-demo' });
  reviewId = (await offeringTitled(product, REACT_REVIEW)).id;
  date = (await firstOpenStart(product, reviewId, 6)).slice(0, 10);
}, START_MS);
afterAll(() => product.stop());
beforeEach(async () => void (await tunde.act('removeDateOverride', { date })));

const startsOnDate = async () => (await openStarts(product, reviewId)).filter((start) => start.startsWith(date));
const listed = async () => (await tunde.act('getTutorDateOverrides')).body as { data: { from: string }[] };

describe('the actions', () => {
  it('close a date for everybody at once, and open it again', async () => {
    expect(await startsOnDate()).not.toEqual([]);
    const saved = await tunde.act('saveDateOverride', { date, ranges: [] });
    expect(saved).toMatchObject({ status: 200, body: { ok: true, data: { overrides: [{ date, ranges: [] }] } } });
    expect(await startsOnDate()).toEqual([]);
    const checkout = await createCaller(product.url, null).get(`/mentorship/checkout?offeringId=${reviewId}`);
    expect(String(checkout.body)).not.toContain(`value="${date}T`);
    expect((await tunde.act('removeDateOverride', { date })).status).toBe(200);
    expect(await startsOnDate()).not.toEqual([]);
  });

  it('say beforehand what would change, and change nothing', async () => {
    const said = await tunde.act('previewDateOverride', { date, ranges: [] });
    expect(said).toMatchObject({ status: 200, body: { data: { from: date, effect: { openings: { after: 0 } } } } });
    expect((await listed()).data).toEqual([]);
  });

  it('answer 409 with the dates that are changed already, and 422 with the field', async () => {
    await tunde.act('saveDateOverride', { date, ranges: [] });
    expect(await tunde.act('saveDateOverride', { date, ranges: [], overwrite: false })).toMatchObject({
      status: 409,
      body: { ok: false, error: { code: 'date_changed_already', data: { dates: [date] } } },
    });
    expect(await tunde.act('saveDateOverride', { date: '2020-01-01', ranges: [] })).toMatchObject({
      status: 422,
      body: { error: { fields: { date: expect.stringContaining('has passed') } } },
    });
  });
});

describe('the page without JavaScript', () => {
  it('adds a day off, lists it with what it changes, and removes it', async () => {
    const form = await visitor.get(`${SCHEDULE}?date=new`);
    expect(form.text).toContain('Day off or special hours');
    const checked = await visitor.submit(SAVE, { kind: 'off', date, until: '', edit: 'check' });
    expect(checked.text).toMatch(/If you save: .*\d+ openings of 1 h will be taken off/s);
    expect((await listed()).data).toEqual([]);
    const saved = await visitor.submit(SAVE, { kind: 'off', date, until: '' });
    expect([saved.status, saved.location]).toEqual([303, `${SCHEDULE}?done=dayOff#date-${date}`]);
    const page = await visitor.get(saved.location ?? '');
    expect(page.text).toContain('Saved: nobody new can book you then.');
    expect(page.text).toContain(`id="date-${date}"`);
    expect(page.text).toMatch(/\d+ openings of 1 h were taken off: nobody new can book\./);
    const removed = await visitor.submit(`${SCHEDULE}?/removeDates`, { date, until: date });
    expect(removed.status).toBe(303);
    expect((await listed()).data).toEqual([]);
  });

  it('keeps everything typed when something is wrong, and says what', async () => {
    const typed = {
      kind: 'special',
      date,
      until: '',
      'range-0-start': '8',
      'range-0-end': '12',
      'range-1-start': '11',
    };
    const more = await visitor.submit(SAVE, { ...typed, edit: 'add' });
    expect(more.text).toContain('name="range-2-start"');
    const refused = await visitor.submit(SAVE, { ...typed, 'range-1-end': '13:00' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('This overlaps 08:00–12:00.');
    expect(refused.text).toMatch(/name="range-1-start"[^>]*value="11"|value="11"[^>]*name="range-1-start"/);
    const late = await visitor.submit(SAVE, { kind: 'off', date: '2020-01-01', until: '' });
    expect(late.text).toContain('That date has passed.');
    expect(late.text).toContain('value="2020-01-01"');
    const nothing = await visitor.submit(SAVE, { kind: 'special', date, until: '' });
    expect(nothing.text).toContain('Say from when to when, or choose a day off.');
  });

  it('edits an entry, and refuses one that is there already', async () => {
    await visitor.submit(SAVE, { kind: 'special', date, 'range-0-start': '20', 'range-0-end': '22' });
    const edit = await visitor.get(`${SCHEDULE}?date=${date}`);
    expect(edit.text).toContain(`name="oldDate" value="${date}"`);
    const again = await visitor.submit(SAVE, { kind: 'off', date, until: '' });
    expect(again.status).toBe(409);
    expect(again.text).toContain('has special hours already (20:00–22:00)');
    const changed = { kind: 'off', date, until: '', oldDate: date, oldUntil: date };
    expect((await visitor.submit(`${SCHEDULE}?/saveDates&date=${date}`, changed)).status).toBe(303);
    expect(await startsOnDate()).toEqual([]);
  });
});

describe('why a time is not offered', () => {
  const why = (day: string, time: string) =>
    visitor.get(`${SCHEDULE}?${new URLSearchParams({ offering: reviewId, day, time })}`);

  it('is answered by the page without JavaScript, and follows what is changed', async () => {
    const start = (await startsOnDate())[0] ?? '';
    const time = new Intl.DateTimeFormat('en-GB', { timeZone: 'Africa/Lagos', timeStyle: 'short' }).format(
      new Date(start),
    );
    expect((await why(date, time)).text).toContain('Students can book it now.');
    await tunde.act('saveDateOverride', { date, ranges: [] });
    const page = await why(date, time);
    expect(page.text).toContain('is a day off.');
    expect(page.text).toContain(`href="${SCHEDULE}?date=${date}"`);
    expect(page.text).toContain(`value="${time}"`);
  });

  it('says what it could not read, and keeps it', async () => {
    const page = await why('', 'nine');
    expect(page.text).toContain('Choose a day.');
    expect(page.text).toContain('Write a time like 09:00 or 17:30.');
    expect(page.text).toContain('value="nine"');
  });

  it('is an action, too, for the tutor whose offering it is', async () => {
    await tunde.act('saveDateOverride', { date, ranges: [] });
    const asked = { offeringId: reviewId, date, time: '10:00' };
    expect(await tunde.act('explainMentorshipTime', asked)).toMatchObject({
      status: 200,
      body: { data: { moments: [{ modes: [{ reasons: [{ code: 'day_off' }] }, {}] }] } },
    });
    const ngozi = await signInAs(product.url, 'mentor@demo.test');
    expect((await ngozi.act('explainMentorshipTime', asked)).status).toBe(404);
  });
});
