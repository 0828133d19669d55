/** What the offerings API and pages show. ISO times are UTC; `price` is naira, `priceMinor` kobo. */

export type BookingMode = 'INSTANT' | 'REQUEST';
export type OfferingStatus = 'SCHEDULED' | 'PAUSED' | 'CANCELLED';

export type OfferingTutor = {
  id: string;
  name: string;
  avatar: string | null;
  headline: string | null;
  role: 'TUTOR' | 'MENTOR';
  verified: boolean;
  timeZone: string;
};

export type OfferingCourse = { id: string; title: string; slug: string };

export type OfferingView = {
  id: string;
  isOffering: true;
  title: string;
  description: string;
  /** Minutes. */
  duration: number;
  price: number;
  priceMinor: number;
  currency: string;
  bookingModes: BookingMode[];
  status: OfferingStatus;
  tutor: OfferingTutor;
  course: OfferingCourse | null;
  /** The first open start, or null when nothing is open within the tutor's horizon. */
  nextSlot: string | null;
  createdAt: string;
};

/** What a card shows of an offering: a page sends no more than that to the browser. An `OfferingView` is one, too. */
export type OfferingCardView = Pick<
  OfferingView,
  'id' | 'title' | 'description' | 'duration' | 'priceMinor' | 'currency' | 'bookingModes' | 'nextSlot'
> & {
  tutor: TutorLineView;
  course: { title: string } | null;
};

export type TutorLineView = Pick<OfferingTutor, 'id' | 'name' | 'avatar' | 'headline' | 'role' | 'verified'>;

export type RefundPolicyName = 'flexible' | 'standard' | 'strict';

/** One offering with what checkout must say about it. */
export type OfferingDetail = OfferingView & { refundPolicy: RefundPolicyName };

export type Suggestion = {
  id: string;
  title: string;
  description: string;
  duration: number;
  price: number;
  priceMinor: number;
  currency: string;
  tutor: { name: string; avatar: string | null };
};

/** `best` needs words to search for; `price` is the lowest first. */
export type OfferingSort = 'best' | 'soonest' | 'price' | 'price-desc' | 'newest';

/** The marketplace's filters as its URL carries them, parsed. */
export type OfferingFilters = {
  q?: string | undefined;
  courseId?: string | undefined;
  /** Only what goes with a course that the reader completed. */
  completed?: boolean | undefined;
  minPriceMinor?: number | undefined;
  maxPriceMinor?: number | undefined;
  durationMinutes?: number | undefined;
  tutorId?: string | undefined;
  mode?: BookingMode | undefined;
  availableWithinDays?: number | undefined;
  sort: OfferingSort;
  cursor?: string | undefined;
  limit: number;
};

/** Students, each counted once a step. Free sessions are booked, and never paid. */
export type FunnelSteps = { shown: number; clicked: number; booked: number; paid: number };

export type FunnelLine = FunnelSteps & {
  offeringId: string;
  title: string;
  tutor: string;
  courseId: string;
  course: string;
  isFree: boolean;
};

/** `date` is local, `YYYY-MM-DD`; days on which nothing was shown are left out. */
export type FunnelDay = FunnelSteps & { date: string };

export type Funnel = { lines: FunnelLine[]; byDay: FunnelDay[]; totals: FunnelSteps };
/** What is looked for: words by spaces, and for each what it may have meant (`a | b`), by `;`. */
export type Search = {
  words: string;
  also: string;
  /** What was looked for besides, because few or none match what was typed. */
  corrections: string[];
};

/** Filters that are counted one by one. `price` is both bounds, `course` a course or those completed. */
export const FACETS = ['words', 'course', 'tutor', 'price', 'duration', 'mode', 'within'] as const;
export type Facet = (typeof FACETS)[number];

export type Counted<Value> = { value: Value; label: string; count: number };

/**
 * How many would be found with each choice of one filter, all the others kept. `null` where more than
 * `settings.countsUpTo` are found: then nothing is counted.
 */
export type OfferingCounts = {
  total: number | null;
  courses: Counted<string>[] | null;
  completed: number | null;
  tutors: Counted<string>[] | null;
  durations: Counted<number>[] | null;
  modes: Counted<BookingMode>[] | null;
  /** By days; each counts those of the shorter ones, too. */
  within: Counted<number>[] | null;
  /** By the highest price in kobo, likewise. */
  prices: Counted<number>[] | null;
  /** How many there would be without one of the filters that are on. */
  without: Partial<Record<Facet, number | null>>;
};

/** From a look to a session that took place. A checkout is a hold, a request or a free booking. */
export type OfferingFunnel = {
  views: number;
  checkouts: number;
  /** Paid for, whatever became of it; or booked where nothing is to pay, and not cancelled. */
  paid: number;
  /** Of those paid for: all the money goes back, or has gone back. */
  refunded: number;
  completed: number;
  /** The tutor's share of what students paid and did not get back. */
  earnedMinor: number;
};

export type OfferingStatistics = {
  offering: OfferingView;
  ever: OfferingFunnel;
  recent: OfferingFunnel;
  /** Looks on each of the last thirty UTC dates, the oldest first. */
  days: { day: string; views: number }[];
};
