import { z } from 'zod';
import { ok, refuse, type Result } from '#shared/result.ts';
import { isBefore, parseInstant, plusMinutes, type Instant } from '#shared/time.ts';

const MINUTES_A_YEAR = 366 * 24 * 60;
/** Far enough for any story, near enough that dates stay dates. */
const MAX_MOVE_MINUTES = MINUTES_A_YEAR;

const moveInput = z.union([
  z.strictObject({ advanceMinutes: z.number().min(0).max(MAX_MOVE_MINUTES) }),
  z.strictObject({ to: z.string().max(64) }),
]);

/** Where the clock is to stand: `{advanceMinutes}` from now, or `{to}`, an ISO instant. Backwards or absurd is `invalid`. */
export function readMove(raw: unknown, now: Instant): Result<Instant> {
  const input = moveInput.safeParse(raw);
  if (!input.success) {
    return refuse('invalid', {
      message: 'Send {"advanceMinutes": n} or {"to": "2026-12-01T10:00:00Z"}, at most a year ahead.',
    });
  }
  const when =
    'to' in input.data ? parseInstant(input.data.to) : plusMinutes(now, Math.round(input.data.advanceMinutes));
  if (when === null) return refuse('invalid', { message: '"to" must be an instant like 2026-12-01T10:00:00Z.' });
  if (isBefore(when, now)) return refuse('invalid', { message: 'The clock only moves forward.' });
  if (isBefore(plusMinutes(now, MAX_MOVE_MINUTES), when)) {
    return refuse('invalid', { message: 'The clock moves at most a year at a time.' });
  }
  return ok(when);
}
