import { sql, type SQL } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId, systemRandom } from '#shared/id.ts';
import { seedCast, type Cast } from '#tests/support/cast.ts';
import { forEachEngine, type TestApp } from '#tests/support/database.ts';
import { sqlState } from './transact.server.ts';

const CHECK = '23514';
const UNIQUE = '23505';
const OVERLAP = '23P01';
const FOREIGN_KEY = '23503';

type Columns = Record<string, string | number | null>;

const id = () => newId(systemRandom, 1_700_000_000_000);
const reference = () => `mnt-${id().replaceAll('-', '')}12345678`;

forEachEngine((_engine, open) => {
  let test: TestApp;
  let cast: Cast;
  beforeAll(async () => void (test = await open()));
  beforeEach(async () => {
    await test.reset();
    cast = await seedCast(test.app);
  });
  afterAll(() => test.close());

  const run = (statement: SQL): Promise<string | null> => test.app.db.execute(statement).then(() => null, sqlState);
  const insert = (table: string, columns: Columns): Promise<string | null> => {
    const names = sql.raw(Object.keys(columns).join(', '));
    const values = Object.values(columns).map((value) => sql`${value}`);
    return run(sql`insert into ${sql.raw(table)} (${names}) values (${sql.join(values, sql`, `)})`);
  };
  const aSession = (change: Columns = {}): Columns => ({
    id: id(),
    offering_id: cast.react,
    tutor_id: cast.tunde.personId,
    student_id: cast.ada.personId,
    title: 'React',
    description: '',
    duration_minutes: 60,
    price_minor: 500_000,
    currency: 'NGN',
    platform_basis_points: 3_000,
    refund_policy: 'standard',
    buffer_before_minutes: 0,
    buffer_after_minutes: 0,
    booking_mode: 'INSTANT',
    status: 'PENDING_PAYMENT',
    payment_status: 'PENDING',
    starts_at: '2026-11-24T09:00:00Z',
    ends_at: '2026-11-24T10:00:00Z',
    payment_deadline: '2026-11-23T09:35:00Z',
    created_at: '2026-11-23T09:00:00Z',
    updated_at: '2026-11-23T09:00:00Z',
    ...change,
  });
  const aCharge = (change: Columns = {}): Columns => ({
    id: id(),
    reference: reference(),
    payer_id: cast.ada.personId,
    amount_minor: 500_000,
    currency: 'NGN',
    status: 'OPEN',
    offers_bank_transfer: 'true',
    refunding_minor: 0,
    refunded_minor: 0,
    poll_until: '2026-11-26T09:00:00Z',
    created_at: '2026-11-23T09:00:00Z',
    updated_at: '2026-11-23T09:00:00Z',
    ...change,
  });
  const succeeded = { status: 'SUCCEEDED', captured_minor: 500_000, captured_currency: 'NGN' };
  const aRefund = (chargeId: string, change: Columns = {}): Columns => ({
    id: id(),
    charge_id: chargeId,
    amount_minor: 500_000,
    currency: 'NGN',
    source: 'unapplied',
    reason: 'late',
    status: 'REQUESTED',
    created_at: '2026-11-23T09:00:00Z',
    updated_at: '2026-11-23T09:00:00Z',
    ...change,
  });

  describe('taken time', () => {
    const take = async (personId: string, during: string): Promise<string | null> => {
      const sessionId = id();
      expect(await insert('session', aSession({ id: sessionId }))).toBeNull();
      return insert('taken_time', { session_id: sessionId, person_id: personId, during });
    };

    it('is refused to a person who is somewhere else, in whatever role, by a second or by the whole', async () => {
      const { ada, tunde } = { ada: cast.ada.personId, tunde: cast.tunde.personId };
      expect(await take(ada, '[2026-11-24 09:00Z, 2026-11-24 10:00Z)')).toBeNull();
      expect(await take(ada, '[2026-11-24 09:59:59Z, 2026-11-24 11:00Z)')).toBe(OVERLAP);
      expect(await take(ada, '[2026-11-24 09:10Z, 2026-11-24 09:20Z)')).toBe(OVERLAP);
      expect(await take(ada, '[2026-11-24 08:00Z, 2026-11-24 12:00Z)')).toBe(OVERLAP);
      expect(await take(tunde, '[2026-11-24 09:00Z, 2026-11-24 10:00Z)')).toBeNull();
    });

    it('is given when one thing ends as another begins', async () => {
      expect(await take(cast.ada.personId, '[2026-11-24 09:00Z, 2026-11-24 10:00Z)')).toBeNull();
      expect(await take(cast.ada.personId, '[2026-11-24 10:00Z, 2026-11-24 11:00Z)')).toBeNull();
      expect(await take(cast.ada.personId, '[2026-11-24 08:00Z, 2026-11-24 09:00Z)')).toBeNull();
    });

    it.each(['empty', '[2026-11-24 09:00Z,)', '(,2026-11-24 09:00Z]'])('is never %s', async (during) => {
      expect(await take(cast.ada.personId, during)).toBe(CHECK);
    });

    it('belongs to a session that exists', async () => {
      const row = { session_id: id(), person_id: cast.ada.personId, during: '[2026-11-24 09:00Z, 2026-11-24 10:00Z)' };
      expect(await insert('taken_time', row)).toBe(FOREIGN_KEY);
    });
  });

  describe('a session', () => {
    it('is kept when it is right', async () => {
      expect(await insert('session', aSession())).toBeNull();
    });

    it.each([
      ['of no known status', { status: 'LOST' }],
      ['of no known payment', { payment_status: 'GIFT' }],
      ['held without a deadline', { payment_deadline: null }],
      ['held past its start', { payment_deadline: '2026-11-24T09:00:01Z' }],
      ['that asks without a deadline', { status: 'PENDING_MENTOR_REVIEW' }],
      ['approved and unpaid without a deadline', { status: 'SCHEDULED', payment_deadline: null }],
      ['free that is to be paid', { price_minor: 0 }],
      ['to be paid that is free', { payment_status: 'NOT_REQUIRED' }],
      ['with a price below nothing', { price_minor: -1 }],
      ['that ends at another time than it lasts', { ends_at: '2026-11-24T10:00:01Z' }],
      ['with more than all for the platform', { platform_basis_points: 10_001 }],
      ['with a policy of its own', { refund_policy: 'never' }],
      ['paid by no charge', { status: 'SCHEDULED', payment_status: 'PAID' }],
      ['rejected at no time', { status: 'REJECTED' }],
      ['missed by a stranger', { no_show: 'admin' }],
      ['that meets without https', { meeting_url: 'http://meet.example.com' }],
    ])('%s is refused', async (_what, change) => {
      expect(await insert('session', aSession(change))).toBe(CHECK);
    });

    it('with oneself is refused', async () => {
      expect(await insert('session', aSession({ student_id: cast.tunde.personId }))).toBe(CHECK);
    });

    it('settled by a charge that does not exist is refused', async () => {
      const paid = { status: 'SCHEDULED', payment_status: 'PAID', settled_charge_id: id() };
      expect(await insert('session', aSession(paid))).toBe(FOREIGN_KEY);
    });
  });

  describe('a charge', () => {
    it('is kept when it is right, open or paid', async () => {
      expect(await insert('charge', aCharge())).toBeNull();
      expect(await insert('charge', aCharge(succeeded))).toBeNull();
    });

    it.each([
      ['of no known status', { status: 'LOST' }],
      ['of nothing', { amount_minor: 0 }],
      ['under a reference that is not ours', { reference: 'course-4711' }],
      ['that succeeded with nothing captured', { status: 'SUCCEEDED' }],
      ['captured without a success', { ...succeeded, status: 'ABANDONED' }],
      ['captured in no currency', { ...succeeded, captured_currency: null }],
      ['with more on its way back than came', { ...succeeded, refunding_minor: 250_000, refunded_minor: 250_001 }],
      ['with something on its way back that never came', { refunding_minor: 1 }],
      ['given back less than nothing', { ...succeeded, refunded_minor: -1 }],
    ])('%s is refused', async (_what, change) => {
      expect(await insert('charge', aCharge(change))).toBe(CHECK);
    });

    it('never shares its reference', async () => {
      const same = { reference: reference() };
      expect(await insert('charge', aCharge(same))).toBeNull();
      expect(await insert('charge', aCharge(same))).toBe(UNIQUE);
    });
  });

  describe('a refund', () => {
    let chargeId: string;
    beforeEach(async () => {
      chargeId = id();
      await insert('charge', aCharge({ id: chargeId, ...succeeded }));
    });

    it.each([
      ['of no known status', { status: 'LOST' }],
      ['of nothing', { amount_minor: 0 }],
      ['from nowhere', { source: 'bank' }],
      ['processed at no time', { status: 'PROCESSED' }],
      ['on its way that was processed', { processed_at: '2026-11-23T09:00:00Z' }],
    ])('%s is refused', async (_what, change) => {
      expect(await insert('refund', aRefund(chargeId, change))).toBe(CHECK);
    });

    it('is alone in flight for its charge; another waits unasked until it has ended', async () => {
      expect(await insert('refund', aRefund(chargeId, { attempts: 1 }))).toBeNull();
      for (const status of ['REQUESTED', 'PENDING', 'PROCESSING', 'NEEDS_ATTENTION']) {
        expect(await insert('refund', aRefund(chargeId, { status, attempts: 1 })), status).toBe(UNIQUE);
      }
      expect(await insert('refund', aRefund(chargeId))).toBeNull();
      expect(await run(sql`update refund set attempts = 1 where attempts = 0`)).toBe(UNIQUE);
      await run(sql`update refund set status = 'FAILED' where attempts = 1`);
      expect(await run(sql`update refund set attempts = 1 where attempts = 0`)).toBeNull();
    });
  });

  describe('the view that debugging SQL uses', () => {
    beforeEach(async () => void (await insert('session', aSession())));

    it('answers the three queries as they are written', async () => {
      const { rows } = await test.app.db.execute(sql.raw('SELECT * FROM mentorship_sessions WHERE isOffering = true'));
      expect(rows.map((row) => row['id']).sort()).toEqual([cast.intro, cast.react].sort());
      const byCourse = `SELECT * FROM mentorship_sessions WHERE isOffering = true AND courseId = '${id()}'`;
      expect((await test.app.db.execute(sql.raw(byCourse))).rows).toEqual([]);
      const byTutor = `SELECT * FROM mentorship_sessions WHERE tutorId = '${cast.tunde.personId}' AND isOffering = true`;
      expect((await test.app.db.execute(sql.raw(byTutor))).rows).toHaveLength(2);
    });

    it('shows prices in naira and sessions beside their offering', async () => {
      const { rows } = await test.app.db.execute(
        sql`select price::float8 as price, duration, status, paymentStatus, offeringId from mentorship_sessions where isOffering = false`,
      );
      expect(rows).toEqual([
        { price: 5000, duration: 60, status: 'PENDING_PAYMENT', paymentstatus: 'PENDING', offeringid: cast.react },
      ]);
    });
  });
});
