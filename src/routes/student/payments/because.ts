import { RETURN_REASONS } from '#features/sessions/rules/refund-progress.ts';

/** ` because the tutor cancelled`, or nothing where the reason has no words. */
export function becauseOf(reason: string): string {
  const why = RETURN_REASONS[reason];
  return why === undefined ? '' : ` because ${why.replace('the student', 'you')}`;
}
