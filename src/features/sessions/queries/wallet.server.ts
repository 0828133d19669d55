import { and, asc, desc, eq, inArray, isNotNull, isNull, lt, sql } from 'drizzle-orm';
import type { May } from '#features/accounts/gates.server.ts';
import { accountId, tutorAccount } from '#features/ledger/rules.ts';
import type { App } from '#infra/app.server.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { person } from '#infra/db/tables/accounts.server.ts';
import { ledgerAccount, ledgerEntry, ledgerTransfer } from '#infra/db/tables/ledger.server.ts';
import { refund } from '#infra/db/tables/payments.server.ts';
import { session } from '#infra/db/tables/sessions.server.ts';
import { add, NO_MONEY, split, subtract, type Minor } from '#shared/money.ts';
import { settings } from '#shared/settings.ts';
import { toIso, type Instant } from '#shared/time.ts';
import type { MoneyState, SessionStatus } from '#infra/db/tables/sessions.server.ts';
import { readCursor, writeCursor, type WalletBalances, type WalletPlace } from './wallet-cursor.server.ts';

type Teacher = May<'session.teach'>;

export type WalletEntry = {
  /** Of the transfer: one event may move money between two of the tutor's balances. */
  id: string;
  happenedAt: string;
  /** `charge_applied`, `share_released`, `refund_requested`, … */
  kind: string;
  /** What it added to each balance, or took from it (below zero). */
  changes: WalletBalances;
  /** The balances once it had happened. */
  after: WalletBalances;
  /** Why money went back to the student; null for anything else. */
  refundReason: string | null;
  session: WalletSession | null;
};

export type WalletSession = {
  id: string;
  title: string;
  /** Null once their account is deleted. */
  studentName: string | null;
  startsAt: string;
  endsAt: string;
  status: SessionStatus;
  moneyState: MoneyState | null;
  releaseAt: string | null;
  keptMinor: Minor | null;
  wasDecided: boolean;
};

export type Wallet = WalletBalances & {
  currency: string;
  /** The tutor's part of what disputes hold now. */
  heldMinor: Minor;
  /** Newest first. */
  entries: WalletEntry[];
  nextCursor: string | null;
};

const KINDS = ['tutor_available', 'tutor_pending', 'tutor_receivable'] as const;
const NOTHING: WalletBalances = { availableMinor: NO_MONEY, pendingMinor: NO_MONEY, owedMinor: NO_MONEY };

/**
 * A tutor's balances and everything that moved them, newest first; a cursor that we did not write begins at the first
 * page. Reads a page's worth of rows however many there are, all as of one moment.
 */
export function walletOf(app: App, tutor: Teacher, cursor?: string): Promise<Wallet> {
  const place = cursor === undefined ? null : readCursor(app, tutor.personId, cursor);
  return app.db.transaction((tx) => readWallet(app, tx, tutor, place), AS_OF_NOW);
}

/** Balances and entries must not be of two moments: each page is worked out from the balances downwards. */
const AS_OF_NOW = { isolationLevel: 'repeatable read', accessMode: 'read only' } as const;

async function readWallet(app: App, tx: Tx, tutor: Teacher, place: WalletPlace | null): Promise<Wallet> {
  const accounts = new Map(
    KINDS.map((kind) => [accountId(tutorAccount(kind, tutor.personId), settings.currency), kind]),
  );
  const found = await transfersOf(tx, [...accounts.keys()], place?.seq ?? null);
  const page = found.slice(0, settings.pageSize);
  const now = await balancesNow(tx, accounts);
  const { entries, before } = await entriesOf(tx, accounts, page, place?.balances ?? now);
  const last = page.at(-1);
  const hasMore = found.length > settings.pageSize && last !== undefined;
  return {
    ...now,
    currency: settings.currency,
    heldMinor: await heldOf(tx, tutor),
    entries,
    nextCursor: hasMore ? writeCursor(app, tutor.personId, { seq: last.firstSeq, balances: before }) : null,
  };
}

type Accounts = ReadonlyMap<string, (typeof KINDS)[number]>;
type Found = { transferId: string; firstSeq: number };

/** Entries of one account to look through for a page of transfers: more than enough, also where transfers mingle. */
const ENTRIES_AN_ACCOUNT = 2 * (settings.pageSize + 1);

/** One more than a page of the transfers that touched these accounts, by a walk along each account's own index. */
function transfersOf(tx: Tx, ids: string[], beforeSeq: number | null): Promise<Found[]> {
  const before = beforeSeq === null ? undefined : lt(ledgerEntry.seq, beforeSeq);
  const walks = ids.map(
    (id) => sql`(select ${ledgerEntry.transferId} as transfer_id, ${ledgerEntry.seq} as seq from ${ledgerEntry}
      where ${and(eq(ledgerEntry.accountId, id), before)} order by ${ledgerEntry.seq} desc limit ${ENTRIES_AN_ACCOUNT})`,
  );
  const firstSeq = sql<number>`min(walked.seq)`.mapWith(Number);
  return tx
    .select({ transferId: sql<string>`walked.transfer_id`, firstSeq })
    .from(sql`(${sql.join(walks, sql` union all `)}) as walked`)
    .groupBy(sql`walked.transfer_id`)
    .orderBy(desc(firstSeq))
    .limit(settings.pageSize + 1);
}

