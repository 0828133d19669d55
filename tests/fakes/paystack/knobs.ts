import { z } from 'zod';

export const OPERATIONS = [
  'initialize',
  'verify',
  'list_transactions',
  'refund',
  'get_refund',
  'list_refunds',
] as const;
export type Operation = (typeof OPERATIONS)[number];

const MAX_DELAY_MS = 600_000;

/**
 * What goes wrong with the next calls of the API, and whether the work was done first:
 * `status` nothing done, answered with `status` · `hang` nothing done, never answered · `lost_answer` done, never
 * answered · `dropped` done, line cut · `done_but_500` done, answered 500 · `garbled` done, answered with HTML.
 */
const fault = z.strictObject({
  /** Left out: any operation. */
  on: z.enum(OPERATIONS).optional(),
  how: z.enum(['status', 'hang', 'lost_answer', 'dropped', 'done_but_500', 'garbled']),
  status: z.int().min(400).max(599).default(503),
  times: z.int().min(1).max(1_000_000).default(1),
});
export type Fault = z.infer<typeof fault>;
export type FaultInput = z.input<typeof fault>;

/** Paystack's price list for Nigerian cards; or a flat amount: `{kind:'flat', amountMinor:10000}` makes ₦100 of ₦5,000. */
const fee = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('nigeria') }),
  z.strictObject({ kind: z.literal('flat'), amountMinor: z.int().nonnegative() }),
  z.strictObject({ kind: z.literal('basisPoints'), basisPoints: z.int().min(0).max(10_000) }),
]);

const knobsSchema = z.strictObject({
  webhookUrl: z.url().nullable(),
  /** Added to each answer of the API. */
  latencyMs: z.int().min(0).max(MAX_DELAY_MS),
  faults: z.array(fault).max(100),
  fee,
  /** Laid over `data` of verify, by reference or `*` for all: a wrong amount, currency, domain or metadata. */
  verifyOverrides: z.record(z.string(), z.record(z.string(), z.unknown())),
  /** How often each webhook is sent. */
  webhookCopies: z.int().min(1).max(100),
  webhookDelayMs: z.int().min(0).max(MAX_DELAY_MS),
  /** Kept back until `flushWebhooks`, which may send them in another order. */
  holdWebhooks: z.boolean(),
  /** Never sent at all. */
  loseWebhooks: z.boolean(),
  /** Signed with a key that is not ours. */
  forgeSignatures: z.boolean(),
  /** Changed after they were signed. */
  alterBodies: z.boolean(),
  /** Pauses before each new try of a webhook that was not answered 200; then it is given up. */
  webhookRetryDelaysMs: z.array(z.int().min(0).max(MAX_DELAY_MS)).max(100),
  refundOutcome: z.enum(['processed', 'failed', 'needs-attention']),
  /** Between a refund's steps; null leaves each step to `advanceRefund`. */
  refundStepMs: z.int().min(0).max(MAX_DELAY_MS).nullable(),
});

export type Knobs = z.infer<typeof knobsSchema>;
export type KnobsInput = Partial<z.input<typeof knobsSchema>>;

const DEFAULTS: Knobs = {
  webhookUrl: null,
  latencyMs: 0,
  faults: [],
  fee: { kind: 'nigeria' },
  verifyOverrides: {},
  webhookCopies: 1,
  webhookDelayMs: 0,
  holdWebhooks: false,
  loseWebhooks: false,
  forgeSignatures: false,
  alterBodies: false,
  webhookRetryDelaysMs: [250, 500, 1_000, 2_000, 4_000],
  refundOutcome: 'processed',
  refundStepMs: 300,
};

export function createKnobs(given: KnobsInput): Knobs {
  return turn(structuredClone(DEFAULTS), given);
}

/** Changes the named knobs in place; throws a ZodError for one that does not exist or cannot be set so. */
export function turn(knobs: Knobs, change: unknown): Knobs {
  return Object.assign(knobs, knobsSchema.partial().parse(change));
}

export function addFault(knobs: Knobs, input: unknown): void {
  knobs.faults = [...knobs.faults, fault.parse(input)];
}

/** Takes the first fault that concerns the operation, and counts it down. */
export function takeFault(knobs: Knobs, operation: Operation): Fault | null {
  const taken = knobs.faults.find(({ on }) => on === undefined || on === operation);
  if (taken === undefined) return null;
  knobs.faults = knobs.faults.flatMap((one) =>
    one !== taken ? [one] : one.times > 1 ? [{ ...one, times: one.times - 1 }] : [],
  );
  return taken;
}

/** Nigerian cards and transfers: 1.5 % + ₦100 (the ₦100 waived under ₦2,500), ₦2,000 at most. */
export function feeOf(amountMinor: number, wanted: Knobs['fee']): number {
  switch (wanted.kind) {
    case 'nigeria':
      return Math.min(Math.ceil((amountMinor * 15) / 1_000) + (amountMinor < 2_500_00 ? 0 : 100_00), 2_000_00);
    case 'flat':
      return Math.min(wanted.amountMinor, amountMinor);
    case 'basisPoints':
      return Math.ceil((amountMinor * wanted.basisPoints) / 10_000);
  }
}
