import { z } from 'zod';

export const OPERATIONS = ['token', 'create', 'list', 'get', 'patch', 'delete', 'host_key'] as const;
export type Operation = (typeof OPERATIONS)[number];

const MAX_DELAY_MS = 600_000;

/**
 * What goes wrong with the next calls, and whether the work was done first:
 * `status` nothing done, answered with `status` · `hang` nothing done, never answered · `lost_answer` done, never
 * answered · `dropped` done, line cut · `done_but_500` done, answered 500 · `garbled` done, answered with HTML ·
 * `too_many` nothing done, 429 for this second · `too_many_today` nothing done, 429 for this UTC day.
 */
const fault = z.strictObject({
  /** Left out: any operation but the token. */
  on: z.enum(OPERATIONS).optional(),
  how: z.enum(['status', 'hang', 'lost_answer', 'dropped', 'done_but_500', 'garbled', 'too_many', 'too_many_today']),
  status: z.int().min(400).max(599).default(503),
  /** Of a 429. */
  retryAfter: z.string().optional(),
  times: z.int().min(1).max(1_000_000).default(1),
});
export type Fault = z.infer<typeof fault>;
export type FaultInput = z.input<typeof fault>;

const knobsSchema = z.strictObject({
  webhookUrl: z.url().nullable(),
  latencyMs: z.int().min(0).max(MAX_DELAY_MS),
  faults: z.array(fault).max(100),
  /** Users of the account; null: whoever is asked for exists. */
  hosts: z.array(z.string()).nullable(),
  /** New and changed meetings a host a UTC day. */
  dailyLimit: z.int().min(0),
  /** Granular scopes that the app was not given: calls that need one are refused with 4711. */
  missingScopes: z.array(z.string()),
  tokenSeconds: z.int().min(1).max(3600),
  /** How often each webhook is sent. */
  webhookCopies: z.int().min(1).max(100),
  loseWebhooks: z.boolean(),
  /** Signed with a secret that is not ours. */
  forgeSignatures: z.boolean(),
  /** Signed this long ago. */
  webhookAgeMs: z.int().min(0),
  /** Pauses before each new try of a webhook that was not answered 200; then it is given up. */
  webhookRetryDelaysMs: z.array(z.int().min(0).max(MAX_DELAY_MS)).max(100),
});

export type Knobs = z.infer<typeof knobsSchema>;
export type KnobsInput = Partial<z.input<typeof knobsSchema>>;

const DEFAULTS: Knobs = {
  webhookUrl: null,
  latencyMs: 0,
  faults: [],
  hosts: null,
  dailyLimit: 100,
  missingScopes: [],
  tokenSeconds: 3600,
  webhookCopies: 1,
  loseWebhooks: false,
  forgeSignatures: false,
  webhookAgeMs: 0,
  webhookRetryDelaysMs: [250, 500, 1_000, 2_000],
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
  const concerns = ({ on }: Fault) => (on === undefined ? operation !== 'token' : on === operation);
  const taken = knobs.faults.find(concerns);
  if (taken === undefined) return null;
  knobs.faults = knobs.faults.flatMap((one) =>
    one !== taken ? [one] : one.times > 1 ? [{ ...one, times: one.times - 1 }] : [],
  );
  return taken;
}
