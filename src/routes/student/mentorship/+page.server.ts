import { error } from '@sveltejs/kit';
import { may, type Actor } from '#features/accounts/gates.server.ts';
import type { App } from '#features/accounts/command.server.ts';
import { listOfferings } from '#features/offerings/queries/marketplace.server.ts';
import { countStudentTabs, studentSessions } from '#features/sessions/queries.server.ts';
import { nextSession, studentPeriod } from '#features/sessions/queries/dashboard-stats.server.ts';
import { needsOf } from '#features/sessions/queries/needs.server.ts';
import { openProposals } from '#features/sessions/queries/proposals.server.ts';
import { listMoves } from '#features/sessions/queries/session-page.server.ts';
import { daysOf, idOf, readListFilters } from '#features/sessions/schema/list-filters.ts';
import type { SessionStatus } from '#features/sessions/types.ts';
import type { CourseId, OfferingId } from '#shared/id.ts';
import { statusOf } from '#shared/reasons.ts';
import { startOfDay, toIso, type Instant } from '#shared/time.ts';
import { answerProposal, pay, signedIn, withdraw } from '../../mentorship/session-actions.server.ts';
import { viewerZone } from '../../viewer-zone.server.ts';
import { COUNTED, tabOf } from './tabs.ts';
import type { Actions, PageServerLoad } from './$types';

const OFFERINGS_SHOWN = 6;
const FILTERS = ['q', 'offering', 'course', 'from', 'to', 'status'] as const;

export const load: PageServerLoad = async (event) => {
  const { app } = event.locals;
  const actor = await signedIn(event);
  const allowed = may(actor, 'session.book');
  if (!allowed.ok) error(statusOf(allowed.reason), allowed.message);
  const { tab, outcomes } = tabOf(event.url.searchParams.get('tab'));
  const timeZone = viewerZone(event.cookies, actor.timeZone);
  const { texts, cursor, leftOut } = readListFilters(event.url.searchParams, { names: FILTERS, statuses: outcomes });
  const filters = {
    q: texts.q,
    offeringId: idOf<OfferingId>(texts.offering),
    courseId: idOf<CourseId>(texts.course),
    status: texts.status as SessionStatus | undefined,
    ...daysOf(texts, timeZone),
  };
  const now = app.clock.now();
  const isFiltered = Object.keys(texts).length > 0;
  const [page, needs, counts, stats, market] = await Promise.all([
    studentSessions(app, actor, tab, cursor, filters),
    needsOf(app, actor, 'student'),
    countStudentTabs(app, actor, COUNTED),
    statsOf(app, actor, now, timeZone),
    tab === 'book' && !isFiltered ? listOfferings(app, { sort: 'soonest', limit: OFFERINGS_SHOWN }) : null,
  ]);
  const onPage = new Set(page.sessions.map(({ id }) => id));
  const waiting = needs.items.filter(({ session }) => !onPage.has(session.id));
  const shown = [...page.sessions, ...waiting.map(({ session }) => session)];
  return {
    ...page,
    tab,
    texts,
    cursor,
    leftOut,
    needs: { items: waiting, more: needs.more },
    proposals: await openProposals(app, shown),
    moves: new Map(shown.map((session) => [session.id, listMoves(session, 'student', now)])),
    counts,
    stats,
    offerings: market?.offerings ?? [],
    viewerId: actor.personId,
    nowIso: toIso(now),
    timeZone,
  };
};

export const actions: Actions = { pay, withdraw, answerProposal };

/** What comes next, and what this year has been so far. */
async function statsOf(app: App, actor: Actor, now: Instant, timeZone: string) {
  const { year } = now.toZonedDateTimeISO(timeZone);
  const period = { from: startOfDay(`${year}-01-01`, timeZone), to: startOfDay(`${year + 1}-01-01`, timeZone) };
  const [next, soFar] = await Promise.all([nextSession(app, actor), studentPeriod(app, actor, period)]);
  return { next, year, ...soFar };
}
