import { sql, type SQL } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ledgerAccount, ledgerEntry, ledgerTransfer } from '#infra/db/tables/ledger.server.ts';
import { sqlState, transact } from '#infra/db/transact.server.ts';
import { newId, systemRandom, type PersonId } from '#shared/id.ts';
import { minor } from '#shared/money.ts';
import { ok } from '#shared/result.ts';
import { balances } from '#tests/support/booking.ts';
import { forEachEngine, type TestApp } from '#tests/support/database.ts';
import { post, reverse } from './commands.server.ts';
import { balanceOf, entriesOfSession, trialBalance } from './queries.server.ts';
import {
  accountId,
  chargeApplied,
  chargeFee,
  chargeReceived,
  GUARDS,
  refundProcessed,
  unappliedRefundRequested,
  type Account,
  type AccountKind,
  type Transfer,
} from './rules.ts';

const [chargeId, sessionId, refundId] = [id(), id(), id()];
const tunde = id() as PersonId;
const money = { chargeId, amountMinor: minor(500_000), currency: 'NGN' };
const refund = { refundId, ...money };
const sale = {
  chargeId,
  sessionId,
  tutorId: tunde,
  tutorMinor: minor(350_000),
  platformMinor: minor(150_000),
  currency: 'NGN',
};

function id(): string {
  return newId(systemRandom, 1_700_000_000_000);
}

const house = (kind: AccountKind): Account => ({ kind, ownerId: null });

