import type { App } from '#infra/app.server.ts';
import { readLink, signLink } from '#infra/signed-link.server.ts';
import type { PersonId } from '#shared/id.ts';
import { minor, type Minor } from '#shared/money.ts';

/** A tutor's three balances, each seen from the tutor; `owed` is what they owe back, never below zero. */
export type WalletBalances = { availableMinor: Minor; pendingMinor: Minor; owedMinor: Minor };

/** Where a page of a wallet ends: entries older than `seq` come next, and the balances stood so after them. */
export type WalletPlace = { seq: number; balances: WalletBalances };

/**
 * A cursor carries the balances, so that a page far back is as quick as the first: nothing older has to be added up.
 * It is signed for its tutor, since a page must not show sums that somebody wrote into an address.
 */
export function writeCursor(app: App, tutorId: PersonId, { seq, balances }: WalletPlace): string {
  const { availableMinor, pendingMinor, owedMinor } = balances;
  return signLink(app.config.authSecret, ['wallet', tutorId, seq, availableMinor, pendingMinor, owedMinor].join('_'));
}

/** The place in a cursor that we wrote for this tutor; null for anything else. */
export function readCursor(app: App, tutorId: PersonId, cursor: string): WalletPlace | null {
  const [kind, whose, ...numbers] = (readLink(app.config.authSecret, cursor) ?? '').split('_');
  const [seq, available, pending, owed] = numbers.map(Number);
  if (kind !== 'wallet' || whose !== tutorId || seq === undefined) return null;
  if (available === undefined || pending === undefined || owed === undefined) return null;
  return {
    seq,
    balances: { availableMinor: minor(available), pendingMinor: minor(pending), owedMinor: minor(owed) },
  };
}
