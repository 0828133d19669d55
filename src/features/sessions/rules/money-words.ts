import { formatTime } from '#shared/format-time.ts';
import { formatMoney, minor } from '#shared/money.ts';
import type { RefundProgress, SessionPageView, SessionView, UserRole } from '../types.ts';
import { firstName } from './session-words.ts';

/** Where one refund is, in a sentence. */
export function refundProgressWords(
  refund: RefundProgress,
  session: SessionView,
  viewer: UserRole,
  timeZone: string,
): string {
  const amount = formatMoney(minor(refund.amountMinor), refund.currency);
  const to = viewer === 'student' ? 'you' : firstName(session.student.name);
  const whose = viewer === 'student' ? 'your' : 'their';
  switch (refund.step) {
    case 'asked':
    case 'under_way':
      return `${amount} is on its way back to ${to}. It arrives in 3 to 10 working days.`;
    case 'returned': {
      const day = refund.processedAt === null ? '' : ` on ${formatTime(refund.processedAt, timeZone, 'day')}`;
      return `${amount} was sent back${day}. It may take ${whose} bank some days to show it.`;
    }
    case 'looked_at':
      return viewer === 'student'
        ? `${amount} is yours to get back. Paystack could not send it by itself, so a person here is looking after it; you need do nothing.`
        : `${amount} is to go back to ${to}. Paystack could not send it by itself, so an admin is looking after it.`;
  }
}

/** What the tutor has of it, and when; null for the student, whom it does not concern. */
export function shareWords(page: SessionPageView, timeZone: string): string | null {
  const { session, money, userRole } = page;
  if (money === null || userRole === 'student') return null;
  const share = formatMoney(minor(money.shareMinor), session.currency);
  const name = firstName(session.tutor.name);
  const whose = userRole === 'tutor' ? 'Your' : `${name}’s`;
  if (money.keptMinor === 0) return `${whose} share went back with the rest.`;
  if (money.state === 'FROZEN') return `${whose} share of ${share} is held until an admin has decided.`;
  if (money.state === 'RELEASED') {
    return `${whose} share of ${share} is in ${userRole === 'tutor' ? 'your' : 'the'} wallet.`;
  }
  if (money.releaseAt === null) return `${whose} share is ${share}. It is released 48 hours after the session.`;
  const when = formatTime(money.releaseAt, timeZone, 'dayTime');
  const unless = session.status === 'CANCELLED' || page.decision !== null ? '' : ', unless somebody disputes it before';
  return `${whose} share of ${share} is released on ${when}${unless}.`;
}
