import { refundsOf, type Books } from '../books.ts';
import { sums, type Everything } from './read.ts';

type Charge = Everything['charges'][number];

/** Wherever a session's shares may be, or where they were when part of them went back. */
const SHARES = [
  'tutor_pending',
  'platform_pending',
  'disputed',
  'tutor_available',
  'tutor_receivable',
  'platform_revenue',
];
const IN_FLIGHT = new Set(['REQUESTED', 'PENDING', 'PROCESSING', 'NEEDS_ATTENTION']);

/** Of each payment: captured = held + shares + on its way back + given back, in our rows and in the ledger. */
export function findBrokenMoney(all: Everything): string[] {
  return [...all.charges.flatMap((charge) => brokenCharge(all, charge)), ...brokenTotals(all)];
}

/** What of it Paystack's own books say otherwise. */
export function findBrokenAtPaystack(all: Everything, books: Books): string[] {
  return all.charges.flatMap((charge) => brokenAgainst(books, all, charge));
}

function brokenCharge(all: Everything, charge: Charge): string[] {
  const refunds = all.refunds.filter(({ chargeId }) => chargeId === charge.id);
  const total = (statuses: (status: string) => boolean) =>
    refunds.filter(({ status }) => statuses(status)).reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const inFlight = refunds.filter(({ status }) => IN_FLIGHT.has(status));
  const moved = ledgerOf(all, charge);
  const capturedMinor = charge.capturedMinor ?? 0;
  const say = (what: string) => `charge ${charge.reference} (${charge.status}): ${what}`;
  const broken: string[] = [];
  if (charge.refundingMinor !== total((status) => IN_FLIGHT.has(status)))
    broken.push(say('refundingMinor is not what is in flight'));
  if (charge.refundedMinor !== total((status) => status === 'PROCESSED'))
    broken.push(say('refundedMinor is not what was given back'));
  const asked = inFlight.filter(({ status, attempts }) => status !== 'REQUESTED' || attempts > 0);
  if (asked.length > 1) broken.push(say('two refunds in flight'));
  if (capturedMinor < charge.refundingMinor + charge.refundedMinor) broken.push(say('more goes back than came'));
  if (moved.received !== capturedMinor)
    broken.push(say(`captured ${capturedMinor}, the ledger received ${moved.received}`));
  if (moved.inFlight !== charge.refundingMinor) broken.push(say(`the ledger has ${moved.inFlight} in flight`));
  if (moved.held + moved.shares + moved.inFlight + charge.refundedMinor !== capturedMinor)
    broken.push(
      say(
        `held ${moved.held} + shares ${moved.shares} + in flight ${moved.inFlight} + back ${charge.refundedMinor} is not ${capturedMinor}`,
      ),
    );
  if (moved.fee !== (charge.feeMinor ?? 0)) broken.push(say('the fee in the ledger is another'));
  if (charge.status === 'SUCCEEDED' && charge.nextPollAt !== null)
    broken.push(say('succeeded and is still asked about'));
  if (charge.status !== 'SUCCEEDED' && charge.decidedAt !== null) broken.push(say('decided without a success'));
  const ended = refunds.filter(({ status, nextTryAt }) => !IN_FLIGHT.has(status) && nextTryAt !== null);
  return [...broken, ...ended.map(({ id }) => say(`its refund ${id} has ended and is still tried`))];
}

/** What the ledger knows of one charge, each as a positive amount. */
function ledgerOf({ entries }: Everything, charge: Charge) {
  const mine = entries.filter(({ chargeId }) => chargeId === charge.id);
  const of = (account: string, sign: 1 | -1) =>
    sign * mine.filter((entry) => entry.account === account).reduce((sum, { amountMinor }) => sum + amountMinor, 0) + 0;
  const received = mine.filter(({ kind, account }) => kind === 'charge_received' && account === 'paystack_clearing');
  return {
    received: received.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
    held: of('unapplied_receipts', -1),
    shares: SHARES.reduce((sum, account) => sum + of(account, -1), 0),
    inFlight: of('refunds_in_flight', -1),
    fee: of('processing_fees', 1),
  };
}

/** At Paystack nothing was given back that we did not ask for, and nothing twice. */
function brokenAgainst(books: Books, all: Everything, charge: Charge): string[] {
  const payment = books.payments.get(charge.reference);
  const made = payment === undefined ? [] : refundsOf(books, payment).filter(({ status }) => status !== 'failed');
  const say = (what: string) => `charge ${charge.reference}: ${what}`;
  const mine = all.refunds.filter(({ chargeId }) => chargeId === charge.id);
  const broken = made
    .filter(({ merchantNote }) => !mine.some(({ id }) => merchantNote.includes(id)))
    .map(({ id }) => say(`Paystack gave back ${id}, which nobody asked for`));
  for (const refund of mine) {
    const twins = made.filter(({ merchantNote }) => merchantNote.includes(refund.id));
    if (twins.length > 1) broken.push(say(`the refund ${refund.id} was given back ${twins.length} times`));
    if (twins.some(({ amountMinor }) => amountMinor !== refund.amountMinor))
      broken.push(say(`the refund ${refund.id} has another amount`));
    if (refund.status === 'PROCESSED' && twins[0]?.status !== 'processed')
      broken.push(say(`the refund ${refund.id} is not processed at Paystack`));
  }
  if (charge.status === 'SUCCEEDED' && charge.capturedMinor !== payment?.paidMinor)
    broken.push(say('we captured what was not paid'));
  return broken;
}

/** Paystack owes us what came, less its fees and what went back; the accounts say the same. */
function brokenTotals({ accounts, charges }: Everything): string[] {
  const balance = sums(
    accounts,
    ({ kind, currency }) => `${kind}:${currency}`,
    ({ balanceMinor }) => balanceMinor,
  );
  const captured = charges.filter(({ capturedCurrency }) => capturedCurrency !== null);
  const clearing = sums(
    captured,
    ({ capturedCurrency }) => `paystack_clearing:${capturedCurrency}`,
    ({ capturedMinor, feeMinor, refundedMinor }) => (capturedMinor ?? 0) - (feeMinor ?? 0) - refundedMinor,
  );
  return [...clearing]
    .filter(([key, expected]) => (balance.get(key) ?? 0) !== expected)
    .map(([key, expected]) => `${key} is ${balance.get(key) ?? 0} and should be ${expected}`);
}
