import { formatDuration, formatTime } from '#shared/format-time.ts';
import { instant, toIso } from '#shared/time.ts';
import type { DaySession, TimeReason } from '../types.ts';
import type { BookingTerms } from './bookable.ts';
import { dateWords, rangesWords } from './dates.ts';
import type { Cause } from './explain.ts';

/** Where a tutor changes each thing. */
const SCHEDULE = '/tutor/mentorship/schedule';
const WEEKDAYS = ['Sundays', 'Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays', 'Saturdays'];

export type Circumstances = {
  readonly terms: BookingTerms;
  readonly timeZone: string;
  /** The tutor's own local date. */
  readonly today: string;
  /** What the tutor has around that time. */
  readonly sessions: readonly DaySession[];
};

/** What stands in the way of the whole offering, whatever the time. */
export function offeringReason(
  kind: 'no_offering' | 'paused' | 'not_verified' | 'no_hours',
  offering: { id: string; title: string } | null,
): TimeReason {
  const at = offering === null ? SCHEDULE : `${SCHEDULE}#offering-${offering.id}`;
  const said = {
    no_offering: ['You have no offering yet, so there is nothing to book.', ['Create one', `${SCHEDULE}?new`]],
    paused: [`“${offering?.title}” is paused: nobody new can book it.`, ['Resume it', at]],
    not_verified: ['Your offerings are not listed: the top of this page says why.', null],
    no_hours: ['You have not set any hours yet.', ['Set your hours', `${SCHEDULE}#weekly`]],
  } as const;
  const [words, fix] = said[kind];
  return { code: kind, words, fix: fix && { words: fix[0], href: fix[1] }, sessions: [] };
}

/** One cause in the tutor's words, with what to change and where. */
export function causeReason(cause: Cause, about: Circumstances): TimeReason {
  const said = sayCause(cause, about);
  const sessions = cause.kind === 'taken' ? sessionsOf(cause, about.sessions) : [];
  return { code: cause.kind, sessions, ...said };
}

type Said = Pick<TimeReason, 'words' | 'fix'>;

function sayCause(cause: Cause, about: Circumstances): Said {
  switch (cause.kind) {
    case 'past':
      return { words: 'That time has passed.', fix: null };
    case 'notice':
      return sayNotice(cause, about);
    case 'horizon': {
      const opens = formatTime(toIso(instant(cause.opensAt)), about.timeZone, 'dateTime');
      const words = `Students see ${cause.horizonDays} days ahead. It comes within reach by itself on ${opens}.`;
      return { words, fix: null };
    }
    case 'day_off': {
      const words = `${dateWords(cause.date, about.today)} is a day off.`;
      return { words, fix: { words: 'Change that day', href: `${SCHEDULE}?date=${cause.date}` } };
    }
    case 'outside_hours':
      return sayHours(cause, about);
    case 'taken':
      return sayTaken(cause, about);
    case 'day_full': {
      const most = cause.dailyCap === 1 ? '1 session' : `${cause.dailyCap} sessions`;
      const words = `You give ${most} a day at most, and ${dateWords(cause.date, about.today)} has as many.`;
      return { words, fix: { words: 'Change the most in a day', href: `${SCHEDULE}#dailyCap` } };
    }
    case 'off_grid': {
      const words = `Sessions begin every ${cause.everyMinutes} minutes, counted from the full hour: this one would begin in between.`;
      return { words, fix: null };
    }
  }
}

function sayNotice(cause: Extract<Cause, { kind: 'notice' }>, { terms, timeZone }: Circumstances): Said {
  const earliest = formatTime(toIso(instant(cause.earliest)), timeZone, 'dayTime');
  const who = terms.bookingMode === 'REQUEST' ? 'A request must be made' : 'Students must book';
  const words = `${who} at least ${formatDuration(cause.noticeMinutes)} ahead: now that is ${earliest} at the soonest.`;
  return { words, fix: { words: 'Change the shortest notice', href: `${SCHEDULE}#minNoticeMinutes` } };
}

function sayHours(cause: Extract<Cause, { kind: 'outside_hours' }>, { terms, today }: Circumstances): Said {
  const { date, weekday, ranges, isSpecial, isTooLong } = cause;
  const when = isSpecial
    ? `On ${dateWords(date, today)} you have special hours,`
    : `On ${WEEKDAYS[weekday]} you are open`;
  const length = formatDuration(terms.durationMinutes);
  const misfit = isTooLong ? `${length} from then would end after them` : 'this time lies outside them';
  const words =
    ranges.length === 0 ? `You have no hours on ${WEEKDAYS[weekday]}.` : `${when} ${rangesWords(ranges)}: ${misfit}.`;
  const fix = isSpecial
    ? { words: 'Change those special hours', href: `${SCHEDULE}?date=${date}` }
    : { words: `Change your ${WEEKDAYS[weekday]}`, href: `${SCHEDULE}#day-${weekday}` };
  return { words, fix };
}

function sayTaken(cause: Extract<Cause, { kind: 'taken' }>, { sessions, timeZone }: Circumstances): Said {
  const [first, ...more] = sessionsOf(cause, sessions);
  if (first === undefined) return { words: 'Something else takes that time already.', fix: null };
  const from = formatTime(first.startsAt, timeZone, 'dayTime');
  const until = formatTime(first.endsAt, timeZone, 'time');
  const others = more.length === 0 ? '' : `, and ${more.length} more`;
  const which = `“${first.title}” with ${first.with}, ${from}–${until}${others}`;
  if (cause.byBreak) {
    const words = `It comes too close to ${which}: the free time kept around sessions would be cut.`;
    return { words, fix: { words: 'Change your free time before and after', href: `${SCHEDULE}#bufferBeforeMinutes` } };
  }
  const words = `It overlaps ${which}.`;
  return { words, fix: { words: 'Open that session', href: `/mentorship/session/${first.id}` } };
}

/** Taken time is a session with its breaks, and nobody has two at once: each holds exactly its own. */
function sessionsOf(cause: Extract<Cause, { kind: 'taken' }>, sessions: readonly DaySession[]): DaySession[] {
  return sessions.filter(({ startsAt, endsAt, state }) => {
    const [from, to] = [Date.parse(startsAt), Date.parse(endsAt)];
    return state !== 'REQUEST' && cause.taken.some(({ start, end }) => start <= from && to <= end);
  });
}
