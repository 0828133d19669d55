import { and, eq, gt, lt, lte, sql, type SQL } from 'drizzle-orm';
import { adminTask, session, timeProposal, type SessionStatus } from '#infra/db/tables/sessions.server.ts';
import { settings } from '#shared/settings.ts';
import type { Need } from '../rules/need-words.ts';

export type StudentTab = 'book' | 'awaiting' | 'approved' | 'pending' | 'history' | 'rejected';
export type TutorTab = 'approvals' | 'unpaid' | 'pending' | 'active' | 'completed';

export type Arm = SQL | undefined;
type Side = 'student' | 'tutor';

const status = session.status;

/** Whose list it is, and the moment at which it is read: values, or the places of a prepared statement. */
export type Reader = { me: SQL; now: SQL };

/** The column that the indexes begin with. */
function of(side: Side, { me }: Reader): SQL {
  return eq(side === 'student' ? session.studentId : session.tutorId, me);
}

// Written out, not as parameters: a plan made once for every value could not use the partial indexes.
const OVER_FOR_STUDENT = sql`${status} in ('COMPLETED', 'NO_SHOW', 'CANCELLED', 'EXPIRED')`;
const OVER_FOR_TUTOR = sql`${status} in ('COMPLETED', 'NO_SHOW', 'CANCELLED', 'EXPIRED', 'REJECTED')`;
const PAID = sql`${session.paymentStatus} in ('PAID', 'NOT_REQUIRED', 'PARTIALLY_REFUNDED')`;
const UNPAID = sql`${session.paymentStatus} in ('PENDING', 'FAILED')`;

/** The student's sessions under a tab, in parts that one index each serves. A passed deadline counts as passed, swept or not. */
export function studentArms(reader: Reader, tab: StudentTab, only?: SessionStatus): Arm[] {
  const { now } = reader;
  const mine = of('student', reader);
  switch (tab) {
    case 'book':
      return [and(mine, held(now))];
    case 'awaiting':
      return [and(mine, asked(now))];
    case 'approved':
      return [and(mine, unpaid(now))];
    case 'pending':
      return [and(mine, eq(status, 'IN_PROGRESS')), and(mine, eq(status, 'SCHEDULED'), PAID)];
    case 'history':
      return only === undefined ? [and(mine, OVER_FOR_STUDENT), ...lapsed(mine, now)] : overAs(mine, only, now);
    case 'rejected':
      return [and(mine, eq(status, 'REJECTED'))];
  }
}

/** The tutor's sessions under a tab, in parts that one index each serves. */
export function tutorArms(reader: Reader, tab: TutorTab, only?: SessionStatus): Arm[] {
  const { now } = reader;
  const mine = of('tutor', reader);
  switch (tab) {
    case 'approvals':
      return [and(mine, asked(now))];
    case 'unpaid':
      return [and(mine, unpaid(now))];
    case 'pending':
      return [and(mine, eq(status, 'SCHEDULED'), PAID)];
    case 'active':
      return [and(mine, eq(status, 'IN_PROGRESS'))];
    case 'completed':
      return only === undefined ? [and(mine, OVER_FOR_TUTOR), ...lapsed(mine, now)] : overAs(mine, only, now);
  }
}

/** Of what is over, one outcome; what lapsed and was not swept yet reads as expired. */
function overAs(mine: SQL, only: SessionStatus, now: SQL): Arm[] {
  return [and(mine, eq(status, only)), ...(only === 'EXPIRED' ? lapsed(mine, now) : [])];
}

function held(now: SQL): Arm {
  return and(eq(status, 'PENDING_PAYMENT'), gt(session.paymentDeadline, now));
}

function asked(now: SQL): Arm {
  return and(eq(status, 'PENDING_MENTOR_REVIEW'), gt(session.approvalDeadline, now));
}

function unpaid(now: SQL): Arm {
  return and(eq(status, 'SCHEDULED'), UNPAID, gt(session.paymentDeadline, now));
}

/** Written as the deadlines' own partial indexes are: what the sweep has not reached yet is always little. */
function lapsed(mine: SQL, now: SQL): Arm[] {
  return [
    and(mine, sql`${status} in ('PENDING_PAYMENT', 'SCHEDULED')`, UNPAID, lte(session.paymentDeadline, now)),
    and(mine, sql`${status} = 'PENDING_MENTOR_REVIEW'`, lte(session.approvalDeadline, now)),
  ];
}

