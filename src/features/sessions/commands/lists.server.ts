import { defineCommand } from '#features/accounts/command.server.ts';
import { ok, type Result } from '#shared/result.ts';
import { studentSessions, tutorSessions } from '../queries.server.ts';
import { nothing } from '../schema.ts';
import type { SessionView } from '../types.ts';

/** The tutor's requests that await an answer, soonest first. */
export const getTutorPendingApprovals = defineCommand({
  name: 'getTutorPendingApprovals',
  permission: 'session.teach',
  input: nothing,
  run: async (app, tutor): Promise<Result<SessionView[]>> =>
    ok((await tutorSessions(app, tutor, 'approvals')).sessions),
});

/** The student's approved requests that await payment, soonest first. */
export const getApprovedSessionsReadyForPayment = defineCommand({
  name: 'getApprovedSessionsReadyForPayment',
  permission: 'session.book',
  input: nothing,
  run: async (app, student): Promise<Result<SessionView[]>> =>
    ok((await studentSessions(app, student, 'approved')).sessions),
});
