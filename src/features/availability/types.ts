import type { PersonId } from '#shared/id.ts';
import type { RefundPolicy } from '#shared/settings.ts';
import type { EpochMs } from '#shared/time.ts';

/** Wall-clock hours within one local date, `HH:MM`; `24:00` is the next local midnight. An end not after its start gives nothing. */
export type ClockRange = { readonly start: string; readonly end: string };

/** The same hours on several weekdays; 0 = Sunday. */
export type WeeklyHours = ClockRange & { readonly days: readonly number[] };

/** Replaces all weekly hours that begin on this local date (`YYYY-MM-DD`); no ranges = closed. */
export type DateOverride = { readonly date: string; readonly ranges: readonly ClockRange[] };

/** Half-open `[start, end)`. */
export type BusyInterval = { readonly start: EpochMs; readonly end: EpochMs };

/** What the slot engine is asked. Durations, step, notice and buffers are minutes; instants are epoch milliseconds. */
export type SlotQuery = {
  /** IANA name, known to the runtime. */
  readonly timeZone: string;
  readonly weekly: readonly WeeklyHours[];
  readonly overrides: readonly DateOverride[];
  readonly busy: readonly BusyInterval[];
  readonly rangeStart: EpochMs;
  readonly rangeEnd: EpochMs;
  readonly durationMinutes: number;
  readonly stepMinutes: number;
  readonly minNoticeMinutes: number;
  readonly now: EpochMs;
  /** Minutes that the new slot keeps free before itself. */
  readonly bufferBefore: number;
  /** Minutes that the new slot keeps free after itself. */
  readonly bufferAfter: number;
};

/** Time that a tutor has given away, in either role, with the buffers it was taken with. */
export type TakenInterval = BusyInterval & {
  /** When the session begins that they give themselves; null for one that they attend. Counts for the daily cap. */
  readonly teachesAt: EpochMs | null;
};

/** Everything that decides when a tutor can be booked, for one range of time. */
export type TutorCalendar = {
  readonly tutorId: PersonId;
  readonly timeZone: string;
  readonly bufferBeforeMinutes: number;
  readonly bufferAfterMinutes: number;
  readonly minNoticeMinutes: number;
  readonly horizonDays: number;
  /** Sessions a local day at most; null for no cap. */
  readonly dailyCap: number | null;
  readonly refundPolicy: RefundPolicy;
  readonly meetingUrl: string | null;
  readonly weekly: readonly WeeklyHours[];
  readonly overrides: readonly DateOverride[];
  readonly busy: readonly TakenInterval[];
};

/** How a tutor works, as their own form shows and saves it. */
export type AvailabilityView = {
  timeZone: string;
  bufferBeforeMinutes: number;
  bufferAfterMinutes: number;
  minNoticeMinutes: number;
  horizonDays: number;
  dailyCap: number | null;
  refundPolicy: RefundPolicy;
  meetingUrl: string | null;
  /** One entry a weekday and range. */
  weekly: WeeklyHours[];
  /** From today on. */
  overrides: DateOverride[];
};

/** Days off in a row, or one date with special hours. Both ends belong to it. */
export type DateSpan = { readonly from: string; readonly until: string; readonly ranges: readonly ClockRange[] };

/** Something in a tutor's diary, in either role: booked, waiting to be paid, or asked of them and unanswered. */
export type DaySession = {
  readonly id: string;
  readonly title: string;
  readonly with: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly state: 'BOOKED' | 'UNPAID' | 'REQUEST';
};

/** What a change of dates means: it never touches what is booked. */
export type DateEffect = {
  /** How many starts of that length can be booked on those dates; null while all of them lie beyond the horizon. */
  readonly openings: { readonly durationMinutes: number; readonly before: number; readonly after: number } | null;
  readonly horizonDays: number;
  readonly sessions: readonly DaySession[];
};

export type ChangedDates = DateSpan & { readonly effect: DateEffect };

/** Why a start is not offered, in words, with what changes that; `code` is for machines. */
export type TimeReason = {
  readonly code: string;
  readonly words: string;
  /** What the tutor may change, and where; null when only time or somebody else can. */
  readonly fix: { readonly words: string; readonly href: string } | null;
  readonly sessions: readonly DaySession[];
};

/** What students see of one moment, by each way in which the offering is booked; offered = no reasons. */
export type MomentExplanation = {
  readonly startsAt: string;
  readonly modes: readonly { readonly bookingMode: 'INSTANT' | 'REQUEST'; readonly reasons: readonly TimeReason[] }[];
};

export type TimeExplanation = {
  readonly date: string;
  readonly time: string;
  readonly timeZone: string;
  readonly durationMinutes: number;
  readonly offering: { readonly id: string; readonly title: string } | null;
  /** None where the clocks skip that time, two where they show it twice. */
  readonly moments: readonly MomentExplanation[];
  /** The nearest starts that can be booked, ISO UTC. */
  readonly nearest: readonly string[];
};
