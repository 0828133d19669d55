import { fail, type ActionFailure } from '@sveltejs/kit';
import { statusOf } from '#shared/reasons.ts';
import type { Refusal } from '#shared/result.ts';

export type Refused = {
  /** Which of the page's forms. */
  which: string;
  message: string;
  fields: Readonly<Record<string, string>>;
  typed: Readonly<Record<string, string>>;
};

/** A refused form as its page shows it again: what was wrong, and what was typed but for passwords and codes. */
export function refusedForm(
  which: string,
  refusal: Refusal,
  typed: Record<string, string> = {},
): ActionFailure<{ refused: Refused }> {
  return fail(statusOf(refusal.reason), {
    refused: { which, message: refusal.message, fields: refusal.fields ?? {}, typed },
  });
}
