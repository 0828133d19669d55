import { REFUND_POLICIES, settings, type RefundPolicy } from '#shared/settings.ts';
import { formatDuration } from '#shared/format-time.ts';
import type { AvailabilityView } from '../types.ts';

/** How a tutor works apart from the week itself, as text in form fields of the same names. */
export type TermsDraft = {
  timeZone: string;
  bufferBeforeMinutes: string;
  bufferAfterMinutes: string;
  minNoticeMinutes: string;
  dailyCap: string;
  refundPolicy: string;
};

export const TERM_NAMES = [
  'timeZone',
  'bufferBeforeMinutes',
  'bufferAfterMinutes',
  'minNoticeMinutes',
  'dailyCap',
  'refundPolicy',
] as const satisfies readonly (keyof TermsDraft)[];

export function termsOf(availability: AvailabilityView): TermsDraft {
  return {
    timeZone: availability.timeZone,
    bufferBeforeMinutes: String(availability.bufferBeforeMinutes),
    bufferAfterMinutes: String(availability.bufferAfterMinutes),
    minNoticeMinutes: String(availability.minNoticeMinutes),
    dailyCap: availability.dailyCap === null ? '' : String(availability.dailyCap),
    refundPolicy: availability.refundPolicy,
  };
}

type Option = { value: string; label: string };

const BUFFER_MINUTES = [0, 5, 10, 15, 20, 30, 45, 60, 90, 120];
const NOTICE_MINUTES = [0, 30, 60, 2 * 60, 4 * 60, 8 * 60, 12 * 60, 24 * 60, 36 * 60].concat(
  [2, 3, 5, 7, 14].map((days) => days * 24 * 60),
);

/** The usual lengths, and the one that is saved if it is none of them. */
export function bufferOptions(saved: string): Option[] {
  return minuteOptions(BUFFER_MINUTES, saved, 'None');
}

export function noticeOptions(saved: string): Option[] {
  return minuteOptions(NOTICE_MINUTES, saved, 'None, right up to the start');
}

function minuteOptions(usual: readonly number[], saved: string, none: string): Option[] {
  const all = /^\d{1,6}$/.test(saved) ? [...usual, Number(saved)] : usual;
  return [...new Set(all)]
    .sort((one, other) => one - other)
    .map((minutes) => ({ value: String(minutes), label: minutes === 0 ? none : formatDuration(minutes) }));
}

export function capOptions(): Option[] {
  return Array.from({ length: settings.availability.maxDailyCap }, (_, index) => {
    const sessions = index + 1;
    return { value: String(sessions), label: sessions === 1 ? '1 session' : `${sessions} sessions` };
  });
}

const POLICY_NAMES: Record<RefundPolicy, string> = { flexible: 'Flexible', standard: 'Standard', strict: 'Strict' };

/** The refund policies, each with what a student who cancels gets back. */
export function policyOptions(): (Option & { hint: string })[] {
  return (Object.keys(REFUND_POLICIES) as RefundPolicy[]).map((policy) => ({
    value: policy,
    label: POLICY_NAMES[policy],
    hint: policyWords(policy),
  }));
}

function policyWords(policy: RefundPolicy): string {
  const steps = REFUND_POLICIES[policy].map(
    ({ fromMinutesBefore, percent }) => `${partWords(percent)} until ${fromMinutesBefore / 60} hours before`,
  );
  const text = `${steps.join(', ')}, then nothing.`;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function partWords(percent: number): string {
  if (percent === 100) return 'everything back';
  return percent === 50 ? 'half' : `${percent} %`;
}