async function balancesNow(tx: Tx, accounts: Accounts): Promise<WalletBalances> {
  const rows = await tx
    .select({ accountId: ledgerAccount.id, amountMinor: ledgerAccount.balanceMinor })
    .from(ledgerAccount)
    .where(inArray(ledgerAccount.id, [...accounts.keys()]));
  return rows.reduce((sum, row) => plus(sum, changeOf(accounts, row)), NOTHING);
}

/** The page's transfers with what each did, the balances after each, and those before all of them. */
async function entriesOf(
  tx: Tx,
  accounts: Accounts,
  page: readonly Found[],
  latest: WalletBalances,
): Promise<{ entries: WalletEntry[]; before: WalletBalances }> {
  if (page.length === 0) return { entries: [], before: latest };
  const rows = await tx
    .select({
      entry: ledgerEntry,
      transfer: ledgerTransfer,
      session,
      studentName: sql<string | null>`case when ${person.erasedAt} is null then ${person.name} end`,
      refundReason: refund.reason,
    })
    .from(ledgerEntry)
    .innerJoin(ledgerTransfer, eq(ledgerTransfer.id, ledgerEntry.transferId))
    .leftJoin(session, eq(session.id, sql`${ledgerTransfer.sessionId}`))
    .leftJoin(person, eq(person.id, session.studentId))
    .leftJoin(refund, eq(refund.id, sql`${ledgerTransfer.refundId}`))
    .where(
      and(
        inArray(ledgerEntry.accountId, [...accounts.keys()]),
        inArray(
          ledgerEntry.transferId,
          page.map(({ transferId }) => transferId),
        ),
      ),
    )
    .orderBy(asc(ledgerEntry.seq));
  let after = latest;
  const entries: WalletEntry[] = [];
  for (const { transferId } of page) {
    const own = rows.filter(({ transfer }) => transfer.id === transferId);
    const [row] = own;
    if (row === undefined) continue;
    const changes = own.reduce((sum, { entry }) => plus(sum, changeOf(accounts, entry)), NOTHING);
    entries.push({
      id: transferId,
      happenedAt: toIso(row.transfer.happenedAt),
      kind: row.transfer.kind,
      changes,
      after,
      refundReason: row.refundReason,
      session: row.session === null ? null : aboutOf(row.session, row.studentName),
    });
    after = minus(after, changes);
  }
  return { entries, before: after };
}

/** Debits are positive: what we owe the tutor stands below zero, and is theirs; what they owe us stands above. */
function changeOf(accounts: Accounts, row: { accountId: string; amountMinor: Minor }): WalletBalances {
  switch (accounts.get(row.accountId)) {
    case 'tutor_available':
      return { ...NOTHING, availableMinor: subtract(NO_MONEY, row.amountMinor) };
    case 'tutor_pending':
      return { ...NOTHING, pendingMinor: subtract(NO_MONEY, row.amountMinor) };
    case 'tutor_receivable':
      return { ...NOTHING, owedMinor: row.amountMinor };
    case undefined:
      return NOTHING;
  }
}

function plus(a: WalletBalances, b: WalletBalances): WalletBalances {
  return {
    availableMinor: add(a.availableMinor, b.availableMinor),
    pendingMinor: add(a.pendingMinor, b.pendingMinor),
    owedMinor: add(a.owedMinor, b.owedMinor),
  };
}

function minus(a: WalletBalances, b: WalletBalances): WalletBalances {
  return {
    availableMinor: subtract(a.availableMinor, b.availableMinor),
    pendingMinor: subtract(a.pendingMinor, b.pendingMinor),
    owedMinor: subtract(a.owedMinor, b.owedMinor),
  };
}

/** Only what is in dispute can be frozen: few rows, along the index of open disputes. */
async function heldOf(tx: Tx, tutor: Teacher): Promise<Minor> {
  const rows = await tx
    .select({ keptMinor: session.keptMinor, platformBasisPoints: session.platformBasisPoints })
    .from(session)
    .where(
      and(
        eq(session.tutorId, tutor.personId),
        eq(session.moneyState, 'FROZEN'),
        isNotNull(session.disputedAt),
        isNull(session.resolvedAt),
      ),
    );
  return add(...rows.map((row) => split(row.keptMinor ?? NO_MONEY, row.platformBasisPoints).tutor));
}

function aboutOf(row: typeof session.$inferSelect, studentName: string | null): WalletSession {
  return {
    id: row.id,
    title: row.title,
    studentName,
    startsAt: toIso(row.startsAt),
    endsAt: toIso(row.endsAt),
    status: row.status,
    moneyState: row.moneyState,
    releaseAt: isoOrNull(row.releaseAt),
    keptMinor: row.keptMinor,
    wasDecided: row.resolvedAt !== null,
  };
}

function isoOrNull(when: Instant | null): string | null {
  return when === null ? null : toIso(when);
}