forEachEngine((_engine, open) => {
  let test: TestApp;
  beforeAll(async () => void (test = await open()));
  beforeEach(() => test.reset());
  afterAll(() => test.close());

  const write = (...transfers: Transfer[]) =>
    test.app.db.transaction(async (tx) => {
      for (const transfer of transfers) await post(test.app, tx, transfer);
    });
  const refusedBy = (statement: SQL) => test.app.db.execute(statement).then(() => null, sqlState);

  describe('a payment of ₦5,000', () => {
    it('leaves ₦4,900 at Paystack after its fee of ₦100, and ₦3,500 and ₦1,500 to share', async () => {
      await write(
        chargeReceived(money),
        chargeFee({ chargeId, feeMinor: minor(10_000), currency: 'NGN' }),
        chargeApplied(sale),
      );
      expect(await balances(test.app)).toEqual({
        paystack_clearing: 490_000,
        processing_fees: 10_000,
        tutor_pending: -350_000,
        platform_pending: -150_000,
      });
      expect(await balanceOf(test.app.db, { kind: 'tutor_pending', ownerId: tunde })).toBe(-350_000);
      expect(await entriesOfSession(test.app.db, sessionId)).toHaveLength(3);
    });

    it('that settles nothing goes out as it came in', async () => {
      await write(chargeReceived(money), unappliedRefundRequested(refund));
      expect(await balances(test.app)).toEqual({ paystack_clearing: 500_000, refunds_in_flight: -500_000 });
      await write(refundProcessed(refund));
      expect(await balances(test.app)).toEqual({});
    });

    it('that cannot be given back is held again', async () => {
      const requested = unappliedRefundRequested(refund);
      await write(chargeReceived(money), requested);
      const mirror = { key: `refund:${refundId}:failed`, kind: 'refund_failed' };
      const fail = () => test.app.db.transaction((tx) => reverse(test.app, tx, requested.key, mirror));
      await fail();
      await fail();
      expect(await balances(test.app)).toEqual({ paystack_clearing: 500_000, unapplied_receipts: -500_000 });
    });

    it('in cedis has accounts of its own', async () => {
      await write(chargeReceived(money), chargeReceived({ chargeId: id(), amountMinor: minor(7), currency: 'GHS' }));
      const rows = await trialBalance(test.app.db);
      expect(rows.map(({ accountId, balanceMinor }) => [accountId, balanceMinor])).toEqual([
        ['paystack_clearing:GHS', 7],
        ['paystack_clearing:NGN', 500_000],
        ['unapplied_receipts:GHS', -7],
        ['unapplied_receipts:NGN', -500_000],
      ]);
    });
  });

  describe('a key', () => {
    it('with the same amounts again changes nothing', async () => {
      await write(chargeReceived(money));
      await write(chargeReceived(money), chargeReceived(money));
      expect(await balances(test.app)).toEqual({ paystack_clearing: 500_000, unapplied_receipts: -500_000 });
      const { rows } = await test.app.db.execute<{ n: number }>(sql`select count(*)::int as n from ledger_entry`);
      expect(rows).toEqual([{ n: 2 }]);
    });

    it('with other amounts or accounts is a bug, and nothing of that transaction stays', async () => {
      await write(chargeReceived(money));
      const fee = chargeFee({ chargeId, feeMinor: minor(1), currency: 'NGN' });
      await expect(write(fee, chargeReceived({ ...money, amountMinor: minor(500_001) }))).rejects.toThrow(
        /other entries/,
      );
      await expect(
        write({ ...chargeFee({ ...money, feeMinor: minor(500_000) }), key: chargeReceived(money).key }),
      ).rejects.toThrow(/other entries/);
      expect(await balances(test.app)).toEqual({ paystack_clearing: 500_000, unapplied_receipts: -500_000 });
    });
  });

  describe('the books', () => {
    const lopsided: Transfer = { ...chargeReceived(money), postings: chargeReceived(money).postings.slice(0, 1) };

    it('refuse a transfer that does not balance before it is written', async () => {
      await expect(write(lopsided)).rejects.toThrow(/does not balance/);
    });

    it.each([
      ['that does not balance', [5]],
      ['without entries', []],
    ])('refuse a transfer %s when it is committed, whoever writes it', async (_what, amounts) => {
      const entry = { transferId: id(), accountId: 'bank:NGN' };
      const commit = test.app.db.transaction(async (tx) => {
        const account = { id: 'bank:NGN', kind: 'bank', currency: 'NGN', balanceMinor: minor(0), guard: 0 };
        await tx.insert(ledgerAccount).values(account);
        const happenedAt = test.clock.now();
        await tx
          .insert(ledgerTransfer)
          .values({ id: entry.transferId, idempotencyKey: 'by hand', kind: 'by_hand', happenedAt });
        for (const amount of amounts) await tx.insert(ledgerEntry).values({ ...entry, amountMinor: minor(amount) });
      });
      expect(await commit.then(() => null, sqlState)).toBe('23514');
      expect(await trialBalance(test.app.db)).toEqual([]);
    });

    it('refuse to be changed, shortened or emptied', async () => {
      await write(chargeReceived(money));
      for (const table of ['ledger_entry', 'ledger_transfer', 'session_event']) {
        expect(await refusedBy(sql.raw(`truncate ${table} cascade`)), table).toBe('23001');
      }
      expect(await refusedBy(sql`update ledger_entry set amount_minor = 1`)).toBe('23001');
      expect(await refusedBy(sql`delete from ledger_entry`)).toBe('23001');
      expect(await refusedBy(sql`update ledger_transfer set kind = 'gift'`)).toBe('23001');
      expect(await refusedBy(sql`delete from ledger_transfer`)).toBe('23001');
      expect(await balances(test.app)).toEqual({ paystack_clearing: 500_000, unapplied_receipts: -500_000 });
    });

    it.each([
      ['more given back than is held', unappliedRefundRequested({ ...refund, amountMinor: minor(500_001) })],
      ['more sold than was received', chargeApplied({ ...sale, tutorMinor: minor(350_001) })],
      ['a refund ended that nobody asked for', refundProcessed(refund)],
      [
        'a fee that comes back',
        {
          ...chargeFee({ chargeId, feeMinor: minor(10_000), currency: 'NGN' }),
          postings: chargeFee({ chargeId, feeMinor: minor(-10_000), currency: 'NGN' }).postings,
        },
      ],
    ])('refuse %s', async (_what, transfer) => {
      await write(chargeReceived(money));
      const state = await write(transfer).then(() => null, sqlState);
      expect(state).toBe('23514');
      expect(await balances(test.app)).toEqual({ paystack_clearing: 500_000, unapplied_receipts: -500_000 });
    });

    it('keep every account that owes something from turning into a claim', () => {
      const free = Object.entries(GUARDS).filter(([, guard]) => guard === 0);
      expect(free.map(([kind]) => kind)).toEqual(['paystack_clearing', 'bank', 'platform_revenue']);
      expect(accountId(house('bank'), 'NGN')).toBe('bank:NGN');
      expect(accountId({ kind: 'tutor_pending', ownerId: tunde }, 'NGN')).toBe(`tutor_pending:${tunde}:NGN`);
    });

    it('add up to nothing and to their entries after many transfers at once', async () => {
      const charges = Array.from({ length: 40 }, () => id());
      await Promise.all(
        charges.map((one, at) =>
          transact(test.app.db, async (tx) => {
            const amountMinor = minor(5_000 + at);
            await post(test.app, tx, chargeReceived({ chargeId: one, amountMinor, currency: 'NGN' }));
            const refundOf = { refundId: one, chargeId: one, amountMinor, currency: 'NGN' };
            if (at % 2 === 0) await post(test.app, tx, unappliedRefundRequested(refundOf));
            return ok(null);
          }),
        ),
      );
      const total = (from: number) => charges.reduce((sum, _one, at) => (at % 2 === from ? sum + 5_000 + at : sum), 0);
      expect(await balances(test.app)).toEqual({
        paystack_clearing: total(0) + total(1),
        refunds_in_flight: -total(0),
        unapplied_receipts: -total(1),
      });
      const { rows } = await test.app.db.execute<{ wrong: number }>(sql`
        select count(*)::int as wrong from ledger_account a
        where balance_minor <> (select coalesce(sum(amount_minor), 0) from ledger_entry e where e.account_id = a.id)`);
      expect(rows).toEqual([{ wrong: 0 }]);
    });
  });
});
