import type { session } from '#infra/db/tables/sessions.server.ts';
import { toMajor } from '#shared/money.ts';
import { isBefore, toIso, type Instant } from '#shared/time.ts';
import { hasLapsed } from './rules.ts';
import { stageOf } from './state.ts';
import type { Participant, SessionStatus, SessionView, UserRole } from './types.ts';

export type FullRow = {
  session: typeof session.$inferSelect;
  student: Participant;
  tutor: Participant;
  course: { id: string; title: string; slug: string } | null;
};

/** A session as its people see it at `now`. The meeting's URL only while it is paid and still to come, and never to admins. */
export function toView({ session: row, student, tutor, course }: FullRow, viewer: UserRole, now: Instant): SessionView {
  return {
    id: row.id,
    isOffering: false,
    offeringId: row.offeringId,
    title: row.title,
    description: row.description,
    duration: row.durationMinutes,
    price: toMajor(row.priceMinor),
    priceMinor: row.priceMinor,
    currency: row.currency,
    status: statusAt(row, now),
    paymentStatus: row.paymentStatus,
    bookingMode: row.bookingMode,
    scheduledAt: toIso(row.startsAt),
    endsAt: toIso(row.endsAt),
    startedAt: isoOrNull(row.startedAt),
    endedAt: isoOrNull(row.endedAt),
    approvalDeadline: isoOrNull(row.approvalDeadline),
    paymentDeadline: isoOrNull(row.paymentDeadline),
    approvalNotes: row.approvalNotes,
    rejectedAt: isoOrNull(row.rejectedAt),
    noShow: row.noShow,
    meetingUrl: mayMeet(row, viewer) ? row.meetingUrl : null,
    meetingProvider: mayMeet(row, viewer) ? row.meetingProvider : null,
    course,
    student: person(student),
    tutor: person(tutor),
    refundPolicy: row.refundPolicy,
    version: row.version,
  };
}

/** A passed deadline is shown as passed, even if no worker has run yet. */
export function statusAt(row: FullRow['session'], now: Instant): SessionStatus {
  if (hasLapsed(row, now)) return 'EXPIRED';
  const unanswered =
    row.status === 'PENDING_MENTOR_REVIEW' && row.approvalDeadline !== null && !isBefore(now, row.approvalDeadline);
  return unanswered ? 'EXPIRED' : row.status;
}

function mayMeet(row: FullRow['session'], viewer: UserRole): boolean {
  const stage = stageOf(row);
  return viewer !== 'admin' && (stage === 'SCHEDULED_PAID' || stage === 'IN_PROGRESS');
}

function person({ id, name, avatar, timeZone }: Participant): Participant {
  return { id, name, avatar, timeZone };
}

function isoOrNull(when: Instant | null): string | null {
  return when === null ? null : toIso(when);
}
