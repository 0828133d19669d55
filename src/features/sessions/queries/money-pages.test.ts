import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { execute } from '#features/accounts/command.server.ts';
import { verifyTutor } from '#features/accounts/commands/verify-tutor.server.ts';
import { may, type Actor } from '#features/accounts/gates.server.ts';
import type { Permission } from '#features/accounts/permissions.ts';
import { countUnverified, tutorsByVerification } from '#features/accounts/queries/tutors.server.ts';
import { sweep } from '#processes/sweep.server.ts';
import { readId, type SessionId } from '#shared/id.ts';
import { minor } from '#shared/money.ts';
import { settings } from '#shared/settings.ts';
import {
  balances,
  deliverWebhooks,
  hold,
  openWithPaystack,
  referenceOf,
  type PaidWorld,
} from '#tests/support/booking.ts';
import { addPerson, addTutor, seedCast, type Cast } from '#tests/support/cast.ts';
import { forEachEngine } from '#tests/support/database.ts';
import { perform } from '#tests/support/perform.ts';
import { finishAdminTask, retryMentorshipRefund } from '../commands/answer-task.server.ts';
import { cancelMentorshipSession } from '../commands/cancel.server.ts';
import { disputeMentorshipSession, resolveMentorshipSession } from '../commands/dispute.server.ts';
import { updateTutorMentorshipSessionStatus } from '../commands/update-status.server.ts';
import { sessionCase } from './admin-case.server.ts';
import { moneyOverview, tutorBalances } from './admin-money.server.ts';
import { countOpenTasks, openTasks } from './admin.server.ts';
import { paymentOf, paymentsOf } from './student-payments.server.ts';
import { writeCursor } from './wallet-cursor.server.ts';
import { walletOf } from './wallet.server.ts';

const WEDNESDAY_10 = '2026-11-25T09:00:00Z';

