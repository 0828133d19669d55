import type { PersonId } from '#shared/id.ts';
import { add, minor, subtract, type Minor } from '#shared/money.ts';
import { credit, debit, house, tutorAccount, type Posting, type Transfer } from '../rules.ts';

/** The two parts of what is kept of a session's price. */
export type Shares = { tutor: Minor; platform: Minor };

/** Where a session's shares are: with the tutor to come, held by a dispute, or released. */
export type SharesAt = 'PENDING' | 'FROZEN' | 'RELEASED';

type SessionMoney = {
  sessionId: string;
  tutorId: PersonId;
  shares: Shares;
  currency: string;
  /** Tells this move from others of the same session. */ occasion: string;
};

/** The session is over and nobody disputes it: the shares are the tutor's and the platform's. */
export function sharesReleased(money: SessionMoney): Transfer {
  return sessionTransfer(money, 'share_released', [
    debit(tutorAccount('tutor_pending', money.tutorId), money.shares.tutor),
    debit(house('platform_pending'), money.shares.platform),
    credit(tutorAccount('tutor_available', money.tutorId), money.shares.tutor),
    credit(house('platform_revenue'), money.shares.platform),
  ]);
}

/** One side disputes the session: the shares wait for an admin. */
export function sharesFrozen(money: SessionMoney): Transfer {
  return sessionTransfer(money, 'share_frozen', [
    debit(tutorAccount('tutor_pending', money.tutorId), money.shares.tutor),
    debit(house('platform_pending'), money.shares.platform),
    credit(house('disputed'), add(money.shares.tutor, money.shares.platform)),
  ]);
}

/** The dispute is decided: what is kept is pending again. */
export function sharesUnfrozen(money: SessionMoney): Transfer {
  return sessionTransfer(money, 'share_unfrozen', [
    debit(house('disputed'), add(money.shares.tutor, money.shares.platform)),
    credit(tutorAccount('tutor_pending', money.tutorId), money.shares.tutor),
    credit(house('platform_pending'), money.shares.platform),
  ]);
}

function sessionTransfer(money: SessionMoney, kind: string, postings: Posting[]): Transfer {
  const { sessionId, currency, occasion } = money;
  return { key: `session:${sessionId}:${kind}:${occasion}`, kind, currency, refs: { sessionId }, postings };
}

export type SessionRefund = {
  refundId: string;
  chargeId: string;
  sessionId: string;
  tutorId: PersonId;
  /** What each side gives back. */
  gives: Shares;
  from: SharesAt;
  /** What the tutor has available: the rest of a released share becomes a claim on them. */
  availableMinor: Minor;
  currency: string;
};

/** Part or all of a session's price is on its way back to the student. */
export function sessionRefundRequested(refund: SessionRefund): Transfer {
  const total = add(refund.gives.tutor, refund.gives.platform);
  return {
    key: `refund:${refund.refundId}:requested`,
    kind: 'refund_requested',
    currency: refund.currency,
    refs: { refundId: refund.refundId, chargeId: refund.chargeId, sessionId: refund.sessionId },
    postings: [...givenFrom(refund), credit(house('refunds_in_flight'), total)],
  };
}

/** The same claim on a tutor again: first what they have available now, and only the rest is owed. */
export function claimedAgain(postings: readonly Posting[], tutorId: PersonId, availableMinor: Minor): Posting[] {
  const isTutors = ({ account }: Posting) => account.kind === 'tutor_available' || account.kind === 'tutor_receivable';
  const claimMinor = add(...postings.filter(isTutors).map(({ amountMinor }) => amountMinor));
  const fromAvailable = minor(Math.min(availableMinor, claimMinor));
  return [
    ...postings.filter((posting) => !isTutors(posting)),
    debit(tutorAccount('tutor_available', tutorId), fromAvailable),
    debit(tutorAccount('tutor_receivable', tutorId), subtract(claimMinor, fromAvailable)),
  ];
}

function givenFrom({ from, gives, tutorId, availableMinor }: SessionRefund): Posting[] {
  switch (from) {
    case 'PENDING':
      return [
        debit(tutorAccount('tutor_pending', tutorId), gives.tutor),
        debit(house('platform_pending'), gives.platform),
      ];
    case 'FROZEN':
      return [debit(house('disputed'), add(gives.tutor, gives.platform))];
    case 'RELEASED': {
      const fromAvailable = minor(Math.min(availableMinor, gives.tutor));
      return [
        debit(tutorAccount('tutor_available', tutorId), fromAvailable),
        debit(tutorAccount('tutor_receivable', tutorId), subtract(gives.tutor, fromAvailable)),
        debit(house('platform_revenue'), gives.platform),
      ];
    }
  }
}
