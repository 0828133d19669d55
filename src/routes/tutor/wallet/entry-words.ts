import type { WalletBalances } from '#features/sessions/queries/wallet-cursor.server.ts';
import type { WalletEntry, WalletSession } from '#features/sessions/queries/wallet.server.ts';
import { RETURN_REASONS } from '#features/sessions/rules/refund-progress.ts';
import { formatTime } from '#shared/format-time.ts';
import { formatMoney, minor, NO_MONEY } from '#shared/money.ts';
import { settings } from '#shared/settings.ts';

export type EntryWords = {
  /** What happened: `Paid`, `Released`. */ title: string;
  /** Why, and when it becomes available. */ text: string;
};

export type Change = { amount: string; balance: string; gains: boolean };

/** In place of the name of a student who deleted their account. */
export const STUDENT_GONE = 'a student whose account is deleted';

/** One entry of a tutor's wallet in words, with times in their zone. */
export function entryWords(entry: WalletEntry, timeZone: string, nowIso: string): EntryWords {
  const { session } = entry;
  const student = studentOf(session);
  switch (entry.kind) {
    case 'charge_applied':
      return {
        title: 'Paid',
        text: `Your share of what ${student} paid. ${availabilityWords(session, timeZone, nowIso)}`,
      };
    case 'share_released':
      return { title: 'Released', text: `${releaseReason(session, student)} It is yours now.` };
    case 'share_frozen':
      return { title: 'Held by a dispute', text: 'Nobody has this money until an admin has decided the dispute.' };
    case 'share_unfrozen':
      return {
        title: 'Dispute decided',
        text: `The money is no longer held. ${availabilityWords(session, timeZone, nowIso)}`,
      };
    case 'refund_requested':
      return { title: 'Returned', text: returnWords(entry, student) };
    case 'refund_failed':
      return {
        title: 'Return did not go through',
        text: `Paystack could not send the money back to ${student}, so it stands where it stood before. An admin is looking at it.`,
      };
    default:
      return { title: 'Correction', text: `Recorded as “${entry.kind.replaceAll('_', ' ')}”.` };
  }
}

/** When a session's share becomes available, or why it does not. */
export function availabilityWords(session: WalletSession | null, timeZone: string, nowIso: string): string {
  if (session === null) return '';
  if (session.moneyState === 'RELEASED') return 'It has become available since.';
  if (session.moneyState === 'FROZEN') return 'It is held by a dispute until an admin has decided.';
  if (session.keptMinor === NO_MONEY) return 'All of it has gone back since.';
  const hours = settings.releaseAfterHours;
  if (session.releaseAt === null) {
    if (session.endsAt <= nowIso) return `Available ${hours} hours after the session has been closed.`;
    const earliest = new Date(Date.parse(session.endsAt) + hours * 3_600_000).toISOString();
    return `Not before ${formatTime(earliest, timeZone, 'dayTime')}: ${hours} hours after the session.`;
  }
  const from = `Available from ${formatTime(session.releaseAt, timeZone, 'dayTime')}`;
  if (session.wasDecided) return `${from}: an admin has decided.`;
  if (session.status === 'CANCELLED') return `${from}: when the cancelled session would have ended.`;
  return `${from}: ${hours} hours after the session.`;
}

/** The balances that an entry changed, each with its sign. */
export function changesOf(changes: WalletBalances, currency: string): Change[] {
  return [
    { minor: changes.availableMinor, balance: 'available', gains: changes.availableMinor > 0 },
    { minor: changes.pendingMinor, balance: 'on the way', gains: changes.pendingMinor > 0 },
    { minor: changes.owedMinor, balance: 'owed', gains: changes.owedMinor < 0 },
  ]
    .filter((change) => change.minor !== 0)
    .map(({ minor: amount, balance, gains }) => ({ amount: signed(amount, currency), balance, gains }));
}

/** `After this: ₦3,500 available, ₦0 on the way.` What is owed is named only while something is. */
export function afterWords(after: WalletBalances, currency: string): string {
  const parts = [
    `${formatMoney(after.availableMinor, currency)} available`,
    `${formatMoney(after.pendingMinor, currency)} on the way`,
    ...(after.owedMinor > 0 ? [`${formatMoney(after.owedMinor, currency)} owed`] : []),
  ];
  return `After this: ${parts.join(', ')}.`;
}

/** `+₦3,500`, `−₦3,500`, with a true minus sign. */
export function signed(amountMinor: number, currency: string): string {
  return `${amountMinor < 0 ? '−' : '+'}${formatMoney(minor(Math.abs(amountMinor)), currency)}`;
}

function releaseReason(session: WalletSession | null, student: string): string {
  if (session?.wasDecided) return 'An admin has decided.';
  if (session?.status === 'CANCELLED')
    return `${capital(student)} cancelled late, and the time would have been over by now.`;
  if (session?.status === 'NO_SHOW')
    return `${capital(student)} did not come, and nobody disputed it for ${settings.releaseAfterHours} hours.`;
  return `The session is over, and nobody disputed it for ${settings.releaseAfterHours} hours.`;
}

function returnWords({ refundReason, changes }: WalletEntry, student: string): string {
  const why = RETURN_REASONS[refundReason ?? ''];
  const who = student === STUDENT_GONE ? 'the student' : student;
  const because = why === undefined ? '' : ` because ${why.replace('the student', who).replace('the tutor', 'you')}`;
  const owed =
    changes.owedMinor > 0 ? ' You had less than that available, so the rest is taken off before your next payout.' : '';
  return `Your part of what goes back to ${student}${because}.${owed}`;
}

function studentOf(session: WalletSession | null): string {
  if (session === null) return 'the student';
  return session.studentName === null ? STUDENT_GONE : firstWord(session.studentName);
}

/** To begin a sentence with. */
function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function firstWord(name: string): string {
  return name.trim().split(/\s+/)[0] ?? name;
}