forEachEngine((_engine, open) => {
  let world: PaidWorld;
  let cast: Cast;

  beforeAll(async () => void (world = await openWithPaystack(open)));
  afterAll(() => world.close());
  beforeEach(async () => {
    await world.reset();
    cast = await seedCast(world.app);
  });

  const allowed = <P extends Permission>(actor: Actor, permission: P) => {
    const proof = may(actor, permission);
    if (!proof.ok) throw new Error(proof.reason);
    return proof.value;
  };
  const wallet = (cursor?: string) => walletOf(world.app, allowed(cast.tunde, 'session.teach'), cursor);
  const admin = () => allowed(cast.kemi, 'platform.administer');
  const payer = (actor: Actor) => allowed(actor, 'session.book');

  const bookPaid = async (student: Actor = cast.ada, scheduledAt = WEDNESDAY_10): Promise<SessionId> => {
    const { mentorshipSessionId } = await hold(world.app, student, cast.react, scheduledAt);
    world.paystack.pay(await referenceOf(world.app, mentorshipSessionId), 'success');
    await deliverWebhooks(world);
    await world.runJobs();
    return readId<SessionId>(mentorshipSessionId);
  };

  const complete = async (sessionId: string) => {
    world.clock.set('2026-11-25T10:05:00Z');
    await perform(world.app, updateTutorMentorshipSessionStatus, cast.tunde, { sessionId, status: 'COMPLETED' });
  };

  const refundsArrive = async () => {
    await world.runJobs();
    for (const refund of world.paystack.refunds()) while (world.paystack.advanceRefund(refund.id));
    await deliverWebhooks(world);
    await world.runJobs();
  };

  describe('the wallet', () => {
    it('is empty before the first payment', async () => {
      expect(await wallet()).toEqual({
        availableMinor: 0,
        pendingMinor: 0,
        owedMinor: 0,
        heldMinor: 0,
        currency: 'NGN',
        entries: [],
        nextCursor: null,
      });
    });

    it('follows a share from the payment to its release, with the balance after each step', async () => {
      const sessionId = await bookPaid();
      await complete(sessionId);
      expect(await wallet()).toMatchObject({
        availableMinor: 0,
        pendingMinor: 350_000,
        entries: [
          {
            kind: 'charge_applied',
            changes: { availableMinor: 0, pendingMinor: 350_000 },
            session: { id: sessionId, studentName: 'Ada Obi', releaseAt: '2026-11-27T10:05:00Z' },
          },
        ],
      });
      world.clock.set('2026-11-27T10:05:00Z');
      await sweep(world.app);
      const { entries, ...balances } = await wallet();
      expect(balances).toMatchObject({ availableMinor: 350_000, pendingMinor: 0, owedMinor: 0 });
      expect(entries.map(({ kind, changes, after }) => ({ kind, changes, after }))).toEqual([
        {
          kind: 'share_released',
          changes: { availableMinor: 350_000, pendingMinor: -350_000, owedMinor: 0 },
          after: { availableMinor: 350_000, pendingMinor: 0, owedMinor: 0 },
        },
        {
          kind: 'charge_applied',
          changes: { availableMinor: 0, pendingMinor: 350_000, owedMinor: 0 },
          after: { availableMinor: 0, pendingMinor: 350_000, owedMinor: 0 },
        },
      ]);
    });

    it('says why money went back, and what a dispute holds', async () => {
      const cancelled = await bookPaid();
      const disputed = await bookPaid(cast.bola, '2026-11-25T11:00:00Z');
      world.clock.set('2026-11-25T06:00:00Z');
      await perform(world.app, cancelMentorshipSession, cast.ada, {
        sessionId: cancelled,
        expectedRefundMinor: 250_000,
      });
      world.clock.set('2026-11-25T12:00:00Z');
      await perform(world.app, updateTutorMentorshipSessionStatus, cast.tunde, {
        sessionId: disputed,
        status: 'COMPLETED',
      });
      await perform(world.app, disputeMentorshipSession, cast.bola, {
        sessionId: disputed,
        reason: 'Ten minutes only.',
      });
      const { entries, ...balances } = await wallet();
      expect(balances).toMatchObject({ pendingMinor: 175_000, heldMinor: 350_000 });
      expect(entries.slice(0, 2)).toMatchObject([
        { kind: 'share_frozen', session: { moneyState: 'FROZEN' } },
        { kind: 'refund_requested', refundReason: 'cancelled_by_student', changes: { pendingMinor: -175_000 } },
      ]);
    });

    it('pages through everything exactly once, each page beginning where the balances of the next end', async () => {
      const sessionId = await bookPaid();
      const row = sql`gen_random_uuid()`;
      for (let n = 0; n < settings.pageSize; n += 1) {
        await world.app.db.transaction(async (tx) => {
          const id = (await tx.execute<{ id: string }>(sql`select ${row} as id`)).rows[0]?.id ?? '';
          await tx.execute(
            sql`insert into ledger_transfer (id, idempotency_key, kind, session_id, happened_at) values (${id}, ${`test:${n}`}, 'test_move', ${sessionId}, ${world.clock.now().toString()})`,
          );
          const pending = `tutor_pending:${cast.tunde.personId}:NGN`;
          await tx.execute(
            sql`insert into ledger_entry (transfer_id, account_id, amount_minor) values (${id}, ${pending}, 1), (${id}, 'paystack_clearing:NGN', -1)`,
          );
        });
      }
      const first = await wallet();
      expect(first.entries).toHaveLength(settings.pageSize);
      expect(first.entries[0]?.after.pendingMinor).toBe(350_000 - settings.pageSize);
      const second = await wallet(first.nextCursor ?? '');
      expect(second.entries).toMatchObject([{ kind: 'charge_applied', after: { pendingMinor: 350_000 } }]);
      expect(second.nextCursor).toBeNull();
      expect((await wallet('nonsense')).entries[0]?.id).toBe(first.entries[0]?.id);
    });

    it('carries the sums through every page of a long life', async () => {
      const sessionId = await bookPaid();
      const accounts = ['tutor_pending', 'tutor_available'].map((kind) => `${kind}:${cast.tunde.personId}:NGN`);
      await world.app.db.execute(sql`insert into ledger_account (id, kind, owner_id, currency, balance_minor, guard)
        values (${accounts[1]}, 'tutor_available', ${cast.tunde.personId}, 'NGN', 0, -1) on conflict do nothing`);
      // Each moves one kobo from pending to available, after a payment that gave 350,000.
      const moves = 300;
      await world.app.db.transaction(async (tx) => {
        await tx.execute(sql`insert into ledger_transfer (id, idempotency_key, kind, session_id, happened_at)
          select md5('m' || n)::uuid, 'm' || n, 'test_move', ${sessionId}, ${world.clock.now().toString()}
          from generate_series(1, ${moves}) n`);
        await tx.execute(sql`insert into ledger_entry (transfer_id, account_id, amount_minor)
          select md5('m' || n)::uuid, account, amount from generate_series(1, ${moves}) n,
          (values (${accounts[0]}, 1), (${accounts[1]}, -1)) as one (account, amount) order by n`);
      });
      await world.app.db.execute(sql`analyze ledger_entry`);
      let [seen, cursor]: [number, string | undefined] = [0, undefined];
      const ids = new Set<string>();
      do {
        const page = await wallet(cursor);
        for (const { id, after } of page.entries) {
          const left = moves - seen;
          expect(after).toEqual({ availableMinor: left, pendingMinor: 350_000 - left, owedMinor: 0 });
          ids.add(id);
          seen += 1;
        }
        expect(page).toMatchObject({ availableMinor: moves, pendingMinor: 350_000 - moves });
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      expect([seen, ids.size]).toEqual([moves + 1, moves + 1]);
    });

    it('believes no cursor but its own', async () => {
      const sessionId = await bookPaid();
      await complete(sessionId);
      const place = {
        seq: 1_000_000,
        balances: { availableMinor: minor(9), pendingMinor: minor(8), owedMinor: minor(7) },
      };
      const mine = writeCursor(world.app, cast.tunde.personId, place);
      const others = writeCursor(world.app, cast.ada.personId, place);
      expect((await wallet(mine)).entries[0]?.after.pendingMinor).toBe(8);
      for (const cursor of [others, mine.replace('_9_', '_900_'), '1000000', '']) {
        expect((await wallet(cursor)).entries[0]?.after.pendingMinor).toBe(350_000);
      }
    });

    it('shows nobody else’s money', async () => {
      await bookPaid();
      const ngozi = await addTutor(world.app, 'Ngozi Eze');
      expect(await walletOf(world.app, allowed(ngozi, 'session.teach'))).toMatchObject({
        pendingMinor: 0,
        entries: [],
      });
    });
  });

  describe('payments', () => {
    it('shows what was paid and how far a refund is', async () => {
      const sessionId = await bookPaid();
      const reference = await referenceOf(world.app, sessionId);
      expect(await paymentsOf(world.app, payer(cast.ada))).toMatchObject({
        payments: [
          { reference, amountMinor: 500_000, settled: true, refunds: [], session: { tutorName: 'Tunde Adeyemi' } },
        ],
        nextCursor: null,
      });
      await perform(world.app, cancelMentorshipSession, cast.ada, { sessionId, expectedRefundMinor: 500_000 });
      expect(await paymentOf(world.app, payer(cast.ada), reference)).toMatchObject({
        value: { refunds: [{ status: 'REQUESTED', reason: 'cancelled_by_student', processedAt: null }] },
      });
      await refundsArrive();
      expect(await paymentOf(world.app, payer(cast.ada), reference)).toMatchObject({
        value: { refunds: [{ status: 'PROCESSED', amountMinor: 500_000, processedAt: '2026-11-23T09:00:00Z' }] },
      });
    });

    it('is not found for anybody but the payer, and for references that are none of ours', async () => {
      const reference = await referenceOf(world.app, await bookPaid());
      for (const other of [cast.bola, cast.tunde])
        expect(await paymentOf(world.app, payer(other), reference)).toMatchObject({ reason: 'not_found' });
      expect(await paymentOf(world.app, payer(cast.ada), 'T123')).toMatchObject({ reason: 'not_found' });
      expect((await paymentsOf(world.app, payer(cast.bola))).payments).toEqual([]);
    });

    it('leaves out what was never paid', async () => {
      const { mentorshipSessionId } = await hold(world.app, cast.ada, cast.react, WEDNESDAY_10);
      const reference = await referenceOf(world.app, mentorshipSessionId);
      expect((await paymentsOf(world.app, payer(cast.ada))).payments).toEqual([]);
      expect(await paymentOf(world.app, payer(cast.ada), reference)).toMatchObject({ reason: 'not_found' });
    });

    it('goes on after a cursor, and begins again at one that is not ours', async () => {
      const sessionId = await bookPaid();
      const createdAt = world.clock.now().epochMilliseconds;
      const past = `${createdAt}_00000000-0000-0000-0000-000000000000`;
      expect((await paymentsOf(world.app, payer(cast.ada), past)).payments).toEqual([]);
      const [payment] = (await paymentsOf(world.app, payer(cast.ada), `${createdAt + 1}_${sessionId}`)).payments;
      expect(payment?.session.id).toBe(sessionId);
      expect((await paymentsOf(world.app, payer(cast.ada), 'nonsense')).payments).toHaveLength(1);
    });
  });

  describe('for an admin', () => {
    const dispute = async () => {
      const sessionId = await bookPaid();
      await complete(sessionId);
      await perform(world.app, disputeMentorshipSession, cast.ada, { sessionId, reason: 'He left early.' });
      return sessionId;
    };

    it('asks about a dispute with the session behind it, until it is decided', async () => {
      const sessionId = await dispute();
      expect(await openTasks(world.app, admin())).toMatchObject({
        tasks: [{ kind: 'dispute', session: { id: sessionId, studentName: 'Ada Obi', tutorName: 'Tunde Adeyemi' } }],
        nextCursor: null,
      });
      expect(await sessionCase(world.app, admin(), sessionId)).toMatchObject({
        value: { question: { kind: 'dispute' }, money: { state: 'FROZEN', keptMinor: 500_000, returnedMinor: 0 } },
      });
      await perform(world.app, resolveMentorshipSession, cast.kemi, {
        sessionId,
        status: 'COMPLETED',
        refundPercent: '40',
        reason: 'Half an hour was given.',
      });
      expect(await countOpenTasks(world.app, admin())).toBe(0);
      const decided = await sessionCase(world.app, admin(), sessionId);
      expect(decided).toMatchObject({
        value: {
          question: null,
          money: { keptMinor: 300_000, returnedMinor: 200_000 },
          tasks: [{ kind: 'dispute', status: 'DONE', resolution: 'Half an hour was given.' }],
          refunds: [{ amountMinor: 200_000, reason: 'decided_by_admin' }],
        },
      });
      if (!decided.ok) return;
      expect(decided.value.timeline.map(({ event, personName, to }) => [event, personName, to])).toEqual([
        ['hold', 'Ada Obi', 'PENDING_PAYMENT'],
        ['pay', null, 'SCHEDULED'],
        ['complete', 'Tunde Adeyemi', 'COMPLETED'],
        ['dispute', 'Ada Obi', 'COMPLETED'],
        ['resolveCompleted', 'Kemi Ade', 'COMPLETED'],
      ]);
    });

    it('finds the session behind a refund that failed', async () => {
      const sessionId = await bookPaid();
      await perform(world.app, cancelMentorshipSession, cast.ada, { sessionId, expectedRefundMinor: 500_000 });
      await world.runJobs();
      for (const refund of world.paystack.refunds()) world.paystack.advanceRefund(refund.id, 'failed');
      await deliverWebhooks(world);
      await world.runJobs();
      expect((await openTasks(world.app, admin())).tasks).toMatchObject([
        { kind: 'refund_failed', session: { id: sessionId } },
      ]);
    });

    it('sends a failed refund again under a new number, once, from where its money stands', async () => {
      const sessionId = await bookPaid();
      await perform(world.app, cancelMentorshipSession, cast.ada, { sessionId, expectedRefundMinor: 500_000 });
      await world.runJobs();
      for (const refund of world.paystack.refunds()) world.paystack.advanceRefund(refund.id, 'failed');
      await deliverWebhooks(world);
      await world.runJobs();
      const taskId = (await openTasks(world.app, admin())).tasks[0]?.id;
      expect(
        await execute(world.app, finishAdminTask, cast.kemi, { taskId, resolution: 'Sent by hand.' }),
      ).toMatchObject({ reason: 'wrong_state' });
      expect(await execute(world.app, retryMentorshipRefund, cast.ada, { taskId })).toMatchObject({
        reason: 'forbidden',
      });
      world.clock.advance(1);
      await perform(world.app, retryMentorshipRefund, cast.kemi, { taskId });
      expect(await execute(world.app, retryMentorshipRefund, cast.kemi, { taskId })).toMatchObject({
        reason: 'wrong_state',
      });
      await refundsArrive();
      expect(await balances(world.app)).toEqual({ paystack_clearing: -10_000, processing_fees: 10_000 });
      expect(await sessionCase(world.app, admin(), sessionId)).toMatchObject({
        value: {
          session: { status: 'CANCELLED', paymentStatus: 'REFUNDED' },
          refunds: [{ status: 'PROCESSED' }, { status: 'FAILED' }],
        },
      });
      const [payment] = (await paymentsOf(world.app, payer(cast.ada))).payments;
      expect(payment?.refunds).toMatchObject([{ status: 'PROCESSED', amountMinor: 500_000 }]);
    });

    it('closes a question that was answered elsewhere, with what was done', async () => {
      const sessionId = await bookPaid();
      await perform(world.app, cancelMentorshipSession, cast.ada, { sessionId, expectedRefundMinor: 500_000 });
      await world.runJobs();
      for (const refund of world.paystack.refunds()) world.paystack.advanceRefund(refund.id, 'needs-attention');
      await deliverWebhooks(world);
      await world.runJobs();
      const [task] = (await openTasks(world.app, admin())).tasks;
      expect(task).toMatchObject({ kind: 'refund_needs_attention' });
      const finish = (resolution: string) =>
        execute(world.app, finishAdminTask, cast.kemi, { taskId: task?.id, resolution });
      expect(await finish(' ')).toMatchObject({
        reason: 'invalid',
        fields: { resolution: 'Please say what you did.' },
      });
      expect(await finish('Entered her account.')).toMatchObject({ ok: true });
      expect(await countOpenTasks(world.app, admin())).toBe(0);
      expect(await finish('Again.')).toMatchObject({ reason: 'wrong_state' });
    });

    it('never closes a dispute without a decision', async () => {
      await dispute();
      const taskId = (await openTasks(world.app, admin())).tasks[0]?.id;
      expect(await execute(world.app, finishAdminTask, cast.kemi, { taskId, resolution: 'Done.' })).toMatchObject({
        reason: 'wrong_state',
      });
    });

    it('sees every transfer of a case, each adding up to zero, the refund’s own ones too', async () => {
      const sessionId = await bookPaid();
      await perform(world.app, cancelMentorshipSession, cast.kemi, { sessionId, expectedRefundMinor: 500_000 });
      await refundsArrive();
      const found = await sessionCase(world.app, admin(), sessionId);
      if (!found.ok) throw new Error(found.reason);
      const { transfers } = found.value;
      expect(transfers.map(({ kind }) => kind)).toEqual([
        'charge_received',
        'processing_fee',
        'charge_applied',
        'refund_requested',
        'refund_processed',
      ]);
      for (const { entries } of transfers)
        expect(entries.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(0);
    });

    it('knows no case of an unknown session', async () => {
      expect(await sessionCase(world.app, admin(), readId<SessionId>('nonsense'))).toMatchObject({
        reason: 'not_found',
      });
    });

    it('adds up to zero, and shows what each tutor has', async () => {
      await bookPaid();
      const sums = await moneyOverview(world.app, admin());
      expect(sums.reduce((sum, { balanceMinor }) => sum + balanceMinor, 0)).toBe(0);
      expect(sums.find(({ kind }) => kind === 'tutor_pending')).toMatchObject({ accounts: 1, balanceMinor: -350_000 });
      expect(await tutorBalances(world.app, admin())).toMatchObject({
        tutors: [{ name: 'Tunde Adeyemi', availableMinor: 0, pendingMinor: 350_000, owedMinor: 0 }],
        nextCursor: null,
      });
      expect((await tutorBalances(world.app, admin(), cast.tunde.personId)).tutors).toEqual([]);
    });

    it('verifies a tutor and takes it back', async () => {
      await addPerson(world.app, 'Ada Two', 'STUDENT');
      const names = async (isVerified: boolean) =>
        (await tutorsByVerification(world.app, admin(), isVerified)).tutors.map(({ name }) => name);
      expect(await names(true)).toEqual(['Tunde Adeyemi']);
      await perform(world.app, verifyTutor, cast.kemi, {
        tutorId: cast.tunde.personId,
        verified: 'false',
        reason: 'Asked to pause.',
      });
      expect([await names(true), await names(false)]).toEqual([[], ['Tunde Adeyemi']]);
      expect(await countUnverified(world.app, admin())).toBe(1);
    });

    it.each(['ada', 'tunde'] as const)('refuses %s', (who) => {
      expect(may(cast[who], 'platform.administer')).toMatchObject({ reason: 'forbidden' });
    });
  });
});
