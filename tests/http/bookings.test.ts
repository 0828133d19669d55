import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCaller, signInAs, signUpStudent, type Answer, type Caller } from '#tests/e2e/caller.ts';
import {
  advanceClock,
  paystackState,
  productNow,
  startProduct,
  tellPaystack,
  type Product,
} from '#tests/e2e/product.ts';
import { firstOpenStart, offeringTitled, openStarts, REACT_REVIEW } from '#tests/e2e/steps.ts';
import { buildIfStale } from '../../bin/support/build.ts';

/** A build and a first start, on a busy machine. */
const START_MS = 180_000;
const NOBODYS_ID = '0197d400-ffff-7000-8000-00000000ffff';
const MINUTE_MS = 60_000;

let product: Product;
let nobody: Caller;
let tunde: Caller;
let kemi: Caller;
let reviewId: string;

beforeAll(async () => {
  buildIfStale(() => undefined);
  product = await startProduct();
  nobody = createCaller(product.url, null);
  tunde = await signInAs(product.url, 'tutor@demo.test');
  kemi = await signInAs(product.url, 'admin@demo.test');
  reviewId = (await offeringTitled(product, REACT_REVIEW)).id;
}, START_MS);
afterAll(() => product.stop());

const begin = (caller: Caller, input: object) => caller.act('beginMentorshipCheckout', input);
const refusal = (status: number, code: string) => ({
  status,
  body: { ok: false, error: { code, message: expect.any(String) } },
});
const newStudent = () => signUpStudent(product.url, 'Ada Http');

type Begun = { mode: string; mentorshipSessionId: string; authorizationUrl: string; expiresAt: string };
const begun = ({ body }: Answer) => (body as { data: Begun }).data;
const slotsIn = ({ body }: Answer) => (body as { error: { data: { slots: string[] } } }).error.data.slots;

