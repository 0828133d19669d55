import { formatTime } from '#shared/format-time.ts';
import { REFUND_POLICIES, type RefundPolicy } from '#shared/settings.ts';

/**
 * A refund policy in words. With a start it names the real moments that are still ahead, in the reader's zone;
 * without one it counts back from the start. Only `Intl`, no Temporal: these words change in the browser as a time is picked.
 */
export function refundWords(
  policy: RefundPolicy,
  start: { startIso: string; nowIso: string; timeZone: string } | null,
): string {
  const steps: readonly Step[] = REFUND_POLICIES[policy];
  const ahead =
    start === null ? steps : steps.filter((step) => untilMs(step, start.startIso) >= Date.parse(start.nowIso));
  const [first, ...rest] = ahead;
  if (first === undefined) return 'It starts so soon that nothing is returned if you cancel.';
  const until =
    start === null
      ? `${hours(first)} hours before`
      : formatTime(untilIso(first, start.startIso), start.timeZone, 'dayTime');
  const opening =
    first.percent === 100
      ? `Free cancellation until ${until}.`
      : `Cancel until ${until} and ${part(first)} is returned.`;
  const after = rest.map((step) => `After that ${part(step)} is returned until ${hoursInWords(step)} before.`);
  return [opening, ...after, rest.length === 0 ? 'After that nothing is returned.' : ''].join(' ').trim();
}

type Step = { readonly fromMinutesBefore: number; readonly percent: number };

const SMALL_NUMBERS = ['no', 'one', 'two', 'three', 'four', 'five', 'six'];

function untilMs(step: Step, startIso: string): number {
  return Date.parse(startIso) - step.fromMinutesBefore * 60_000;
}

function untilIso(step: Step, startIso: string): string {
  return new Date(untilMs(step, startIso)).toISOString();
}

function hours(step: Step): number {
  return step.fromMinutesBefore / 60;
}

function hoursInWords(step: Step): string {
  return `${SMALL_NUMBERS[hours(step)] ?? hours(step)} hours`;
}

function part(step: Step): string {
  if (step.percent === 100) return 'everything';
  return step.percent === 50 ? 'half' : `${step.percent} %`;
}
