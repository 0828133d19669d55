import { openTimesFor } from '#features/sessions/queries/open-times.server.ts';
import type { SessionView } from '#features/sessions/types.ts';
import type { Instant } from '#shared/time.ts';
import { monthTimes, type Times } from '../../month-times.server.ts';

type Wanted = { mode: 'INSTANT' | 'REQUEST'; timeZone: string; now: Instant; url: URL };

/** The times that a session could move to, around what the address asks for. */
export function timesFor(app: App.Locals['app'], session: SessionView, wanted: Wanted): Promise<Times> {
  const { mode, timeZone, now, url } = wanted;
  const query = (name: string) => url.searchParams.get(name);
  return monthTimes(
    {
      timeZone,
      now,
      firstStart: session.scheduledAt,
      startsWithin: (from, to) => openTimesFor(app, session.id, mode, { from, to, timeZone }),
    },
    {
      month: query('month'),
      day: query('day'),
      slot: query('scheduledAt'),
      near: query('near') ?? nearOwn(query, session),
      view: query('view'),
    },
  );
}

/** The calendar opens on the session's own day, unless the address asks for another. */
function nearOwn(query: (name: string) => string | null, session: SessionView): string | null {
  return query('month') === null && query('day') === null ? session.scheduledAt : null;
}