describe('beginMentorshipCheckout', () => {
  it('holds a time and says where and until when to pay', async () => {
    const ada = await newStudent();
    const answer = await begin(ada, { offeringId: reviewId, scheduledAt: await firstOpenStart(product, reviewId) });
    expect(answer).toMatchObject({
      status: 200,
      body: { ok: true, data: { mode: 'INSTANT', authorizationUrl: expect.stringContaining(product.paystackUrl) } },
    });
    const leftMs = Date.parse(begun(answer).expiresAt) - Date.parse(await productNow(product));
    expect(Math.round(leftMs / MINUTE_MS)).toBe(35);
  });

  it('gives the same answer to the same wish, one after the other or at once', async () => {
    const ada = await newStudent();
    const wish = { offeringId: reviewId, scheduledAt: await firstOpenStart(product, reviewId) };
    const before = (await paystackState(product)).transactions.length;
    const together = await Promise.all([begin(ada, wish), begin(ada, wish), begin(ada, wish)]);
    const again = await begin(ada, wish);
    for (const answer of together) expect(answer).toMatchObject({ status: 200, body: again.body });
    expect((await paystackState(product)).transactions.length).toBe(before + 1);
  });

  it('asks for a time when none is given, and names the next three', async () => {
    const answer = await begin(await newStudent(), { offeringId: reviewId });
    expect(answer).toMatchObject(refusal(422, 'pick_a_time'));
    expect(slotsIn(answer)).toHaveLength(3);
  });

  it('offers other times to who wants a taken one', async () => {
    const scheduledAt = await firstOpenStart(product, reviewId);
    await begin(await newStudent(), { offeringId: reviewId, scheduledAt });
    const answer = await begin(await newStudent(), { offeringId: reviewId, scheduledAt });
    expect(answer).toMatchObject(refusal(409, 'slot_taken'));
    expect(slotsIn(answer)).toHaveLength(3);
    expect(slotsIn(answer)).not.toContain(scheduledAt);
  });

  it.each([
    ['in the past', -60],
    ['within the notice of two hours', 60],
    ['beyond the tutor’s calendar', 300 * 24 * 60],
  ])('refuses a time %s', async (_, minutes) => {
    const at = new Date(Math.ceil(Date.parse(await productNow(product)) / (30 * MINUTE_MS)) * 30 * MINUTE_MS);
    const scheduledAt = new Date(at.getTime() + minutes * MINUTE_MS).toISOString();
    expect(await begin(await newStudent(), { offeringId: reviewId, scheduledAt })).toMatchObject(
      refusal(409, 'slot_unavailable'),
    );
  });

  it('refuses a time outside the hours and off the grid', async () => {
    const open = Date.parse(await firstOpenStart(product, reviewId));
    const night = new Date(open).toISOString().replace(/T.*/, 'T01:00:00Z');
    const odd = new Date(open + 7 * MINUTE_MS).toISOString();
    for (const scheduledAt of [night, odd]) {
      expect(await begin(await newStudent(), { offeringId: reviewId, scheduledAt }), scheduledAt).toMatchObject(
        refusal(409, 'slot_unavailable'),
      );
    }
  });

  it.each(['tomorrow', '2026-13-45T00:00:00Z', '2026-12-09T09:00', '2026-12-09T09:00:30Z', 5, null, ['x']])(
    'does not read %j as a time',
    async (scheduledAt) => {
      const answer = await begin(await newStudent(), { offeringId: reviewId, scheduledAt });
      expect(answer).toMatchObject(refusal(422, 'invalid'));
      expect(answer.body).toHaveProperty('error.fields.scheduledAt');
    },
  );

  it.each(['price', 'priceMinor', 'status', 'paymentStatus', 'studentId', 'tutorId', 'id', 'isOffering', 'duration'])(
    'takes no %s from outside',
    async (key) => {
      const scheduledAt = await firstOpenStart(product, reviewId);
      const answer = await begin(await newStudent(), { offeringId: reviewId, scheduledAt, [key]: '1' });
      expect(answer).toMatchObject(refusal(422, 'unknown_key'));
      expect(answer.body).toHaveProperty(`error.fields.${key}`);
      expect(await firstOpenStart(product, reviewId), 'nothing was taken').toBe(scheduledAt);
    },
  );

  it('knows no unlisted, paused, deleted or made-up offering', async () => {
    const created = async (input: object, by = tunde) => {
      const answer = await by.act('createMentorshipOffering', {
        title: 'Short-lived',
        duration: 30,
        price: 5000,
        ...input,
      });
      expect(answer.status).toBe(200);
      return (answer.body as { data: { id: string } }).data.id;
    };
    const paused = await created({});
    await tunde.act('pauseMentorshipOffering', { offeringId: paused });
    const deleted = await created({});
    await tunde.act('deleteMentorshipOffering', { offeringId: deleted });
    const unlisted = await created({}, await signInAs(product.url, 'newtutor@demo.test'));
    const ada = await newStudent();
    for (const offeringId of [paused, deleted, unlisted, NOBODYS_ID, 'x', "' or 1=1 --"]) {
      expect(await begin(ada, { offeringId, scheduledAt: '2030-01-07T09:00:00Z' }), offeringId).toMatchObject(
        refusal(404, 'not_found'),
      );
    }
  });

  it('refuses by who asks: nobody, an admin, the tutor', async () => {
    const wish = { offeringId: reviewId, scheduledAt: await firstOpenStart(product, reviewId) };
    expect(await begin(nobody, wish)).toMatchObject(refusal(401, 'signed_out'));
    expect(await begin(kemi, wish)).toMatchObject(refusal(403, 'forbidden'));
    expect(await begin(tunde, wish)).toMatchObject(refusal(409, 'own_offering'));
  });

  it('refuses a way of booking that the offering does not take', async () => {
    const { id } = await offeringTitled(product, 'TypeScript clinic');
    const scheduledAt = await firstOpenStart(product, id);
    const answer = await begin(await newStudent(), { offeringId: id, scheduledAt, bookingMode: 'REQUEST' });
    expect(answer).toMatchObject(refusal(422, 'mode_not_offered'));
    const odd = await begin(await newStudent(), { offeringId: id, scheduledAt, bookingMode: 'FREE' });
    expect(odd).toMatchObject(refusal(422, 'invalid'));
  });

  it('lets nobody hold more than three times, nor two at once', async () => {
    const ada = await newStudent();
    const starts = await openStarts(product, reviewId, 3);
    const [first = '', ...later] = starts;
    const apart = later.filter((start) => Date.parse(start) - Date.parse(first) >= 24 * 60 * MINUTE_MS);
    const days = new Map(apart.map((start) => [start.slice(0, 10), start]));
    const wishes = [first, ...days.values()].slice(0, 4);
    const answers: Answer[] = [];
    for (const scheduledAt of wishes) answers.push(await begin(ada, { offeringId: reviewId, scheduledAt }));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 409]);
    expect(answers[3]).toMatchObject(refusal(409, 'too_many_holds'));
  });

  it('keeps the time when Paystack is away, and goes on with the next try', async () => {
    const ada = await newStudent();
    const wish = { offeringId: reviewId, scheduledAt: await firstOpenStart(product, reviewId) };
    await tellPaystack(product, '/__faults', { on: 'initialize', how: 'status', status: 503, times: 20 });
    const away = await begin(ada, wish);
    await tellPaystack(product, '/__knobs', { faults: [] });
    expect(away).toMatchObject(refusal(502, 'provider_unavailable'));
    const { mentorshipSessionId } = (away.body as { error: { data: Begun } }).error.data;
    expect(begun(await begin(ada, wish))).toMatchObject({ mentorshipSessionId, authorizationUrl: expect.any(String) });
  });
});

