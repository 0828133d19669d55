import type { z } from 'zod';
import { execute, type App, type Command } from '#features/accounts/command.server.ts';
import type { Actor } from '#features/accounts/gates.server.ts';
import { LIMITS, type RequestLimit } from '#features/accounts/limits.ts';
import { applyAsTutor, decideTutorApplication } from '#features/membership/commands/apply.server.ts';
import { previewTutorSuspension, restoreTutor, suspendTutor } from '#features/membership/commands/suspend.server.ts';
import type { Permission } from '#features/accounts/permissions.ts';
import { removeDateOverride, saveDateOverride } from '#features/availability/commands/date-overrides.server.ts';
import { getTutorDateOverrides, previewDateOverride } from '#features/availability/queries/dates.server.ts';
import { explainMentorshipTime } from '#features/availability/queries/explain.server.ts';
import { completeCourse, completeLesson, enrolInCourse } from '#features/courses/commands/learn.server.ts';
import { getTutorCourses } from '#features/courses/queries.server.ts';
import {
  approveMentorshipRequest,
  rejectMentorshipRequest,
} from '#features/sessions/commands/answer-request.server.ts';
import {
  dismissCourseSuggestions,
  pickCourseSuggestion,
} from '#features/offerings/commands/course-suggestions.server.ts';
import { markNotificationsRead } from '#features/notifications/commands/mark-read.server.ts';
import { deleteMentorshipOffering } from '#features/offerings/commands/delete.server.ts';
import { duplicateMentorshipOffering } from '#features/offerings/commands/duplicate.server.ts';
import { importMentorshipOfferings, previewOfferingImport } from '#features/offerings/commands/import.server.ts';
import {
  createMentorshipOffering,
  pauseMentorshipOffering,
  updateMentorshipOffering,
} from '#features/offerings/commands/manage.server.ts';
import { getCourseMentorshipOfferings, getTutorMentorshipOfferings } from '#features/offerings/queries/find.server.ts';
import { setNotificationSettings } from '#features/notifications/commands/settings.server.ts';
import { updateProfile } from '#features/accounts/commands/profile.server.ts';
import { getOfferingStatistics, getTutorOfferingStatistics } from '#features/offerings/queries/statistics.server.ts';
import { verifyTutor } from '#features/accounts/commands/verify-tutor.server.ts';
import { finishAdminTask, retryMentorshipRefund } from '#features/sessions/commands/answer-task.server.ts';
import { askMentorshipStudent } from '#features/sessions/commands/ask.server.ts';
import { cancelMentorshipSession, previewMentorshipCancellation } from '#features/sessions/commands/cancel.server.ts';
import { disputeMentorshipSession, resolveMentorshipSession } from '#features/sessions/commands/dispute.server.ts';
import { setMentorshipMeetingUrl } from '#features/sessions/commands/meeting-url.server.ts';
import { sayRunningLate, writeSessionMessage } from '#features/sessions/commands/write.server.ts';
import { joinMentorshipSession } from '#features/sessions/commands/join.server.ts';
import { answerMentorshipProposal, proposeMentorshipTime } from '#features/sessions/commands/propose.server.ts';
import { rescheduleMentorshipSession } from '#features/sessions/commands/reschedule.server.ts';
import {
  claimMentorshipNoShow,
  updateTutorMentorshipSessionStatus,
} from '#features/sessions/commands/update-status.server.ts';
import { beginMentorshipCheckout } from '#features/sessions/commands/begin-checkout.server.ts';
import {
  getApprovedSessionsReadyForPayment,
  getTutorPendingApprovals,
} from '#features/sessions/commands/lists.server.ts';
import { proceedWithApprovedBookingPayment } from '#features/sessions/commands/proceed-payment.server.ts';
import { withdrawMentorshipRequest } from '#features/sessions/commands/withdraw.server.ts';
import { enterZoomMeeting } from '#features/meetings/commands/enter-zoom.server.ts';
import type { Result } from '#shared/result.ts';

/** A command with its types forgotten: by name, it takes what came in and answers with what goes out. */
export type Action = {
  readonly name: string;
  readonly permission: Permission;
  readonly input: z.ZodType;
  /** How often one person may call it; null: as often as they like. */
  readonly limit: RequestLimit | null;
  run(app: App, actor: Actor | null, raw: unknown): Promise<Result<unknown>>;
};

/** Everything that `POST /action/<name>` knows. A new command is one line here. */
export const actions: ReadonlyMap<string, Action> = byName([
  action(createMentorshipOffering),
  action(updateMentorshipOffering),
  action(pauseMentorshipOffering),
  action(deleteMentorshipOffering),
  action(duplicateMentorshipOffering),
  action(previewOfferingImport),
  action(importMentorshipOfferings),
  action(getTutorOfferingStatistics),
  action(getOfferingStatistics),
  action(getTutorMentorshipOfferings),
  action(getCourseMentorshipOfferings),
  action(getTutorCourses),
  action(getTutorDateOverrides),
  action(previewDateOverride),
  action(saveDateOverride),
  action(removeDateOverride),
  action(explainMentorshipTime),
  action(enrolInCourse),
  action(completeLesson),
  action(completeCourse),
  action(dismissCourseSuggestions),
  action(pickCourseSuggestion),
  action(beginMentorshipCheckout, LIMITS.booking),
  action(proceedWithApprovedBookingPayment, LIMITS.booking),
  action(withdrawMentorshipRequest),
  action(approveMentorshipRequest),
  action(rejectMentorshipRequest),
  action(proposeMentorshipTime),
  action(answerMentorshipProposal),
  action(askMentorshipStudent),
  action(previewMentorshipCancellation),
  action(cancelMentorshipSession),
  action(rescheduleMentorshipSession, LIMITS.booking),
  action(joinMentorshipSession),
  action(setMentorshipMeetingUrl),
  action(sayRunningLate),
  action(writeSessionMessage),
  action(enterZoomMeeting),
  action(updateTutorMentorshipSessionStatus),
  action(claimMentorshipNoShow),
  action(disputeMentorshipSession),
  action(resolveMentorshipSession),
  action(retryMentorshipRefund),
  action(finishAdminTask),
  action(verifyTutor),
  action(setNotificationSettings),
  action(updateProfile),
  action(applyAsTutor),
  action(decideTutorApplication),
  action(previewTutorSuspension),
  action(suspendTutor),
  action(restoreTutor),
  action(getTutorPendingApprovals),
  action(getApprovedSessionsReadyForPayment),
  action(markNotificationsRead),
]);

function action<P extends Permission, Input extends z.ZodType, Output>(
  command: Command<P, Input, Output>,
  limit: RequestLimit | null = null,
): Action {
  const { name, permission, input } = command;
  return { name, permission, input, limit, run: (app, actor, raw) => execute(app, command, actor, raw) };
}

/** Two commands of one name are a bug that must not wait for the first call. */
export function byName(list: readonly Action[]): ReadonlyMap<string, Action> {
  const map = new Map<string, Action>();
  for (const one of list) {
    if (map.has(one.name)) throw new Error(`two commands are called ${one.name}`);
    map.set(one.name, one);
  }
  return map;
}
