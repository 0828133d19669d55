import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { execute } from '#features/accounts/command.server.ts';
import { may } from '#features/accounts/gates.server.ts';
import { readId, type SessionId } from '#shared/id.ts';
import { parseInstant } from '#shared/time.ts';
import { deliverWebhooks, hold, openWithPaystack, referenceOf, type PaidWorld } from '#tests/support/booking.ts';
import { addPerson, seedCast, type Cast } from '#tests/support/cast.ts';
import { forEachEngine } from '#tests/support/database.ts';
import { cancelMentorshipSession } from '../commands/cancel.server.ts';
import { platformBooks } from './admin-money.server.ts';
import { prefixesOf } from './admin-search.server.ts';
import { adminSessions, type AdminFilters } from './admin-sessions.server.ts';

const WEDNESDAY_10 = '2026-11-25T09:00:00Z';
const THURSDAY_10 = '2026-11-26T09:00:00Z';

forEachEngine((_engine, open) => {
  let world: PaidWorld;
  let cast: Cast;

  beforeAll(async () => void (world = await openWithPaystack(open)));
  afterAll(() => world.close());
  beforeEach(async () => {
    await world.reset();
    cast = await seedCast(world.app);
  });

  const admin = () => {
    const proof = may(cast.kemi, 'platform.administer');
    if (!proof.ok) throw new Error(proof.reason);
    return proof.value;
  };
  const page = (filters: AdminFilters = {}) => adminSessions(world.app, admin(), filters);
  const ids = async (filters: AdminFilters = {}) => (await page(filters)).sessions.map(({ id }) => id);
  const settle = async () => {
    await deliverWebhooks(world);
    await world.runJobs();
  };
  const book = async (scheduledAt: string, student = cast.ada): Promise<SessionId> => {
    const { mentorshipSessionId } = await hold(world.app, student, cast.react, scheduledAt);
    return readId<SessionId>(mentorshipSessionId);
  };
  const bookPaid = async (scheduledAt: string, student = cast.ada): Promise<SessionId> => {
    const id = await book(scheduledAt, student);
    world.paystack.pay(await referenceOf(world.app, id), 'success');
    await settle();
    return id;
  };

  describe('the sessions of the platform', () => {
    it('are listed by their start, the latest first, and narrowed by state, payment, person and day', async () => {
      const paid = await bookPaid(WEDNESDAY_10);
      const held = await book(THURSDAY_10, cast.bola);
      expect(await ids()).toEqual([held, paid]);
      expect(await ids({ status: 'SCHEDULED' })).toEqual([paid]);
      expect(await ids({ payment: 'PENDING' })).toEqual([held]);
      expect(await ids({ status: 'SCHEDULED', payment: 'PENDING' })).toEqual([]);
      expect(await ids({ studentId: cast.bola.personId })).toEqual([held]);
      expect(await ids({ tutorId: cast.tunde.personId, studentId: cast.ada.personId })).toEqual([paid]);
      expect(await ids({ tutorId: cast.ada.personId })).toEqual([]);
      const thursday = parseInstant('2026-11-26T00:00:00Z') ?? undefined;
      expect([await ids({ from: thursday }), await ids({ to: thursday })]).toEqual([[held], [paid]]);
    });

    it('are found by id, reference, name, e-mail and title', async () => {
      const paid = await bookPaid(WEDNESDAY_10);
      const held = await book(THURSDAY_10, cast.bola);
      expect(await ids({ q: paid.toUpperCase() })).toEqual([paid]);
      expect(await ids({ q: await referenceOf(world.app, held) })).toEqual([held]);
      expect(await ids({ q: 'bola mu' })).toEqual([held]);
      expect(await ids({ q: cast.bola.email })).toEqual([held]);
      expect(await ids({ q: 'Tunde' })).toEqual([held, paid]);
      expect(await ids({ q: 'one to one, react' })).toEqual([held, paid]);
      expect(await ids({ q: 'tunde', status: 'SCHEDULED' })).toEqual([paid]);
      expect(await ids({ q: 'nobody' })).toEqual([]);
      expect(await ids({ q: `' & ! | :*` })).toEqual([]);
      expect((await page({ q: 'ada' })).people.map(({ name }) => name)).toEqual(['Ada Obi']);
    });

    it('says when more are called like that than it looks at', async () => {
      for (let n = 0; n < 21; n += 1) await addPerson(world.app, `Chidi Number${n}`, 'STUDENT');
      expect(await page({ q: 'chidi' })).toMatchObject({ isCutOff: true, people: { length: 20 } });
      expect(await page({ q: 'chidi number20' })).toMatchObject({
        isCutOff: false,
        people: [{ name: 'Chidi Number20' }],
      });
    });

    it('read words as the beginnings of words, and signs as nothing', () => {
      expect(prefixesOf(' Ada  O’Brien ')).toBe(`'ada':* & 'o':* & 'brien':*`);
      expect(prefixesOf(`a'b\\`)).toBe(`'a':* & 'b':*`);
      expect(prefixesOf('()!')).toBeNull();
    });
  });

  describe('the books', () => {
    it('say what a month brought, to whom, and agree with Paystack', async () => {
      await bookPaid(WEDNESDAY_10);
      const cancelled = await bookPaid(THURSDAY_10, cast.bola);
      const cancel = { sessionId: cancelled, expectedRefundMinor: 500_000 };
      expect(await execute(world.app, cancelMentorshipSession, cast.bola, cancel)).toMatchObject({ ok: true });
      await world.runJobs();
      for (const refund of world.paystack.refunds()) while (world.paystack.advanceRefund(refund.id));
      await settle();
      const sums = { capturedMinor: 1_000_000, feesMinor: 20_000, refundedMinor: 500_000 };
      expect(await platformBooks(world.app, admin())).toMatchObject([
        {
          currency: 'NGN',
          months: [
            {
              month: '2026-11-01',
              grossMinor: 1_000_000,
              tutorsMinor: 350_000,
              platformMinor: 150_000,
              refundsMinor: 500_000,
              unmatchedMinor: 0,
              feesMinor: 20_000,
            },
          ],
          provider: sums,
          ledger: sums,
        },
      ]);
    });

    it('begin a month at midnight in Lagos', async () => {
      world.clock.set('2026-11-30T22:30:00Z');
      await bookPaid('2026-12-02T09:00:00Z');
      world.clock.set('2026-11-30T23:30:00Z');
      await bookPaid('2026-12-03T09:00:00Z');
      const [books] = await platformBooks(world.app, admin());
      expect(books?.months.map(({ month }) => month)).toEqual(['2026-11-01', '2026-12-01']);
    });

    it('hold in the months exactly what the entries hold', async () => {
      await bookPaid(WEDNESDAY_10);
      await bookPaid(THURSDAY_10, cast.bola);
      const { rows } = await world.app.db.execute(sql`
        select t.kind, a.kind, sum(e.amount_minor)::bigint from ledger_entry e
          join ledger_transfer t on t.id = e.transfer_id join ledger_account a on a.id = e.account_id group by 1, 2
        except select transfer_kind, account_kind, sum(amount_minor)::bigint from ledger_month group by 1, 2`);
      expect(rows).toEqual([]);
      const { rows: kept } = await world.app.db.execute(sql`select 1 from ledger_month`);
      expect(kept.length).toBeGreaterThan(3);
    });
  });
});
