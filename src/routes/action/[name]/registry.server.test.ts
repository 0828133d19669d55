import { expect, it } from 'vitest';
import { actions, byName } from './registry.server.ts';

it('knows every command by the name that callers use', () => {
  expect([...actions.keys()].toSorted()).toEqual([
    'answerMentorshipProposal',
    'applyAsTutor',
    'approveMentorshipRequest',
    'askMentorshipStudent',
    'beginMentorshipCheckout',
    'cancelMentorshipSession',
    'claimMentorshipNoShow',
    'completeCourse',
    'completeLesson',
    'createMentorshipOffering',
    'decideTutorApplication',
    'deleteMentorshipOffering',
    'dismissCourseSuggestions',
    'disputeMentorshipSession',
    'duplicateMentorshipOffering',
    'enrolInCourse',
    'enterZoomMeeting',
    'explainMentorshipTime',
    'finishAdminTask',
    'getApprovedSessionsReadyForPayment',
    'getCourseMentorshipOfferings',
    'getOfferingStatistics',
    'getTutorCourses',
    'getTutorDateOverrides',
    'getTutorMentorshipOfferings',
    'getTutorOfferingStatistics',
    'getTutorPendingApprovals',
    'importMentorshipOfferings',
    'joinMentorshipSession',
    'markNotificationsRead',
    'pauseMentorshipOffering',
    'pickCourseSuggestion',
    'previewDateOverride',
    'previewMentorshipCancellation',
    'previewOfferingImport',
    'previewTutorSuspension',
    'proceedWithApprovedBookingPayment',
    'proposeMentorshipTime',
    'rejectMentorshipRequest',
    'removeDateOverride',
    'rescheduleMentorshipSession',
    'resolveMentorshipSession',
    'restoreTutor',
    'retryMentorshipRefund',
    'saveDateOverride',
    'sayRunningLate',
    'setMentorshipMeetingUrl',
    'setNotificationSettings',
    'suspendTutor',
    'updateMentorshipOffering',
    'updateProfile',
    'updateTutorMentorshipSessionStatus',
    'verifyTutor',
    'withdrawMentorshipRequest',
    'writeSessionMessage',
  ]);
});

it('refuses two commands of one name', () => {
  const [one] = actions.values();
  if (one === undefined) throw new Error('there are actions');
  expect(() => byName([one, one])).toThrow(`two commands are called ${one.name}`);
});
