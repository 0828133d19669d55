import { execute } from '#features/accounts/command.server.ts';
import type { Actor } from '#features/accounts/gates.server.ts';
import { receivePaystackWebhook } from '#features/payments/commands/receive-webhook.server.ts';
import { trialBalance } from '#features/ledger/queries.server.ts';
import { chargesFor } from '#features/payments/queries.server.ts';
import { beginMentorshipCheckout } from '#features/sessions/commands/begin-checkout.server.ts';
import type { CheckoutAnswer } from '#features/sessions/types.ts';
import type { App } from '#infra/app.server.ts';
import { createPaystack } from '#infra/paystack/client.server.ts';
import type { OfferingId, SessionId } from '#shared/id.ts';
import type { Result } from '#shared/result.ts';
import { startFakePaystack, type FakePaystack } from '../fakes/paystack/server.ts';
import type { TestApp, TestAppOptions } from './app.ts';

const SECRET_KEY = 'sk_test_local_stand_in';

export type PaidWorld = TestApp & { paystack: FakePaystack };

/** An app whose Paystack is the stand-in over real HTTP. Webhooks are kept back until `deliverWebhooks`. */
export async function openWithPaystack(
  open: (options?: TestAppOptions) => Promise<TestApp>,
  options: TestAppOptions = {},
): Promise<PaidWorld> {
  const paystack = await startFakePaystack({
    secretKey: SECRET_KEY,
    knobs: {
      fee: { kind: 'flat', amountMinor: 10_000 },
      refundStepMs: null,
      holdWebhooks: true,
      webhookUrl: 'http://127.0.0.1:9/unused',
    },
  });
  const client = createPaystack({ baseUrl: paystack.url, secretKey: SECRET_KEY, timeoutMs: 10_000 });
  const opened = await open({ ...options, paystack: client });
  return {
    ...opened,
    paystack,
    async close() {
      await opened.close();
      await paystack.close();
    },
  };
}

const delivered = new WeakSet<object>();

/** Hands every webhook that the stand-in holds and has not handed over yet to the app, as Paystack would post it. */
export async function deliverWebhooks({ app, paystack }: PaidWorld): Promise<string[]> {
  const answers: string[] = [];
  for (const delivery of paystack.heldWebhooks()) {
    if (delivered.has(delivery)) continue;
    delivered.add(delivery);
    answers.push(
      await receivePaystackWebhook(app, new TextEncoder().encode(delivery.body), paystack.sign(delivery.body)),
    );
  }
  return answers;
}

export function checkout(app: App, student: Actor, input: Record<string, unknown>): Promise<Result<CheckoutAnswer>> {
  return execute(app, beginMentorshipCheckout, student, input);
}

/** Holds a time and expects it to work. */
export async function hold(
  app: App,
  student: Actor,
  offeringId: OfferingId,
  scheduledAt: string,
): Promise<CheckoutAnswer> {
  const answer = await checkout(app, student, { offeringId, scheduledAt, bookingMode: 'INSTANT' });
  if (!answer.ok) throw new Error(`${answer.reason}: ${answer.message}`);
  return answer.value;
}

/** The reference of a session's newest attempt to pay. */
export async function referenceOf(app: App, sessionId: string): Promise<string> {
  const [latest] = await chargesFor(app.db, sessionId as SessionId);
  if (latest === undefined) throw new Error('no attempt to pay');
  return latest.reference;
}

/** Balances by account, a person's id left out: `{ paystack_clearing: 490000, … }`. */
export async function balances(app: App): Promise<Record<string, number>> {
  const rows = await trialBalance(app.db);
  const sums: Record<string, number> = {};
  for (const { kind, balanceMinor } of rows) sums[kind] = (sums[kind] ?? 0) + balanceMinor;
  return Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0));
}
