import { sql } from 'drizzle-orm';
import type { Executor } from '#infra/db/client.server.ts';
import { person } from '#infra/db/tables/accounts.server.ts';
import { availability } from '#infra/db/tables/availability.server.ts';
import { course } from '#infra/db/tables/courses.server.ts';
import { offering } from '#infra/db/tables/offerings.server.ts';
import { tutorCalendars } from '#features/availability/queries.server.ts';
import { defaultBookingMode, nextStarts, noticeMinutesOf } from '#features/availability/rules/bookable.ts';
import { toMajor, type Minor } from '#shared/money.ts';
import { settings, type RefundPolicy } from '#shared/settings.ts';
import { isoOf, plusMinutes, type EpochMs, type Instant } from '#shared/time.ts';
import type { CourseId, OfferingId, PersonId } from '#shared/id.ts';
import type { OfferingDetail, OfferingStatus, OfferingView } from '../types.ts';

/** What every offering shown needs; join `person`, and left join `course` and `availability`. */
export const offeringFields = {
  id: offering.id,
  title: offering.title,
  description: offering.description,
  durationMinutes: offering.durationMinutes,
  priceMinor: offering.priceMinor,
  currency: offering.currency,
  takesInstant: offering.takesInstant,
  takesRequest: offering.takesRequest,
  status: offering.status,
  // As epoch milliseconds: on a page of 24 cards, reading and writing instants would cost more than all else.
  nextSlotMs: sql<EpochMs | null>`(extract(epoch from ${offering.nextSlotAt}) * 1000)::float8`,
  createdMs: sql<EpochMs>`(extract(epoch from ${offering.createdAt}) * 1000)::float8`,
  tutorId: offering.tutorId,
  tutorName: person.name,
  tutorImage: person.image,
  tutorHeadline: person.headline,
  tutorRole: sql<'TUTOR' | 'MENTOR'>`${person.role}`,
  isVerified: sql<boolean>`${person.verifiedAt} is not null`,
  tutorZone: sql<string>`coalesce(${availability.timeZone}, ${person.timeZone})`,
  courseId: offering.courseId,
  courseTitle: course.title,
  courseSlug: course.slug,
  minNoticeMinutes: availability.minNoticeMinutes,
  refundPolicy: availability.refundPolicy,
};

export type OfferingRow = {
  id: OfferingId;
  title: string;
  description: string;
  durationMinutes: number;
  priceMinor: Minor;
  currency: string;
  takesInstant: boolean;
  takesRequest: boolean;
  status: OfferingStatus;
  nextSlotMs: EpochMs | null;
  createdMs: EpochMs;
  tutorId: PersonId;
  tutorName: string;
  tutorImage: string | null;
  tutorHeadline: string | null;
  tutorRole: 'TUTOR' | 'MENTOR';
  isVerified: boolean;
  tutorZone: string;
  courseId: CourseId | null;
  courseTitle: string | null;
  courseSlug: string | null;
  minNoticeMinutes: number | null;
  refundPolicy: RefundPolicy | null;
};

/** An offering as the API and the pages show it. Give it a row whose next slot is true (`withTrueNextSlots`). */
export function viewOffering(row: OfferingRow): OfferingView {
  return {
    id: row.id,
    isOffering: true,
    title: row.title,
    description: row.description,
    duration: row.durationMinutes,
    price: toMajor(row.priceMinor),
    priceMinor: row.priceMinor,
    currency: row.currency,
    bookingModes: [
      ...(row.takesInstant ? (['INSTANT'] as const) : []),
      ...(row.takesRequest ? (['REQUEST'] as const) : []),
    ],
    status: row.status,
    tutor: {
      id: row.tutorId,
      name: row.tutorName,
      avatar: row.tutorImage,
      headline: row.tutorHeadline,
      role: row.tutorRole,
      verified: row.isVerified,
      timeZone: row.tutorZone,
    },
    course: viewCourse(row),
    nextSlot: row.nextSlotMs === null ? null : isoOf(row.nextSlotMs),
    createdAt: isoOf(row.createdMs),
  };
}

/** `viewOffering` with what checkout must say about it. */
export function viewOfferingDetail(row: OfferingRow): OfferingDetail {
  return { ...viewOffering(row), refundPolicy: row.refundPolicy ?? 'standard' };
}

type TimedRow = Pick<OfferingRow, 'tutorId' | 'durationMinutes' | 'takesInstant' | 'nextSlotMs' | 'minNoticeMinutes'>;

/**
 * The rows with next slots that can be booked now. A stored one that has passed, or come within the notice, is found
 * anew: one query for all such tutors together, none when every row is fresh.
 */
export async function withTrueNextSlots<Row extends TimedRow>(
  executor: Executor,
  rows: readonly Row[],
  now: Instant,
): Promise<Row[]> {
  const stale = rows.filter((row) => isStale(row, now));
  if (stale.length === 0) return [...rows];
  const range = { from: now, to: plusMinutes(now, settings.availability.horizonDays * 24 * 60), now };
  const calendars = await tutorCalendars(
    executor,
    stale.map((row) => row.tutorId),
    range,
  );
  const searches = new Map([...calendars].map(([tutorId, calendar]) => [tutorId, nextStarts(calendar, now)]));
  return rows.map((row) => {
    if (!isStale(row, now)) return row;
    const terms = { durationMinutes: row.durationMinutes, bookingMode: defaultBookingMode(row) };
    return { ...row, nextSlotMs: searches.get(row.tutorId)?.(terms) ?? null };
  });
}

function isStale(row: TimedRow, now: Instant): boolean {
  if (row.nextSlotMs === null) return false;
  const notice = noticeMinutesOf(row.minNoticeMinutes ?? 0, defaultBookingMode(row));
  return row.nextSlotMs < now.epochMilliseconds + notice * 60_000;
}

function viewCourse({ courseId, courseTitle, courseSlug }: OfferingRow): OfferingView['course'] {
  if (courseId === null || courseTitle === null || courseSlug === null) return null;
  return { id: courseId, title: courseTitle, slug: courseSlug };
}

/** Soonest next slot first, those without one last, then by id. */
export function bySoonest(
  a: Pick<OfferingRow, 'nextSlotMs' | 'id'>,
  b: Pick<OfferingRow, 'nextSlotMs' | 'id'>,
): number {
  const first = a.nextSlotMs ?? Infinity;
  const second = b.nextSlotMs ?? Infinity;
  if (first !== second) return first - second;
  return a.id < b.id ? -1 : 1;
}
