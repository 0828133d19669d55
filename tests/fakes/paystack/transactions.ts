import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { chargeSuccess, listedTransaction, verifyData } from './bodies.ts';
import { feeOf } from './knobs.ts';
import { failure, success, type ApiAnswer, type StandIn } from './stand-in.ts';
import type { FakeTransaction } from './store.ts';

const CHANNELS = ['card', 'bank', 'apple_pay', 'ussd', 'qr', 'mobile_money', 'bank_transfer', 'eft', 'payattitude'];
const MIN_AMOUNT_MINOR = 50_00;
const MAX_AMOUNT_MINOR = 10_000_000_00;
const DEFAULT_PAGE_SIZE = 50;
const MAX_PAGE_SIZE = 100;

const initializeBody = z.looseObject({
  email: z.unknown().optional(),
  amount: z.unknown().optional(),
  currency: z.unknown().optional(),
  reference: z.unknown().optional(),
  callback_url: z.string().optional(),
  channels: z.array(z.string()).optional(),
  metadata: z.unknown().optional(),
});

/** `POST /transaction/initialize`: the checks in Paystack's order, each with its own message. */
export function initialize(standIn: StandIn, given: unknown): ApiAnswer {
  const body = initializeBody.safeParse(given).data;
  if (body === undefined) return invalid('Invalid parameters', 'Send a JSON object with email and amount');
  const email = z.email().safeParse(body.email).data;
  if (email === undefined) return invalid('Invalid Email Address Passed', 'Provide a valid email address');
  const amountMinor = z.coerce.number().int().min(MIN_AMOUNT_MINOR).max(MAX_AMOUNT_MINOR).safeParse(body.amount).data;
  if (amountMinor === undefined) {
    return failure(400, 'invalid_amount', 'Invalid Amount Sent', 'Send a whole number of kobo, at least 5000');
  }
  if ((body.currency ?? 'NGN') !== 'NGN') {
    return failure(400, 'unsupported_currency', 'Currency not supported by merchant', 'Send NGN');
  }
  const unknownChannel = body.channels?.find((channel) => !CHANNELS.includes(channel));
  if (unknownChannel !== undefined) return invalid(`Invalid channel: ${unknownChannel}`, 'Send channels that exist');
  const reference = body.reference ?? randomBytes(8).toString('hex');
  if (typeof reference !== 'string' || !/^[A-Za-z0-9.=-]{1,200}$/.test(reference)) {
    return invalid(
      'Invalid characters in transaction reference',
      'Only -, ., = and alphanumeric characters are allowed',
    );
  }
  if (standIn.store.transactions.has(reference)) {
    const nextStep = 'Try and create the Transaction or Charge with a new reference';
    return failure(400, 'duplicate_reference', 'Duplicate Transaction Reference', nextStep);
  }
  const opened = open(standIn, { reference, email, amountMinor, body });
  return success('Authorization URL created', {
    authorization_url: `${standIn.publicUrl()}/pay/${opened.accessCode}`,
    access_code: opened.accessCode,
    reference,
  });
}

const invalid = (message: string, nextStep: string) => failure(400, 'invalid_params', message, nextStep);

type Opening = {
  reference: string;
  email: string;
  amountMinor: number;
  body: Partial<Pick<z.infer<typeof initializeBody>, 'callback_url' | 'channels' | 'metadata'>>;
};

/** A payment page as just opened: nobody has paid, which Paystack calls `abandoned`. */
function open({ store, now }: StandIn, { reference, email, amountMinor, body }: Opening): FakeTransaction {
  const one: FakeTransaction = {
    id: store.nextId(),
    accessCode: randomBytes(8).toString('hex'),
    reference,
    email,
    amountMinor,
    paidMinor: null,
    currency: 'NGN',
    callbackUrl: body.callback_url ?? null,
    metadata: body.metadata ?? null,
    channels: body.channels ?? ['card', 'bank_transfer'],
    channel: null,
    status: 'abandoned',
    feesMinor: null,
    attempts: 0,
    createdAtMs: now(),
    paidAtMs: null,
  };
  store.transactions.set(reference, one);
  store.save();
  return one;
}

/** A payment to another shop on the same Paystack account: verifiable, and none of our business. */
export function paidElsewhere(standIn: StandIn, reference: string, amountMinor: number): FakeTransaction {
  const one = open(standIn, { reference, email: 'someone@elsewhere.test', amountMinor, body: {} });
  Object.assign(one, {
    status: 'success',
    channel: 'card',
    attempts: 1,
    paidMinor: amountMinor,
    paidAtMs: standIn.now(),
  });
  one.feesMinor = feeOf(amountMinor, standIn.knobs.fee);
  standIn.store.save();
  standIn.webhooks.send(chargeSuccess(one, standIn.domain));
  return one;
}

/** A payment of the time before the stand-in ran. */
export type PastPayment = Pick<FakeTransaction, 'id' | 'reference' | 'email' | 'metadata'> & {
  readonly amountMinor: number;
  readonly feesMinor: number | null;
  readonly paidAtMs: number;
};

/** Knows payments that were made before: they can be looked up and refunded. Nobody is told of them again. */
export function remember(standIn: StandIn, payments: readonly PastPayment[]): void {
  for (const { id, reference, email, amountMinor, metadata, feesMinor, paidAtMs } of payments) {
    const one = open(standIn, { reference, email, amountMinor, body: { metadata } });
    const paid = { paidMinor: amountMinor, feesMinor, createdAtMs: paidAtMs, paidAtMs };
    Object.assign(one, { id, status: 'success', channel: 'card', attempts: 1, ...paid });
  }
  standIn.store.save();
}

/** `GET /transaction/verify/:reference`, with what the knobs lay over it. */
export function verify({ store, domain, knobs }: StandIn, reference: string): ApiAnswer {
  const one = store.transactions.get(reference);
  if (one === undefined) {
    const nextStep = "Ensure that you're passing the reference of a transaction that exists on this integration";
    return failure(404, 'transaction_not_found', 'Transaction reference not found.', nextStep);
  }
  const overrides = { ...knobs.verifyOverrides['*'], ...knobs.verifyOverrides[reference] };
  return success('Verification successful', { ...verifyData(one, domain), ...overrides });
}

/** `GET /transaction`: newest first, by `status`, by page or (`use_cursor=true`) by cursor. */
export function listTransactions({ store, domain }: StandIn, query: URLSearchParams): ApiAnswer {
  const status = query.get('status');
  const all = [...store.transactions.values()].reverse().filter((one) => status === null || one.status === status);
  const { perPage, page } = pageOf(query);
  const useCursor = query.get('use_cursor') === 'true';
  const start = useCursor ? Number(query.get('next') ?? 0) : (page - 1) * perPage;
  const data = all.slice(start, start + perPage).map((one) => listedTransaction(one, domain));
  const end = start + data.length;
  const meta = useCursor
    ? {
        next: end < all.length ? String(end) : null,
        previous: start > 0 ? String(Math.max(0, start - perPage)) : null,
        perPage,
      }
    : { total: all.length, skipped: start, perPage, page, pageCount: Math.ceil(all.length / perPage) };
  return success('Transactions retrieved', data, { meta });
}

export function pageOf(query: URLSearchParams): { perPage: number; page: number } {
  const perPage = Math.min(Math.max(Number(query.get('perPage')) || DEFAULT_PAGE_SIZE, 1), MAX_PAGE_SIZE);
  return { perPage, page: Math.max(Number(query.get('page')) || 1, 1) };
}
