import type { BookingMode } from '../types.ts';

/** Something to begin from: what many tutors offer, in words to be changed. */
export type Starter = {
  key: string;
  title: string;
  description: string;
  duration: number;
  priceNaira: number;
  bookingModes: BookingMode[];
};

export const STARTERS: readonly Starter[] = [
  {
    key: 'first-talk',
    title: 'A first talk, free of charge',
    description: 'Half an hour to see where you stand, what you want, and whether we fit. Bring one question.',
    duration: 30,
    priceNaira: 0,
    bookingModes: ['INSTANT'],
  },
  {
    key: 'review',
    title: 'Review of your work, one to one',
    description:
      'Send your work when you book. We go through it together, and you leave with three things to change first.',
    duration: 60,
    priceNaira: 5_000,
    bookingModes: ['INSTANT', 'REQUEST'],
  },
  {
    key: 'mock-interview',
    title: 'Mock interview with honest notes',
    description: 'Half of it are questions as they are asked, half of it is what I noticed and how to practise it.',
    duration: 60,
    priceNaira: 10_000,
    bookingModes: ['REQUEST'],
  },
  {
    key: 'plan',
    title: 'A plan for your next three months',
    description: 'Where you are, where you want to be, and what to do each week. I write it down and you keep it.',
    duration: 90,
    priceNaira: 15_000,
    bookingModes: ['INSTANT'],
  },
];

/** The starter of this key, from an address that may hold anything. */
export function starterOf(key: string | null): Starter | null {
  return STARTERS.find((starter) => starter.key === key) ?? null;
}
