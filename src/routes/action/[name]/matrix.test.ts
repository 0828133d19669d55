import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Actor } from '#features/accounts/gates.server.ts';
import { statusOf } from '#shared/reasons.ts';
import { hold } from '#tests/support/booking.ts';
import { addPerson, addTutor, seedCast, type Cast } from '#tests/support/cast.ts';
import { forEachEngine } from '#tests/support/database.ts';
import { openWithZoom, type ZoomWorld } from '#tests/support/zoom.ts';
import { actions } from './registry.server.ts';

/** Who asks: the two people of the session, strangers of each role, an admin, and nobody. */
type Asker = 'student' | 'tutor' | 'otherStudent' | 'otherTutor' | 'otherMentor' | 'admin' | 'nobody';
const ASKERS: readonly Asker[] = ['student', 'tutor', 'otherStudent', 'otherTutor', 'otherMentor', 'admin', 'nobody'];

/** `in`: past the gates, whatever the command then says. */
type Verdict = 'in' | 401 | 403 | 404;
type Row = readonly [
  student: Verdict,
  tutor: Verdict,
  otherStudent: Verdict,
  otherTutor: Verdict,
  otherMentor: Verdict,
  admin: Verdict,
];

const TUTOR_OF_SESSION: Row = [403, 'in', 403, 404, 404, 403];
const STUDENT_OF_SESSION: Row = ['in', 403, 404, 404, 404, 403];
const BOTH_SIDES: Row = ['in', 'in', 404, 404, 404, 403];
const BOTH_SIDES_AND_ADMIN: Row = ['in', 'in', 404, 404, 404, 'in'];
const ANY_TEACHER: Row = [403, 'in', 403, 'in', 'in', 403];
const ANY_LEARNER: Row = ['in', 'in', 'in', 'in', 'in', 403];
const OWNER: Row = [403, 'in', 403, 404, 404, 403];
const ONLY_ADMIN: Row = [403, 403, 403, 403, 403, 'in'];
/** Of a course that does not exist: past the role's gate it is not found. */
const LEARNER_OF_NOTHING: Row = [404, 404, 404, 404, 404, 403];
const EVERYONE: Row = ['in', 'in', 'in', 'in', 'in', 'in'];

/** Every command of the product. One that is missing here fails the test below. */
const MATRIX: Readonly<Record<string, Row>> = {
  createMentorshipOffering: ANY_TEACHER,
  updateMentorshipOffering: OWNER,
  pauseMentorshipOffering: OWNER,
  deleteMentorshipOffering: OWNER,
  duplicateMentorshipOffering: OWNER,
  previewOfferingImport: ANY_TEACHER,
  importMentorshipOfferings: ANY_TEACHER,
  getTutorOfferingStatistics: ANY_TEACHER,
  getOfferingStatistics: OWNER,
  getTutorMentorshipOfferings: ANY_TEACHER,
  getCourseMentorshipOfferings: EVERYONE,
  getTutorCourses: ANY_TEACHER,
  getTutorDateOverrides: ANY_TEACHER,
  previewDateOverride: ANY_TEACHER,
  saveDateOverride: ANY_TEACHER,
  removeDateOverride: ANY_TEACHER,
  explainMentorshipTime: OWNER,
  enrolInCourse: LEARNER_OF_NOTHING,
  completeLesson: LEARNER_OF_NOTHING,
  completeCourse: LEARNER_OF_NOTHING,
  dismissCourseSuggestions: LEARNER_OF_NOTHING,
  pickCourseSuggestion: LEARNER_OF_NOTHING,
  beginMentorshipCheckout: ANY_LEARNER,
  proceedWithApprovedBookingPayment: ['in', 404, 404, 404, 404, 403],
  withdrawMentorshipRequest: ['in', 403, 404, 404, 404, 'in'],
  approveMentorshipRequest: TUTOR_OF_SESSION,
  rejectMentorshipRequest: TUTOR_OF_SESSION,
  proposeMentorshipTime: TUTOR_OF_SESSION,
  askMentorshipStudent: TUTOR_OF_SESSION,
  setMentorshipMeetingUrl: TUTOR_OF_SESSION,
  sayRunningLate: BOTH_SIDES,
  writeSessionMessage: BOTH_SIDES,
  updateTutorMentorshipSessionStatus: TUTOR_OF_SESSION,
  answerMentorshipProposal: STUDENT_OF_SESSION,
  rescheduleMentorshipSession: STUDENT_OF_SESSION,
  previewMentorshipCancellation: BOTH_SIDES_AND_ADMIN,
  cancelMentorshipSession: BOTH_SIDES_AND_ADMIN,
  joinMentorshipSession: BOTH_SIDES,
  enterZoomMeeting: BOTH_SIDES,
  claimMentorshipNoShow: BOTH_SIDES,
  disputeMentorshipSession: BOTH_SIDES,
  resolveMentorshipSession: ONLY_ADMIN,
  retryMentorshipRefund: [403, 403, 403, 403, 403, 404],
  finishAdminTask: [403, 403, 403, 403, 403, 404],
  verifyTutor: ONLY_ADMIN,
  setNotificationSettings: EVERYONE,
  updateProfile: EVERYONE,
  applyAsTutor: ['in', 403, 'in', 403, 403, 403],
  decideTutorApplication: [403, 403, 403, 403, 403, 404],
  previewTutorSuspension: ONLY_ADMIN,
  suspendTutor: ONLY_ADMIN,
  restoreTutor: [403, 403, 403, 403, 403, 404],
  getTutorPendingApprovals: ANY_TEACHER,
  getApprovedSessionsReadyForPayment: ANY_LEARNER,
  markNotificationsRead: EVERYONE,
};

