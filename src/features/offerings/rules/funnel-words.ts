import { formatMoney, type Minor } from '#shared/money.ts';
import type { OfferingFunnel } from '../types.ts';

/** How an offering does, in one line: `124 views · 9 checkouts · 6 booked (1 refunded in full) · 5 completed · ₦21,000 for you`. */
export function funnelWords({ views, checkouts, paid, refunded, completed, earnedMinor }: OfferingFunnel): string {
  const counts = [
    many(views, 'view'),
    many(checkouts, 'checkout'),
    `${number(paid)} booked${refunded > 0 ? ` (${number(refunded)} refunded in full)` : ''}`,
    `${number(completed)} completed`,
  ];
  return [...counts, ...(earnedMinor > 0 ? [`${formatMoney(earnedMinor as Minor)} for you`] : [])].join(' · ');
}

/** What the count of paid sessions holds, in plain words. */
export function paidWords({ refunded }: Pick<OfferingFunnel, 'refunded'>): string {
  const paid = 'Every session that was paid for, also when it was cancelled later';
  const some = refunded === 0 ? 'none was refunded in full' : `${number(refunded)} refunded in full`;
  return `${paid} (${some}), and free ones that were booked and not cancelled.`;
}

/** `6 %` of the step before; nothing where there was none. */
export function shareWords(part: number, whole: number): string | null {
  return whole === 0 ? null : `${Math.round((part / whole) * 100)} %`;
}

function many(count: number, what: string): string {
  return `${number(count)} ${what}${count === 1 ? '' : 's'}`;
}

function number(count: number): string {
  return count.toLocaleString('en-NG');
}