describe('a session', () => {
  it('is shown to its people and to admins, and is unknown to everybody else', async () => {
    const ada = await newStudent();
    const wish = { offeringId: reviewId, scheduledAt: await firstOpenStart(product, reviewId) };
    const { mentorshipSessionId: id } = begun(await begin(ada, wish));
    const path = `/api/mentorship/session/${id}`;
    expect(await ada.get(path)).toMatchObject({
      status: 200,
      body: { userRole: 'student', session: { id, isOffering: false, status: 'PENDING_PAYMENT', meetingUrl: null } },
    });
    expect(await tunde.get(path)).toMatchObject({ status: 200, body: { userRole: 'tutor' } });
    expect(await kemi.get(path)).toMatchObject({ status: 200, body: { userRole: 'admin' } });
    const bola = await newStudent();
    const unknown = await bola.get(`/api/mentorship/session/${NOBODYS_ID}`);
    expect(unknown).toMatchObject({ status: 404, body: { error: { code: 'not_found' } } });
    expect(await bola.get(path)).toMatchObject({ status: 404, body: unknown.body });
    expect(await nobody.get(path)).toMatchObject({ status: 401, body: { error: { code: 'signed_out' } } });
  });

  it('is paid for by its student alone', async () => {
    const ada = await newStudent();
    const wish = { offeringId: reviewId, scheduledAt: await firstOpenStart(product, reviewId) };
    const { mentorshipSessionId: sessionId, authorizationUrl } = begun(await begin(ada, wish));
    const proceed = (caller: Caller, body: object) =>
      caller.request('/api/mentorship/proceed-payment', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    expect(await proceed(ada, { sessionId })).toMatchObject({ status: 200, body: { authorizationUrl } });
    expect(await proceed(nobody, { sessionId })).toMatchObject({
      status: 401,
      body: { error: { code: 'signed_out' } },
    });
    const bola = await newStudent();
    expect(await proceed(bola, { sessionId })).toMatchObject({ status: 404, body: { error: { code: 'not_found' } } });
    expect(await proceed(ada, { sessionId, amount: 1 })).toMatchObject({
      status: 422,
      body: { error: { code: 'unknown_key' } },
    });
    expect(await proceed(ada, {})).toMatchObject({ status: 422, body: { error: { code: 'invalid' } } });
  });

  it('that lapsed can no longer be paid for, and says so', async () => {
    const ada = await newStudent();
    const wish = { offeringId: reviewId, scheduledAt: await firstOpenStart(product, reviewId) };
    const { mentorshipSessionId: sessionId } = begun(await begin(ada, wish));
    await advanceClock(product, 40);
    const answer = await ada.act('proceedWithApprovedBookingPayment', { sessionId });
    expect(answer).toMatchObject(refusal(409, 'wrong_state'));
    expect(answer.body).toHaveProperty('error.data.status', 'EXPIRED');
  });

  it('is withdrawn at the version that was seen, and only by its student', async () => {
    const ada = await newStudent();
    const wish = { offeringId: reviewId, scheduledAt: await firstOpenStart(product, reviewId) };
    const { mentorshipSessionId: sessionId } = begun(await begin(ada, wish));
    const bola = await newStudent();
    expect(await bola.act('withdrawMentorshipRequest', { sessionId })).toMatchObject(refusal(404, 'not_found'));
    expect(await ada.act('withdrawMentorshipRequest', { sessionId, version: 99 })).toMatchObject(
      refusal(409, 'version_conflict'),
    );
    expect(await ada.act('withdrawMentorshipRequest', { sessionId })).toMatchObject({
      status: 200,
      body: { data: { status: 'CANCELLED' } },
    });
    expect(await ada.act('withdrawMentorshipRequest', { sessionId })).toMatchObject(refusal(409, 'wrong_state'));
  });
});

it('wrote no error to its log', () => expect(product.takeErrors()).toEqual([]));
