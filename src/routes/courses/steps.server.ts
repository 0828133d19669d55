import { fail } from '@sveltejs/kit';
import { statusOf } from '#shared/reasons.ts';
import type { Refusal } from '#shared/result.ts';

/** What a refused button of these pages says above them. */
export function refusedStep({ reason, message }: Refusal) {
  return fail(statusOf(reason), { message });
}
