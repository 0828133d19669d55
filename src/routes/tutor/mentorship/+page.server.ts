import { error } from '@sveltejs/kit';
import { execute, type App } from '#features/accounts/command.server.ts';
import type { May } from '#features/accounts/gates.server.ts';
import { availabilityOf } from '#features/availability/queries/settings.server.ts';
import type { AvailabilityView } from '#features/availability/types.ts';
import { ownSuspension } from '#features/membership/queries/suspension.server.ts';
import { getTutorMentorshipOfferings } from '#features/offerings/queries/find.server.ts';
import type { OfferingView } from '#features/offerings/types.ts';
import { updateTutorMentorshipSessionStatus } from '#features/sessions/commands/update-status.server.ts';
import { countTutorTabs, sessionFor, tutorSessions } from '#features/sessions/queries.server.ts';
import { requestConflicts } from '#features/sessions/queries/conflicts.server.ts';
import type { SessionPage } from '#features/sessions/queries/list-page.server.ts';
import { needsOf } from '#features/sessions/queries/needs.server.ts';
import { openProposals } from '#features/sessions/queries/proposals.server.ts';
import { listMoves } from '#features/sessions/queries/session-page.server.ts';
import { daysOf, idOf, readListFilters } from '#features/sessions/schema/list-filters.ts';
import type { Conflict, SessionStatus } from '#features/sessions/types.ts';
import { readId, type CourseId, type OfferingId, type SessionId } from '#shared/id.ts';
import { toIso } from '#shared/time.ts';
import { listHref } from '../../list-href.ts';
import { act } from '../../mentorship/session-actions.server.ts';
import { teacherHere } from '../teacher.server.ts';
import { approve, ask, decline } from './answer-actions.server.ts';
import { statsOf } from './stats.server.ts';
import { HERE, OUTCOMES, readTab, type NextStep, type Tab } from './tabs.ts';
import type { Actions, PageServerLoad } from './$types';

type Teacher = May<'session.teach'>;

const FILTERS = ['q', 'offering', 'course', 'from', 'to', 'status'] as const;
const NO_SESSIONS: SessionPage = { sessions: [], nextCursor: null, stoppedEarly: false };

export const load: PageServerLoad = async ({ locals, url }) => {
  const teacher = await teacherHere({ locals, url });
  const { app } = locals;
  const now = app.clock.now();
  const tab = readTab(url.searchParams.get('tab')) ?? 'approvals';
  const availability = await availabilityOf(app.db, teacher, now);
  const { texts, cursor, leftOut } = readListFilters(url.searchParams, { names: FILTERS, statuses: OUTCOMES[tab] });
  const filters = {
    q: texts.q,
    offeringId: idOf<OfferingId>(texts.offering),
    courseId: idOf<CourseId>(texts.course),
    status: texts.status as SessionStatus | undefined,
    ...daysOf(texts, availability.timeZone),
  };
  const unpaidFrom = url.searchParams.get('unpaid') ?? undefined;
  const isPlain = Object.keys(texts).length === 0 && cursor === undefined;
  const [page, unpaid, needs, asStudent, counts, stats, offerings, aside, suspension] = await Promise.all([
    tutorSessions(app, teacher, tab, cursor, filters),
    tab === 'approvals' && isPlain ? tutorSessions(app, teacher, 'unpaid', unpaidFrom) : NO_SESSIONS,
    needsOf(app, teacher, 'tutor'),
    needsOf(app, teacher, 'student'),
    countTutorTabs(app, teacher, ['approvals', 'pending', 'active']),
    statsOf(app, teacher, availability.timeZone),
    ownOfferings(app, teacher),
    besideTheList(app, teacher, url.searchParams),
    ownSuspension(app, teacher),
  ]);
  const onPage = new Set([...page.sessions, ...unpaid.sessions].map(({ id }) => id));
  const waiting = needs.items.filter(({ session }) => !onPage.has(session.id));
  const shown = [...page.sessions, ...waiting.map(({ session }) => session)];
  return {
    tab,
    texts,
    cursor,
    leftOut,
    page,
    unpaid,
    needs: { items: waiting, more: needs.more },
    bookedNeeds: asStudent.items.length,
    counts,
    stats,
    ...aside,
    conflicts:
      tab === 'approvals' ? await requestConflicts(app, teacher, page.sessions) : new Map<string, Conflict[]>(),
    proposals: await openProposals(app, shown),
    moves: new Map(shown.map((session) => [session.id, listMoves(session, 'tutor', now)])),
    suspension,
    // Nothing that a suspended tutor could do would get them booked.
    nextStep: suspension === null ? nextStepOf(teacher, offerings, availability) : null,
    name: teacher.name,
    role: teacher.role,
    zone: availability.timeZone,
    nowIso: toIso(now),
  };
};

/** The tab that the session moves to, where the tutor sees what became of it. */
const doneIn = (tab: Tab, done: string) => () => listHref(HERE, { tab, done });

export const actions: Actions = {
  approve,
  decline,
  ask,
  start: act(updateTutorMentorshipSessionStatus, doneIn('active', 'started'), { status: 'IN_PROGRESS' }),
  complete: act(updateTutorMentorshipSessionStatus, doneIn('completed', 'completed'), { status: 'COMPLETED' }),
};

async function ownOfferings(app: App, teacher: Teacher): Promise<OfferingView[]> {
  const offerings = await execute(app, getTutorMentorshipOfferings, teacher, {});
  if (!offerings.ok) error(403, offerings.message);
  return offerings.value;
}

/** The request that the address wants to decline or ask about, wherever in the list it stands. */
async function besideTheList(app: App, teacher: Teacher, query: URLSearchParams) {
  const request = async (name: string) => {
    const id = query.get(name);
    const found = id === null ? null : await sessionFor(app, teacher, readId<SessionId>(id));
    if (!found?.ok || found.value.userRole !== 'tutor') return null;
    return found.value.session.status === 'PENDING_MENTOR_REVIEW' ? found.value.session : null;
  };
  const [declined, asked] = await Promise.all([request('decline'), request('ask')]);
  return { declined, asked };
}

function nextStepOf(teacher: Teacher, offerings: readonly OfferingView[], availability: AvailabilityView): NextStep {
  if (offerings.length === 0) return 'offering';
  if (availability.weekly.length === 0 && availability.overrides.length === 0) return 'hours';
  if (!teacher.verified) return 'verification';
  return availability.meetingUrl === null ? 'link' : null;
}
