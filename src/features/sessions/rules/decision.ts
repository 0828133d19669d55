import { minor, percentOf, split, subtract, type Minor } from '#shared/money.ts';

/** The questions about a session that only an admin's decision answers. */
export function awaitsDecision(kind: string): boolean {
  return ['dispute', 'no_show_claim', 'nobody_came'].includes(kind);
}

/** What a decision may still divide of a session's price. */
export type Decidable = { priceMinor: Minor; keptMinor: Minor; platformBasisPoints: number };

export type DecisionPreview = {
  /** What goes back now, on top of what went back before. */
  refundMinor: Minor;
  /** What the tutor and the platform keep of the whole price. */
  tutorMinor: Minor;
  platformMinor: Minor;
};

/** What returning `percent` of the price would do; null for no whole percentage, or less than has gone back already. */
export function decisionPreview(money: Decidable, percent: number): DecisionPreview | null {
  if (!Number.isInteger(percent) || percent < 0 || percent > 100) return null;
  const wanted = percentOf(money.priceMinor, percent);
  const refundMinor = subtract(wanted, subtract(money.priceMinor, money.keptMinor));
  if (refundMinor < 0) return null;
  const { tutor, platform } = split(subtract(money.priceMinor, wanted), money.platformBasisPoints);
  return { refundMinor, tutorMinor: tutor, platformMinor: platform };
}

/** The smallest percentage that takes back nothing that has been returned. */
export function leastPercent({ priceMinor, keptMinor }: Decidable): number {
  const returned = subtract(priceMinor, keptMinor);
  let percent = 0;
  while (percent < 100 && percentOf(minor(priceMinor), percent) < returned) percent += 1;
  return percent;
}
