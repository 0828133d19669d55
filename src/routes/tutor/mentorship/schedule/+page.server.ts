import { execute, type App } from '#features/accounts/command.server.ts';
import type { May } from '#features/accounts/gates.server.ts';
import { openSlotsOf } from '#features/availability/queries.server.ts';
import { getTutorDateOverrides } from '#features/availability/queries/dates.server.ts';
import { getTutorAvailability } from '#features/availability/queries/settings.server.ts';
import { defaultBookingMode } from '#features/availability/rules/bookable.ts';
import { getTutorCourses } from '#features/courses/queries.server.ts';
import { ownSuspension } from '#features/membership/queries/suspension.server.ts';
import { getTutorMentorshipOfferings } from '#features/offerings/queries/find.server.ts';
import { getTutorOfferingStatistics } from '#features/offerings/queries/statistics.server.ts';
import type { OfferingView } from '#features/offerings/types.ts';
import { assert } from '#shared/assert.ts';
import { localDate } from '#shared/format-time.ts';
import type { Result } from '#shared/result.ts';
import { settings } from '#shared/settings.ts';
import { instant, plusMinutes, toIso } from '#shared/time.ts';
import { teacherHere } from '../../teacher.server.ts';
import { removeDates, saveDates } from './date-actions.server.ts';
import { saveHours, saveLink } from './hours-actions.server.ts';
import {
  createOffering,
  deleteOffering,
  duplicateOffering,
  pauseOffering,
  updateOffering,
} from './offering-actions.server.ts';
import { whyNotOffered } from './why.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** Enough to see whether the hours came out as meant. */
const NEXT_TIMES_SHOWN = 6;
const USUAL_MINUTES = 60;

export const load: PageServerLoad = async ({ locals, url }) => {
  const teacher = await teacherHere({ locals, url });
  const { app } = locals;
  const [offerings, statistics, availability, dates, courses, suspension] = await Promise.all([
    execute(app, getTutorMentorshipOfferings, teacher, {}).then(allowed),
    execute(app, getTutorOfferingStatistics, teacher, {}).then(allowed),
    execute(app, getTutorAvailability, teacher, {}).then(allowed),
    execute(app, getTutorDateOverrides, teacher, {}).then(allowed),
    teacher.role === 'TUTOR' ? execute(app, getTutorCourses, teacher, {}).then(allowed) : null,
    ownSuspension(app, teacher),
  ]);
  return {
    offerings,
    statistics,
    availability,
    dates,
    today: localDate(toIso(app.clock.now()), availability.timeZone),
    courses: courses && courses.map(({ id, title }) => ({ id, title })),
    role: teacher.role,
    isVerified: teacher.verified,
    suspension,
    nextTimes: await nextTimes(app, teacher, offerings),
    why: await whyNotOffered(app, teacher, url.searchParams),
    zones: timeZones(availability.timeZone),
    nowIso: toIso(app.clock.now()),
  };
};

export const actions: Actions = {
  create: createOffering,
  update: updateOffering,
  pause: pauseOffering,
  duplicate: duplicateOffering,
  delete: deleteOffering,
  hours: saveHours,
  link: saveLink,
  saveDates,
  removeDates,
};

/** `teacherHere` has asked already: a refusal of these queries would be a bug. */
function allowed<T>(result: Result<T>): T {
  assert(result.ok, 'a teacher may read what is their own');
  return result.value;
}

/** The first starts that students see now, of the offering that can be booked soonest, or of an hour before there is any. */
async function nextTimes(app: App, teacher: May<'session.teach'>, offerings: readonly OfferingView[]) {
  const [soonest] = offerings
    .filter(({ status, nextSlot }) => status === 'SCHEDULED' && nextSlot !== null)
    .sort((one, other) => String(one.nextSlot).localeCompare(String(other.nextSlot)));
  const durationMinutes = soonest?.duration ?? USUAL_MINUTES;
  const now = app.clock.now();
  const starts = await openSlotsOf(
    app.db,
    { tutorId: teacher.personId, durationMinutes },
    {
      from: now,
      to: plusMinutes(now, settings.availability.horizonDays * 24 * 60),
      now,
      bookingMode: defaultBookingMode({ takesInstant: soonest?.bookingModes.includes('INSTANT') ?? true }),
      limit: NEXT_TIMES_SHOWN,
    },
  );
  return { durationMinutes, starts: starts.map((start) => toIso(instant(start))) };
}

/** Every zone of this runtime, and the saved one should it be known by another name. */
function timeZones(saved: string): string[] {
  return [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', saved])].sort();
}