/** The part of one's sessions that waits for one reason, and by when it should be seen to. */
export type NeedArm = { need: Need; arm: Arm; due: SQL };

/** What waits for a student: a door that is open, money, another time to answer. */
export function studentNeeds(reader: Reader): NeedArm[] {
  const { now } = reader;
  const mine = of('student', reader);
  return [
    ...doorsOpen(mine, now),
    { need: 'pay_hold', arm: and(mine, held(now)), due: sql`${session.paymentDeadline}` },
    { need: 'pay', arm: and(mine, unpaid(now)), due: sql`${session.paymentDeadline}` },
    ...(['PENDING_MENTOR_REVIEW', 'SCHEDULED'] as const).map((stands): NeedArm => ({
      need: 'proposal',
      arm: and(mine, eq(status, stands), sql`exists ${openProposal(now)}`),
      due: openProposal(now),
    })),
  ];
}

/** What waits for a tutor: a door, requests, sessions to close, links to give, disputes to know of. */
export function tutorNeeds(reader: Reader): NeedArm[] {
  const { now } = reader;
  const mine = of('tutor', reader);
  return [
    ...doorsOpen(mine, now),
    { need: 'request', arm: and(mine, asked(now)), due: sql`${session.approvalDeadline}` },
    ...RUNNING.map((stands): NeedArm => ({
      need: 'complete',
      arm: and(
        mine,
        eq(status, stands),
        PAID,
        lte(session.startsAt, now),
        lte(session.endsAt, now),
        sql`not exists ${openQuestion}`,
      ),
      due: sql`${session.endsAt} + make_interval(hours => ${sql.raw(String(settings.settleAfterHours))})`,
    })),
    {
      need: 'link',
      arm: and(
        mine,
        eq(status, 'SCHEDULED'),
        PAID,
        gt(session.startsAt, now),
        sql`${session.meetingUrl} is null`,
        // A place is made in the minute after the payment; only one that stays away is told.
        lt(session.updatedAt, inMinutes(now, -LINK_GRACE_MINUTES)),
      ),
      due: sql`${session.startsAt}`,
    },
    {
      need: 'disputed',
      arm: and(mine, sql`${session.disputedAt} is not null and ${session.resolvedAt} is null`),
      due: sql`'infinity'::timestamptz`,
    },
  ];
}

const LINK_GRACE_MINUTES = 5;
const LONGEST_MINUTES = Math.max(...settings.durationsMinutes);

/** One walk for each: of two statuses at once PostgreSQL would read the person's whole index. */
const RUNNING = ['SCHEDULED', 'IN_PROGRESS'] as const;

function doorsOpen(mine: SQL, now: SQL): NeedArm[] {
  const { doorOpensBeforeMinutes: before, doorClosesAfterMinutes: after } = settings;
  return RUNNING.map((stands) => {
    const arm = and(
      mine,
      eq(status, stands),
      PAID,
      lte(session.startsAt, inMinutes(now, before)),
      gt(session.startsAt, inMinutes(now, -(LONGEST_MINUTES + after))), // ends the walk along the index
      gt(session.endsAt, inMinutes(now, -after)),
    );
    return { need: 'door', arm, due: sql`'-infinity'::timestamptz` };
  });
}

function openProposal(now: SQL): SQL {
  const isOpen = and(eq(timeProposal.sessionId, session.id), gt(timeProposal.expiresAt, now));
  return sql`(select ${timeProposal.expiresAt} from ${timeProposal} where ${isOpen})`;
}

/** An admin has been asked: it is theirs to close. */
const openQuestion = sql`(select 1 from ${adminTask} where ${adminTask.subjectId} = ${session.id}::text
  and ${adminTask.status} = 'OPEN' and ${adminTask.kind} in ('dispute', 'no_show_claim', 'nobody_came'))`;

function inMinutes(now: SQL, minutes: number): SQL {
  return sql`${now} + make_interval(mins => ${sql.raw(String(minutes))})`;
}
