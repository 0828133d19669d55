import { and, asc, eq, ne } from 'drizzle-orm';
import { defineCommand } from '#features/accounts/command.server.ts';
import type { Actor } from '#features/accounts/gates.server.ts';
import type { App } from '#infra/app.server.ts';
import type { Executor } from '#infra/db/client.server.ts';
import { person } from '#infra/db/tables/accounts.server.ts';
import { offering } from '#infra/db/tables/offerings.server.ts';
import { localDate } from '#shared/format-time.ts';
import type { OfferingId } from '#shared/id.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import { settings } from '#shared/settings.ts';
import { plusMinutes, toIso, type Instant } from '#shared/time.ts';
import { nextSlotsOf, tutorCalendar } from '../queries.server.ts';
import type { BookingMode } from '../rules/bookable.ts';
import { spanLength } from '../rules/dates.ts';
import { explainStart } from '../rules/explain.ts';
import { causeReason, offeringReason } from '../rules/explain-words.ts';
import { momentsAt } from '../rules/moments.ts';
import { explainTimeInput } from '../schema/explain.ts';
import type { MomentExplanation, TimeExplanation, TimeReason } from '../types.ts';
import { sessionsWithin } from './dates.server.ts';
import { availabilityOf } from './settings.server.ts';

const USUAL_MINUTES = 60;
const NEAREST = 3;
/** Further than this no session with its breaks can reach. */
const REACH_MINUTES = Math.max(...settings.durationsMinutes) + 2 * settings.availability.maxBufferMinutes;

/**
 * Why students are not offered a start of the asking tutor: every reason, from the slot rules that listing and booking
 * go by. 404 for an offering that is not theirs.
 */
export const explainMentorshipTime = defineCommand({
  name: 'explainMentorshipTime',
  permission: 'availability.manage',
  input: explainTimeInput,
  async run(app, tutor, { offeringId, date, time }): Promise<Result<TimeExplanation>> {
    const now = app.clock.now();
    const own = await ownOffering(app.db, tutor, offeringId);
    if (own === null && offeringId !== undefined) return refuse('not_found');
    const asked = own ?? NO_OFFERING;
    const { timeZone } = await availabilityOf(app.db, tutor, now);
    const today = localDate(toIso(now), timeZone);
    if (Math.abs(spanLength(today, date)) > settings.availability.maxDaysAhead) {
      return refuse('invalid', { fields: { date: 'Choose a date within two years.' } });
    }
    const starts = momentsAt(date, time, timeZone);
    const moments = await Promise.all(
      starts.map((start) => explainMoment(app, tutor, asked, { start, today, timeZone })),
    );
    const { id, title, durationMinutes } = asked;
    return ok({
      date,
      time,
      timeZone,
      durationMinutes,
      offering: id === null ? null : { id, title },
      moments,
      nearest: await nearestOf(app, tutor, asked, starts[0] ?? now),
    });
  },
});

/** What of an offering decides whether it is offered at all. */
type Asked = {
  id: OfferingId | null;
  title: string;
  durationMinutes: number;
  modes: readonly BookingMode[];
  obstacles: readonly ('no_offering' | 'paused' | 'not_verified')[];
};

const NO_OFFERING: Asked = {
  id: null,
  title: '',
  durationMinutes: USUAL_MINUTES,
  modes: ['INSTANT'],
  obstacles: ['no_offering'],
};

/** The one asked for, else the tutor's oldest. */
async function ownOffering(executor: Executor, tutor: Actor, id: OfferingId | undefined): Promise<Asked | null> {
  const [row] = await executor
    .select({
      id: offering.id,
      title: offering.title,
      status: offering.status,
      durationMinutes: offering.durationMinutes,
      takesInstant: offering.takesInstant,
      takesRequest: offering.takesRequest,
      verifiedAt: person.verifiedAt,
    })
    .from(offering)
    .innerJoin(person, eq(person.id, offering.tutorId))
    .where(
      and(
        eq(offering.tutorId, tutor.personId),
        ne(offering.status, 'CANCELLED'),
        id === undefined ? undefined : eq(offering.id, id),
      ),
    )
    .orderBy(asc(offering.createdAt), asc(offering.id))
    .limit(1);
  if (row === undefined) return null;
  return {
    id: row.id,
    title: row.title,
    durationMinutes: row.durationMinutes,
    modes: [...(row.takesInstant ? (['INSTANT'] as const) : []), ...(row.takesRequest ? (['REQUEST'] as const) : [])],
    obstacles: [
      ...(row.status === 'PAUSED' ? (['paused'] as const) : []),
      ...(row.verifiedAt === null ? (['not_verified'] as const) : []),
    ],
  };
}

type Moment = { start: Instant; today: string; timeZone: string };

async function explainMoment(app: App, tutor: Actor, asked: Asked, moment: Moment): Promise<MomentExplanation> {
  const { start } = moment;
  const now = app.clock.now();
  const around = { from: plusMinutes(start, -REACH_MINUTES), to: plusMinutes(start, REACH_MINUTES), now };
  const [calendar, sessions] = await Promise.all([
    tutorCalendar(app.db, tutor.personId, { from: start, to: plusMinutes(start, asked.durationMinutes), now }),
    sessionsWithin(app.db, tutor.personId, around),
  ]);
  const always = asked.obstacles.map((kind) =>
    offeringReason(kind, asked.id === null ? null : { ...asked, id: asked.id }),
  );
  const reasons = (bookingMode: BookingMode): TimeReason[] => {
    if (calendar === null) return [offeringReason('no_hours', null)];
    const terms = { durationMinutes: asked.durationMinutes, bookingMode };
    const about = { ...moment, terms, sessions };
    return explainStart(calendar, terms, { start, now }).map((cause) => causeReason(cause, about));
  };
  return {
    startsAt: toIso(start),
    modes: asked.modes.map((bookingMode) => ({ bookingMode, reasons: [...always, ...reasons(bookingMode)] })),
  };
}

/** None where nobody can book whatever the time. */
async function nearestOf(app: App, tutor: Actor, asked: Asked, near: Instant): Promise<string[]> {
  if (asked.obstacles.length > 0) return [];
  const [bookingMode = 'INSTANT'] = asked.modes;
  const offered = { tutorId: tutor.personId, durationMinutes: asked.durationMinutes };
  return nextSlotsOf(app.db, offered, { now: app.clock.now(), near, bookingMode, limit: NEAREST });
}