forEachEngine((_engine, open) => {
  let world: ZoomWorld;
  let cast: Cast;
  let people: Record<Asker, Actor | null>;
  let sessionId: string;

  beforeAll(async () => void (world = await openWithZoom(open)));
  afterAll(() => world.close());
  beforeEach(async () => {
    await world.reset();
    cast = await seedCast(world.app);
    const [otherTutor, otherMentor] = [
      await addTutor(world.app, 'Zainab Sani'),
      await addPerson(world.app, 'Yusuf Bello', 'MENTOR'),
    ];
    people = {
      student: cast.ada,
      tutor: cast.tunde,
      otherStudent: cast.bola,
      otherTutor,
      otherMentor,
      admin: cast.kemi,
      nobody: null,
    };
    ({ mentorshipSessionId: sessionId } = await hold(world.app, cast.ada, cast.react, '2026-11-25T09:00:00Z'));
  });

  const inputOf = (name: string): object => {
    const session = { sessionId };
    const inputs: Record<string, object> = {
      createMentorshipOffering: { title: 'New', duration: 60, price: 5000 },
      updateMentorshipOffering: { offeringId: cast.react, title: 'Renamed' },
      pauseMentorshipOffering: { offeringId: cast.react },
      deleteMentorshipOffering: { offeringId: cast.react },
      duplicateMentorshipOffering: { offeringId: cast.react },
      previewOfferingImport: { csv: 'title,duration_minutes,price_naira\nNew,60,5000' },
      importMentorshipOfferings: { csv: 'title,duration_minutes,price_naira\nNew,60,5000' },
      getTutorOfferingStatistics: {},
      getOfferingStatistics: { offeringId: cast.react },
      getTutorMentorshipOfferings: {},
      getCourseMentorshipOfferings: { courseId: 'nothing' },
      getTutorCourses: {},
      getTutorDateOverrides: {},
      previewDateOverride: { date: '2026-11-26', ranges: [] },
      saveDateOverride: { date: '2026-11-26', ranges: [] },
      explainMentorshipTime: { offeringId: cast.react, date: '2026-11-26', time: '10:00' },
      removeDateOverride: { date: '2026-11-26' },
      enrolInCourse: { courseId: 'nothing' },
      completeLesson: { lessonId: 'nothing' },
      completeCourse: { courseId: 'nothing' },
      dismissCourseSuggestions: { courseId: 'nothing' },
      pickCourseSuggestion: { courseId: 'nothing', offeringId: cast.react },
      beginMentorshipCheckout: { offeringId: cast.react },
      rejectMentorshipRequest: { ...session, reason: 'No.' },
      proposeMentorshipTime: { ...session, scheduledAt: '2026-11-26T09:00:00Z' },
      askMentorshipStudent: { ...session, message: 'Why?' },
      setMentorshipMeetingUrl: { ...session, meetingUrl: 'https://zoom.us/j/1' },
      sayRunningLate: { ...session, minutes: 10 },
      writeSessionMessage: { ...session, body: 'Because.' },
      updateTutorMentorshipSessionStatus: { ...session, status: 'COMPLETED' },
      answerMentorshipProposal: { ...session, accept: true },
      rescheduleMentorshipSession: { ...session, scheduledAt: '2026-11-26T09:00:00Z' },
      cancelMentorshipSession: { ...session, expectedRefundMinor: 0 },
      resolveMentorshipSession: { ...session, status: 'COMPLETED', refundPercent: 0, reason: 'Seen.' },
      verifyTutor: { tutorId: cast.tunde.personId, verified: true, reason: 'Known.' },
      setNotificationSettings: { changes: [] },
      updateProfile: { name: 'Ada Obi', timeZone: 'Africa/Lagos', colour: 'auto' },
      applyAsTutor: { role: 'MENTOR', headline: 'Maths', bio: 'I teach.', why: 'I like it.' },
      decideTutorApplication: { applicationId: 'nothing', accept: true, reason: 'Fine.' },
      previewTutorSuspension: { tutorId: cast.tunde.personId },
      suspendTutor: { tutorId: cast.tunde.personId, reason: 'Complaints.' },
      restoreTutor: { tutorId: cast.tunde.personId, reason: 'Cleared.' },
      retryMentorshipRefund: { taskId: 'nothing' },
      finishAdminTask: { taskId: 'nothing', resolution: 'Seen.' },
      getTutorPendingApprovals: {},
      getApprovedSessionsReadyForPayment: {},
      markNotificationsRead: { upToSeq: 1 },
    };
    return inputs[name] ?? session;
  };

  it('lists every command, and no other', () => {
    expect(Object.keys(MATRIX).toSorted()).toEqual([...actions.keys()].toSorted());
  });

  it.each(Object.entries(MATRIX))('lets in to %s whom the table lets in', async (name, row) => {
    const action = actions.get(name);
    if (action === undefined) throw new Error(`${name} is an action`);
    const seen: Partial<Record<Asker, Verdict>> = {};
    // Those who are refused first: one who is let in may change the session.
    const order = ASKERS.toSorted((a, b) => Number(wanted(row, a) === 'in') - Number(wanted(row, b) === 'in'));
    for (const asker of order) {
      const result = await action.run(world.app, people[asker], inputOf(name));
      const status = result.ok ? 200 : statusOf(result.reason);
      seen[asker] =
        status === 401 || status === 403 || (status === 404 && name !== 'getCourseMentorshipOfferings')
          ? (status as Verdict)
          : 'in';
    }
    for (const [asker, verdict] of Object.entries(seen))
      expect(verdict, `${asker} at ${name}`).toBe(wanted(row, asker as Asker));
  });
});

function wanted(row: Row, asker: Asker): Verdict {
  return asker === 'nobody' ? 401 : (row[ASKERS.indexOf(asker)] ?? 404);
}
