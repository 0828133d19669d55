import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const transaction = z.object({
  id: z.int(),
  accessCode: z.string(),
  reference: z.string(),
  email: z.string(),
  /** What was asked for. */
  amountMinor: z.int(),
  /** What arrived: a bank transfer may bring more. */
  paidMinor: z.int().nullable(),
  currency: z.string(),
  callbackUrl: z.string().nullable(),
  metadata: z.unknown().optional(),
  channels: z.array(z.string()),
  channel: z.string().nullable(),
  /** As at Paystack, a payment that nobody has tried yet is `abandoned`. */
  status: z.enum(['abandoned', 'failed', 'ongoing', 'pending', 'processing', 'queued', 'reversed', 'success']),
  feesMinor: z.int().nullable(),
  attempts: z.int(),
  createdAtMs: z.int(),
  paidAtMs: z.int().nullable(),
});
export type FakeTransaction = z.infer<typeof transaction>;

const refund = z.object({
  id: z.int(),
  transactionId: z.int(),
  reference: z.string(),
  amountMinor: z.int(),
  currency: z.string(),
  status: z.enum(['pending', 'processing', 'needs-attention', 'processed', 'failed']),
  merchantNote: z.string(),
  customerNote: z.string(),
  createdAtMs: z.int(),
  updatedAtMs: z.int(),
  processedAtMs: z.int().nullable(),
});
export type FakeRefund = z.infer<typeof refund>;

const snapshot = z.object({ lastId: z.int(), transactions: z.array(transaction), refunds: z.array(refund) });

/** Beyond 32 bits, as Paystack's ids are: whoever keeps them in an int4 finds out here. */
const FIRST_ID = 4_299_000_000;
const MAX_TRANSACTIONS = 100_000;

export type Store = {
  /** By reference, oldest first. */
  readonly transactions: Map<string, FakeTransaction>;
  readonly refunds: Map<number, FakeRefund>;
  nextId(): number;
  /** To be called after each change; writes the state file if there is one. */
  save(): void;
};

/** What the stand-in remembers. With a file it outlives its process, so that a restarted demo knows its payments. */
export function openStore(stateFile: string | null): Store {
  const before = stateFile === null ? null : readSnapshot(stateFile);
  const transactions = new Map(before?.transactions.map((one) => [one.reference, one]));
  const refunds = new Map(before?.refunds.map((one) => [one.id, one]));
  let lastId = before?.lastId ?? FIRST_ID;
  return {
    transactions,
    refunds,
    nextId: () => (lastId += 1),
    save() {
      for (const oldest of transactions.keys()) {
        if (transactions.size <= MAX_TRANSACTIONS) break;
        transactions.delete(oldest);
      }
      if (stateFile === null) return;
      const state = { lastId, transactions: [...transactions.values()], refunds: [...refunds.values()] };
      writeFileSync(`${stateFile}.new`, JSON.stringify(state)); // renamed when whole, so a kill leaves the old one
      renameSync(`${stateFile}.new`, stateFile);
    },
  };
}

function readSnapshot(stateFile: string): z.infer<typeof snapshot> | null {
  try {
    return snapshot.parse(JSON.parse(readFileSync(stateFile, 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

export function transactionById(store: Store, id: number): FakeTransaction | undefined {
  return [...store.transactions.values()].find((one) => one.id === id);
}

export function transactionByAccessCode(store: Store, accessCode: string): FakeTransaction | undefined {
  return [...store.transactions.values()].find((one) => one.accessCode === accessCode);
}

export function refundsOf(store: Store, transactionId: number): FakeRefund[] {
  return [...store.refunds.values()].filter((one) => one.transactionId === transactionId);
}
