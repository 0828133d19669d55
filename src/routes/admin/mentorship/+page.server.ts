import { fail, redirect } from '@sveltejs/kit';
import { execute, type App } from '#features/accounts/command.server.ts';
import { verifyTutor } from '#features/accounts/commands/verify-tutor.server.ts';
import type { May } from '#features/accounts/gates.server.ts';
import { countUnverified, tutorsByVerification } from '#features/accounts/queries/tutors.server.ts';
import { decideTutorApplication } from '#features/membership/commands/apply.server.ts';
import { countApplications, openApplications } from '#features/membership/queries/tutors.server.ts';
import { platformBooks, tutorBalances } from '#features/sessions/queries/admin-money.server.ts';
import { adminSessions, namesOf } from '#features/sessions/queries/admin-sessions.server.ts';
import { countOpenTasks, openTasks } from '#features/sessions/queries/admin.server.ts';
import { daysOf, idOf, readListFilters } from '#features/sessions/schema/list-filters.ts';
import type { PaymentStatus, SessionStatus } from '#features/sessions/types.ts';
import type { PersonId } from '#shared/id.ts';
import { statusOf } from '#shared/reasons.ts';
import { toIso } from '#shared/time.ts';
import { formValues, textOf } from '#ui/form-data.ts';
import { viewerZone } from '../../viewer-zone.server.ts';
import { adminHere } from '../admin.server.ts';
import { hrefOf, readTab, type Tab } from './tabs.ts';
import { hrefOfVerification, verificationTold } from './told.server.ts';
import type { Actions, PageServerLoad } from './$types';

type Admin = May<'platform.administer'>;

const FILTERS = ['q', 'status', 'payment', 'from', 'to', 'tutor', 'student'] as const;

export const load: PageServerLoad = async ({ locals, url, cookies }) => {
  const admin = await adminHere({ locals, url });
  const { app } = locals;
  const tab = readTab(url.searchParams.get('tab'));
  const timeZone = viewerZone(cookies, admin.timeZone);
  const [taskCount, unverifiedCount, applicationCount, told, shown] = await Promise.all([
    countOpenTasks(app, admin),
    countUnverified(app, admin),
    countApplications(app, admin),
    verificationTold(app, admin, url.searchParams),
    shownUnder(app, admin, tab, url.searchParams, timeZone),
  ]);
  return {
    tab,
    taskCount,
    unverifiedCount: unverifiedCount + applicationCount,
    told,
    ...shown,
    nowIso: toIso(app.clock.now()),
    timeZone,
  };
};

export const actions: Actions = {
  /** Takes `tutorId`, `verified` and `reason`. */
  async verify({ locals, request }) {
    const values = formValues(await request.formData());
    const [tutorId, verified, reason] = [
      textOf(values, 'tutorId'),
      textOf(values, 'verified'),
      textOf(values, 'reason'),
    ];
    const done = await execute(locals.app, verifyTutor, await locals.actor(), { tutorId, verified, reason });
    if (!done.ok) {
      const refusal = { tutorId, reason, message: done.message, error: done.fields?.['reason'] };
      return fail(statusOf(done.reason), { refusal });
    }
    redirect(303, hrefOfVerification(done.value));
  },
  /** Takes `applicationId`, `accept` and `reason`. */
  async decide({ locals, request }) {
    const values = formValues(await request.formData());
    const [applicationId, accept, reason] = [
      textOf(values, 'applicationId'),
      textOf(values, 'accept'),
      textOf(values, 'reason'),
    ];
    const input = { applicationId, accept, reason };
    const done = await execute(locals.app, decideTutorApplication, await locals.actor(), input);
    if (!done.ok) {
      const answer = { applicationId, reason, message: done.message, error: done.fields?.['reason'] };
      return fail(statusOf(done.reason), { answer });
    }
    redirect(303, hrefOf('tutors', { done: done.value.status === 'ACCEPTED' ? 'accepted' : 'declined' }));
  },
};

/** Only what the open tab shows is read. */
async function shownUnder(app: App, admin: Admin, tab: Tab, query: URLSearchParams, timeZone: string) {
  const cursor = query.get('cursor') ?? undefined;
  const [tasks, sessions, applications, unverified, verified, books, balances] = await Promise.all([
    tab === 'tasks' ? openTasks(app, admin, cursor) : null,
    tab === 'sessions' ? sessionsAsked(app, admin, query, timeZone) : null,
    tab === 'tutors' ? openApplications(app, admin, query.get('applied') ?? undefined) : null,
    tab === 'tutors' ? tutorsByVerification(app, admin, false, query.get('waiting') ?? undefined) : null,
    tab === 'tutors' ? tutorsByVerification(app, admin, true, cursor) : null,
    tab === 'money' ? platformBooks(app, admin) : null,
    tab === 'money' ? tutorBalances(app, admin, cursor) : null,
  ]);
  return { tasks, sessions, applications, unverified, verified, books, balances };
}

/** The sessions that the address asks for, and the names of the people whom it is narrowed to. */
async function sessionsAsked(app: App, admin: Admin, query: URLSearchParams, timeZone: string) {
  const { texts, cursor, leftOut } = readListFilters(query, { names: FILTERS });
  const [tutorId, studentId] = [idOf<PersonId>(texts.tutor), idOf<PersonId>(texts.student)];
  const [page, names] = await Promise.all([
    adminSessions(app, admin, {
      q: texts.q,
      status: texts.status as SessionStatus | undefined,
      payment: texts.payment as PaymentStatus | undefined,
      tutorId,
      studentId,
      ...daysOf(texts, timeZone),
      cursor,
    }),
    namesOf(
      app,
      admin,
      [tutorId, studentId].filter((id) => id !== undefined),
    ),
  ]);
  const nameOf = (id: string | undefined) => (id === undefined ? null : (names.get(id) ?? 'Nobody we know'));
  return { ...page, texts, cursor, leftOut, tutorName: nameOf(tutorId), studentName: nameOf(studentId) };
}
