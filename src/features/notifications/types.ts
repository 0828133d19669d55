import type { PersonId, SessionId } from '#shared/id.ts';

export const NOTIFICATION_KINDS = [
  'session_booked',
  'hold_expired',
  'request_submitted',
  'request_approved',
  'request_rejected',
  'request_expired',
  'booking_withdrawn',
  'payment_returned',
  'payment_refunded',
  'meeting_link_missing',
  'meeting_link_changed',
  'session_cancelled',
  'session_rescheduled',
  'time_proposed',
  'proposal_accepted',
  'proposal_declined',
  'tutor_asks',
  'session_message',
  'session_starting',
  'running_late',
  'session_completed',
  'session_no_show',
  'session_disputed',
  'session_decided',
] as const;

export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];

/** Why a payment is on its way back. */
export type ReturnReason = 'late' | 'duplicate' | 'excess' | 'amount' | 'currency' | 'metadata' | 'session_closed';

/** What the words need, as it was when the thing happened. Times are ISO UTC, money is minor units. */
export type NotificationData = {
  title: string;
  /** The reader's own side. */
  side: 'student' | 'tutor';
  otherName: string;
  startsAt: string;
  endsAt: string;
  timeZone: string;
  otherTimeZone: string;
  priceMinor: number;
  currency: string;
  /** The course that the session belongs to: what is similar to it. */
  courseId?: string;
  /** The tutor's share, for the tutor only. */
  shareMinor?: number;
  /** Money on its way back or returned. */
  refundMinor?: number;
  refundCurrency?: string;
  returnReason?: ReturnReason;
  /** Whether the session had been paid when it ended; left out where it cannot be otherwise. */
  paid?: boolean;
  /** What stays of the price after a refund, and, for the tutor only, their share of that. */
  keptMinor?: number;
  keptShareMinor?: number;
  /** Of a decision: what becomes of the tutor's share of what is kept. Left out of those told before this was written down. */
  shareIs?: 'released' | 'released_now' | 'released_at_end';
  /** Who did it; left out where it can only have been the other side. */
  by?: 'student' | 'tutor' | 'admin';
  /** What a person wrote: a reason, a note. */
  message?: string;
  deadline?: string;
  /** The ids of the answers that a request's mail offers; they are signed when it is sent. */
  answerLinks?: { approve: string; reject: string };
  /** Where a session stood before it moved, and where a tutor offers to move it. */
  movedFrom?: string;
  proposedAt?: string;
  absent?: 'student' | 'tutor';
  /** How late the other side will be, when they say so. */
  lateMinutes?: number;
  /** How long it was to the start when the reminder was made. */
  startsInMinutes?: number;
  /** How often the session's calendar entry had changed: its SEQUENCE. Left out where no calendar is told. */
  calendarSequence?: number;
};

export type Notice = {
  personId: PersonId;
  kind: NotificationKind;
  /** The same key never tells the same person twice. */
  onceKey: string;
  sessionId: SessionId;
  data: NotificationData;
};

export type Action = { label: string; path: string };
/** What one notification says, wherever it is read: a heading, plain paragraphs, and where it leads. */
export type Words = { heading: string; paragraphs: string[]; action: Action };
/** How a kind is worded; without an action it leads to the session. */
export type Wording = (
  data: NotificationData,
  sessionId: string,
) => Pick<Words, 'heading' | 'paragraphs'> & Partial<Words>;
/** One notification as it is read: in the bell, in a toast, in the history. Times are ISO UTC. */
export type NotificationView = {
  id: string;
  /** Counts up by one a person. */
  seq: number;
  kind: NotificationKind;
  heading: string;
  text: string;
  action: { label: string; path: string };
  createdAt: string;
  readAt: string | null;
  /** False where its reader wants no toast of this kind. */
  showsToast: boolean;
  sessionId: SessionId | null;
  /** A request that still waits for this tutor's yes or no, as it stood when it was read. */
  answer?: { sessionId: SessionId; version: number };
};

/** How a person's list stands: the number of its newest, how many are unread, and the newest of those. */
export type BellState = { lastSeq: number; unread: number; unreadSeqs: number[] };
