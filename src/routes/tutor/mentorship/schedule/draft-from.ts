import { starterOf } from '#features/offerings/rules/starters.ts';
import type { OfferingView } from '#features/offerings/types.ts';
import { draftOfOffering, draftOfStarter, type OfferingDraft } from '#features/offerings/ui/offering-draft.ts';

/** What a new offering begins as: a starter by its key, an own offering by its id; null for anything else. */
export function draftFrom(from: string | null, offerings: readonly OfferingView[]): OfferingDraft | null {
  const starter = starterOf(from);
  if (starter !== null) return draftOfStarter(starter);
  const own = offerings.find(({ id }) => id === from);
  return own === undefined ? null : draftOfOffering(own);
}
