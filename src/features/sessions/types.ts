/** What the sessions API and pages show. ISO times are UTC; `price` is naira, `priceMinor` kobo. */

export type SessionStatus =
  | 'PENDING_PAYMENT'
  | 'PENDING_MENTOR_REVIEW'
  | 'SCHEDULED'
  | 'IN_PROGRESS'
  | 'COMPLETED'
  | 'NO_SHOW'
  | 'CANCELLED'
  | 'REJECTED'
  | 'EXPIRED';

export type PaymentStatus = 'NOT_REQUIRED' | 'PENDING' | 'FAILED' | 'PAID' | 'PARTIALLY_REFUNDED' | 'REFUNDED';

export type UserRole = 'student' | 'tutor' | 'admin';

export type Participant = { id: string; name: string; avatar: string | null; timeZone: string };

export type SessionView = {
  id: string;
  isOffering: false;
  offeringId: string;
  title: string;
  description: string;
  duration: number;
  price: number;
  priceMinor: number;
  currency: string;
  status: SessionStatus;
  paymentStatus: PaymentStatus;
  bookingMode: 'INSTANT' | 'REQUEST';
  scheduledAt: string;
  endsAt: string;
  startedAt: string | null;
  endedAt: string | null;
  approvalDeadline: string | null;
  paymentDeadline: string | null;
  approvalNotes: string | null;
  rejectedAt: string | null;
  noShow: 'student' | 'tutor' | null;
  /** Null until the session is paid, and for anyone but its people. */
  meetingUrl: string | null;
  meetingProvider: string | null;
  course: { id: string; title: string; slug: string } | null;
  student: Participant;
  tutor: Participant;
  refundPolicy: 'flexible' | 'standard' | 'strict';
  version: number;
};

/** Another time that the tutor offers; the student may answer until `expiresAt`. */
export type ProposedTime = { startsAt: string; endsAt: string; message: string | null; expiresAt: string };

/** Another session or request of the tutor's at the same time. A request may be approved beside another; not beside a session. */
export type Conflict = {
  id: string;
  title: string;
  with: string;
  startsAt: string;
  endsAt: string;
  isRequest: boolean;
};

/** What somebody wrote to the other side around a session. With `lateMinutes` it says that they are running late. */
export type SessionMessage = {
  id: string;
  from: 'student' | 'tutor';
  body: string;
  sentAt: string;
  lateMinutes: number | null;
};

/** The newest word of one side that they are running late for this start. */
export type Late = { minutes: number; saidAt: string };

/** Money on its way back: asked of Paystack, under way, there, or stuck and with a person. */
export type RefundProgress = {
  id: string;
  amountMinor: number;
  currency: string;
  step: 'asked' | 'under_way' | 'returned' | 'looked_at';
  requestedAt: string;
  processedAt: string | null;
};

/** What one viewer may do with a session now. */
export type Moves = {
  pay: boolean;
  withdraw: boolean;
  /** Approve or decline. */
  answer: boolean;
  /** Offer another time, or ask something. */
  propose: boolean;
  cancel: boolean;
  /** Null where moving is no question at all. */
  reschedule: 'yes' | 'too_late' | 'too_often' | null;
  /** The meeting's door: opens 10 minutes before the start, closes 15 minutes after the end. */
  door: 'before' | 'open' | 'after' | null;
  start: boolean;
  complete: boolean;
  claimNoShow: boolean;
  dispute: boolean;
  /** Write to the other side. */
  write: boolean;
  /** Say that one is running late. */
  sayLate: boolean;
  /** Paste a link to meet at, or take it back. */
  setMeeting: boolean;
};

/** Everything that the session's own page shows around it. */
export type SessionPageView = {
  session: SessionView;
  userRole: UserRole;
  moves: Moves;
  doorOpensAt: string;
  doorClosesAt: string;
  studentArrivedAt: string | null;
  tutorArrivedAt: string | null;
  studentLate: Late | null;
  tutorLate: Late | null;
  /** For the tutor: true when it meets at a link that was pasted for it alone. */
  hasPastedLink: boolean;
  /** When what the viewer sees or may do changes next by the clock alone; null when it never does. */
  changesAt: string | null;
  /** How often the student has moved it, and where it stood before. */
  studentMoves: number;
  movedFrom: string | null;
  proposal: ProposedTime | null;
  messages: SessionMessage[];
  refunds: RefundProgress[];
  /** What is kept of the price, the tutor's part of it, and when that is theirs; null while nothing is paid. */
  money: {
    keptMinor: number;
    shareMinor: number;
    state: 'PENDING' | 'FROZEN' | 'RELEASED';
    releaseAt: string | null;
  } | null;
  /** Who ended it and why; null while it goes on. */
  ended: { event: string; by: 'student' | 'tutor' | 'admin' | 'clock' | 'paystack'; why: string | null } | null;
  dispute: { by: 'student' | 'tutor'; reason: string | null; at: string } | null;
  /** Until when it can be disputed; null when it cannot be any more. */
  disputeUntil: string | null;
  /** An admin has been asked and has not decided yet. */
  isWithAdmin: boolean;
  /** What an admin decided. */
  decision: { why: string | null; at: string } | null;
};

export type CheckoutAnswer = {
  mode: 'INSTANT' | 'REQUEST';
  mentorshipSessionId: string;
  /** Where to pay; absent when nothing is to be paid now. */
  authorizationUrl?: string;
  /** When the hold or the request lapses; null when free. */
  expiresAt: string | null;
};

/** What the payment page may say. Signed out it shows the state only. */
export type PaymentState =
  | 'processing'
  | 'waiting_for_bank'
  | 'paid'
  | 'failed'
  | 'abandoned'
  | 'expired'
  /** Given up, withdrawn or cancelled before any money came. */
  | 'given_up'
  | 'paid_late_refunding'
  | 'refunding'
  | 'refunded'
  | 'unknown';

export type PaymentView = {
  state: PaymentState;
  /** Present for the payer only. */
  detail: {
    session: SessionView;
    amountMinor: number;
    currency: string;
    refundMinor: number | null;
    /** The hold or payment deadline while it can still be paid. */
    payUntil: string | null;
    canPayAgain: boolean;
  } | null;
};
