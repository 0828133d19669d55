import { decimalText, formatMoney, parseNaira, split, type Minor } from '#shared/money.ts';
import { formatDuration } from '#shared/format-time.ts';
import { settings } from '#shared/settings.ts';
import { boundsWords, isOutOfBounds } from '../rules/price.ts';
import type { Starter } from '../rules/starters.ts';
import type { BookingMode, OfferingView } from '../types.ts';

/** An offering as it stands in its form: text as typed. */
export type OfferingDraft = {
  title: string;
  courseId: string;
  description: string;
  duration: string;
  price: string;
  free: boolean;
  bookingModes: string[];
};

export const MODES: readonly { value: BookingMode; label: string; hint: string }[] = [
  { value: 'INSTANT', label: 'Book at once', hint: 'Students pay and the time is theirs.' },
  { value: 'REQUEST', label: 'Ask me first', hint: 'You approve each request before they pay.' },
];

export function newOffering(): OfferingDraft {
  return {
    title: '',
    courseId: '',
    description: '',
    duration: '60',
    price: '',
    free: false,
    bookingModes: ['INSTANT'],
  };
}

export function draftOfOffering(offering: OfferingView): OfferingDraft {
  const free = offering.priceMinor === 0;
  return {
    title: offering.title,
    courseId: offering.course?.id ?? '',
    description: offering.description,
    duration: String(offering.duration),
    price: free ? '' : decimalText(offering.priceMinor as Minor),
    free,
    bookingModes: [...offering.bookingModes],
  };
}

/** A new offering that begins as a starter does. */
export function draftOfStarter({ title, description, duration, priceNaira, bookingModes }: Starter): OfferingDraft {
  return {
    ...newOffering(),
    title,
    description,
    duration: String(duration),
    price: priceNaira === 0 ? '' : String(priceNaira),
    free: priceNaira === 0,
    bookingModes: [...bookingModes],
  };
}

/** The draft that a sent form holds (`formValues` with `bookingModes` as a list). */
export function readOfferingDraft(values: {
  [name: string]: string | string[];
  bookingModes: string[];
}): OfferingDraft {
  const text = (name: string) => (typeof values[name] === 'string' ? values[name] : '');
  return {
    title: text('title'),
    courseId: text('courseId'),
    description: text('description'),
    duration: text('duration'),
    price: text('price'),
    free: text('free') !== '',
    bookingModes: values.bookingModes,
  };
}

/** What a tutor keeps of a price, as they type it: `You receive ₦3,500 of ₦5,000.` Says what is wrong with it instead, where something is. */
export function shareWords(draft: Pick<OfferingDraft, 'price' | 'free'>): string {
  if (draft.free) return 'Nobody pays. A student can have one free session with you ahead at a time.';
  const naira = draft.price.replaceAll(',', '');
  if (isOutOfBounds(naira)) return `${boundsWords()}.`;
  const priceMinor = parseNaira(naira);
  const tutorPercent = 100 - settings.platformBasisPoints / 100;
  if (priceMinor === null || priceMinor === 0) return `You receive ${tutorPercent} % of the price.`;
  return `You receive ${formatMoney(split(priceMinor, settings.platformBasisPoints).tutor)} of ${formatMoney(priceMinor)}.`;
}

export function durationOptions(): { value: string; label: string }[] {
  return settings.durationsMinutes.map((minutes) => ({ value: String(minutes), label: formatDuration(minutes) }));
}
