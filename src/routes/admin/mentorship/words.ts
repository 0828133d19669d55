import type { TimelineEvent } from '#features/sessions/queries/admin-case.server.ts';

type TaskWords = {
  /** What is asked. */ title: string;
  /** How it is answered. */ answer: string;
};

/** What an open question asks of an admin, and where its answer is given. */
export function taskWords(kind: string): TaskWords {
  return (
    TASKS[kind] ?? { title: kind.replaceAll('_', ' '), answer: 'Look at the session and at Paystack’s dashboard.' }
  );
}

const DECIDE = 'Read what happened, then decide what it was and how much goes back.';

const TASKS: Readonly<Record<string, TaskWords>> = {
  dispute: { title: 'A session is disputed', answer: `${DECIDE} Its money is held until then.` },
  no_show_claim: { title: 'One side says that the other did not come', answer: DECIDE },
  nobody_came: { title: 'Nobody is known to have come', answer: DECIDE },
  refund_failed: {
    title: 'A refund failed',
    answer: 'See in Paystack’s dashboard why, then ask again. The money stands where it stood before.',
  },
  refund_refused: {
    title: 'Paystack refuses a refund',
    answer: 'Look at the refund in Paystack’s dashboard. It is tried again by itself, under the same number.',
  },
  refund_needs_attention: {
    title: 'A refund needs the student’s bank details',
    answer: 'Enter them in Paystack’s dashboard. The refund then goes on by itself.',
  },
  charge_mismatch: {
    title: 'A payment does not belong here',
    answer: 'Find its reference in Paystack’s dashboard. Nothing was booked and nothing is returned by itself.',
  },
  charge_reversed: {
    title: 'A payment was reversed at Paystack',
    answer: 'Find its reference in Paystack’s dashboard and see why.',
  },
};

const EVENTS: Readonly<Record<string, string>> = {
  hold: 'held the time to pay for it',
  request: 'asked for the session',
  bookFree: 'booked the free session',
  approve: 'said yes',
  approveFree: 'said yes to the free session',
  reject: 'declined',
  expire: 'let it lapse: its deadline passed',
  timeTaken: 'closed it: the time went to another session',
  ownTimeTaken: 'closed it: the student booked another session then',
  withdraw: 'withdrew it',
  pay: 'confirmed the payment',
  payFails: 'reported a failed payment',
  payLate: 'confirmed a late payment, and the time was still free',
  start: 'started the session',
  complete: 'said that it took place',
  noShow: 'said that the other side did not come',
  settleByClock: 'closed it: both had arrived',
  settleNoShowByClock: 'closed it: only one side had arrived',
  dispute: 'disputed it',
  resolveCompleted: 'decided that it took place',
  resolveNoShow: 'decided that it did not take place',
  cancel: 'cancelled it',
  reschedule: 'moved it to another time',
  propose: 'offered another time',
  declineProposal: 'declined the other time',
  meetingLink: 'changed where it meets',
};

const CLOCKS = { clock: 'The clock', paystack: 'Paystack' } as const;

/** `Ada Obi (student) held the time to pay for it`. */
export function eventWords({ event, actor, personName }: TimelineEvent): { who: string; what: string } {
  const who =
    actor === 'clock' || actor === 'paystack'
      ? CLOCKS[actor]
      : personName === null
        ? `The ${actor}`
        : `${personName} (${actor})`;
  return { who, what: EVENTS[event] ?? event };
}

const ATTEMPTS: Readonly<Record<string, string>> = {
  CREATED: 'Not opened at Paystack yet',
  OPEN: 'Open at Paystack',
  SUCCEEDED: 'Succeeded',
  FAILED: 'Failed',
  ABANDONED: 'Given up',
};

export function attemptWords(status: string): string {
  return ATTEMPTS[status] ?? status;
}

const TRANSFERS: Readonly<Record<string, string>> = {
  charge_received: 'Money arrived at Paystack',
  processing_fee: 'Paystack kept its fee',
  charge_applied: 'The payment was split into shares',
  share_frozen: 'A dispute holds the shares',
  share_unfrozen: 'The dispute is decided: the shares are free again',
  share_released: 'The shares were released',
  refund_requested: 'A refund was asked for',
  refund_processed: 'Paystack has given it back',
  refund_failed: 'The refund failed: the money stands where it stood',
};

export function transferWords(kind: string): string {
  return TRANSFERS[kind] ?? kind.replaceAll('_', ' ');
}

type AccountWords = { name: string; means: string };

const ACCOUNTS: Readonly<Record<string, AccountWords>> = {
  paystack_clearing: { name: 'Held at Paystack', means: 'What Paystack holds for us, its fees taken off.' },
  bank: { name: 'Bank', means: 'What Paystack has paid out to the platform’s bank account.' },
  processing_fees: { name: 'Payment fees', means: 'What Paystack kept of payments: the platform’s cost.' },
  transfer_fees: { name: 'Payout fees', means: 'What payouts have cost.' },
  tutor_receivable: { name: 'Owed by tutors', means: 'Returned to students after it had been released.' },
  unapplied_receipts: { name: 'Not yet matched', means: 'Money that has settled no session, or goes back.' },
  tutor_pending: { name: 'Tutors, on the way', means: 'Their shares of sessions not over or not yet released.' },
  tutor_available: { name: 'Tutors, available', means: 'Their released shares.' },
  platform_pending: { name: 'Platform, on the way', means: 'Our shares of sessions not yet released.' },
  platform_revenue: { name: 'Platform, earned', means: 'Our released shares.' },
  refunds_in_flight: { name: 'Refunds on their way', means: 'Asked of Paystack, not yet processed.' },
  payouts_in_flight: { name: 'Payouts on their way', means: 'Sent to tutors, not yet confirmed.' },
  disputed: { name: 'Held by disputes', means: 'Both shares of disputed sessions.' },
};

export function accountWords(kind: string): AccountWords {
  return ACCOUNTS[kind] ?? { name: kind.replaceAll('_', ' '), means: '' };
}
