import type { OfferingCardView, OfferingView } from '../types.ts';

/** Two lines of a card hold less on any screen. */
const DESCRIPTION_SHOWN = 180;

/** The part of an offering that its card shows, for pages with many: the rest would be written twice, as text and as data. */
export function cardOf({ id, title, description, ...offering }: OfferingView): OfferingCardView {
  const { duration, priceMinor, currency, bookingModes, nextSlot, course } = offering;
  const { id: tutorId, name, avatar, headline, role, verified } = offering.tutor;
  return {
    id,
    title,
    description: description.length > DESCRIPTION_SHOWN ? `${description.slice(0, DESCRIPTION_SHOWN)}…` : description,
    duration,
    priceMinor,
    currency,
    bookingModes,
    nextSlot,
    tutor: { id: tutorId, name, avatar, headline, role, verified },
    course: course && { title: course.title },
  };
}
