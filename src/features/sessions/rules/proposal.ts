import { settings } from '#shared/settings.ts';
import { earliest, isBefore, plusMinutes, type Instant } from '#shared/time.ts';

/** A proposed start leaves the student time to answer: four hours. */
export function mayPropose(start: Instant, now: Instant): boolean {
  return !isBefore(start, plusMinutes(now, settings.requestNoticeMinutes));
}

/** A proposal ends with the session's present deadline, or after 24 hours for a move; always two hours before its start. */
export function proposalEnds(start: Instant, presentDeadline: Instant | null, now: Instant): Instant {
  const end = presentDeadline ?? plusMinutes(now, settings.proposalHours * 60);
  return earliest(end, plusMinutes(start, -settings.approvalBeforeStartMinutes));
}

/** A student may move a paid session until 24 hours before it, twice at most. */
export function mayReschedule(
  session: { startsAt: Instant; studentMoves: number },
  now: Instant,
): 'yes' | 'too_late' | 'too_often' {
  if (session.studentMoves >= settings.maxStudentMoves) return 'too_often';
  return isBefore(session.startsAt, plusMinutes(now, settings.rescheduleHours * 60)) ? 'too_late' : 'yes';
}
