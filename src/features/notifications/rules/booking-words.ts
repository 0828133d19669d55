import type { NotificationData, NotificationKind, Wording } from '../types.ts';
import { dayAndTime, money, otherClock, says, shortTime, untilDeadline, when } from './phrases.ts';

type Kind = Extract<
  NotificationKind,
  | 'session_booked'
  | 'hold_expired'
  | 'request_submitted'
  | 'request_approved'
  | 'request_rejected'
  | 'request_expired'
  | 'booking_withdrawn'
  | 'time_proposed'
  | 'proposal_accepted'
  | 'proposal_declined'
  | 'tutor_asks'
  | 'session_message'
>;

/** From the first wish to a sure session. */
export const BOOKING_WORDS: Record<Kind, Wording> = {
  session_booked: (data) => ({
    heading: `Booked: ${data.title} with ${data.otherName}`,
    paragraphs: [
      when(data),
      moneyOfBooking(data),
      'You meet on the session page: its door opens 10 minutes before the start.',
    ],
  }),
  hold_expired: (data) => (data.side === 'student' ? yourHoldLapsed(data) : theirTimeLapsed(data)),
  request_submitted: (data) => ({
    heading: `${data.otherName} asks for ${data.title}`,
    paragraphs: [
      when(data),
      `Please answer ${untilDeadline(data)}; after that the request lapses. ${moneyOfRequest(data)}`,
      ...says(data),
    ],
    action: { label: 'Answer the request', path: '/tutor/mentorship?tab=approvals' },
  }),
  request_approved: (data, sessionId) => ({
    heading: `${data.otherName} said yes to ${data.title}`,
    paragraphs: [
      when(data),
      `Please pay ${money(data.priceMinor, data.currency)} ${untilDeadline(data)}. The time is kept for you until then; nothing has been charged yet.`,
      ...says(data),
    ],
    action: { label: `Pay ${money(data.priceMinor, data.currency)}`, path: `/mentorship/session/${sessionId}` },
  }),
  request_rejected: (data) => ({
    heading: `${data.otherName} cannot take ${data.title}`,
    paragraphs: [
      `${dayAndTime(data)} will not take place. Nothing was charged.`,
      ...(data.message ? [`The reason: ${data.message}`] : []),
      'Others offer something similar, and you can ask for another time.',
    ],
    action: { label: 'See similar offerings', path: similarPath(data) },
  }),
  request_expired: (data) =>
    data.side === 'student'
      ? {
          heading: `${data.otherName} did not answer your request for ${data.title}`,
          paragraphs: [
            `${dayAndTime(data)} will not take place. Nothing was charged.`,
            'You can ask for another time, or find somebody who offers something similar.',
          ],
          action: { label: 'Find another time', path: similarPath(data) },
        }
      : {
          heading: `The request of ${data.otherName} for ${data.title} has lapsed`,
          paragraphs: [
            `${dayAndTime(data)} was not answered in time, so it will not take place. Nothing was charged, and there is nothing for you to do.`,
          ],
          action: { label: 'Open your dashboard', path: '/tutor/mentorship' },
        },
  booking_withdrawn: (data) => ({
    heading:
      data.side === 'student'
        ? `Your booking of ${data.title} has been withdrawn`
        : `${data.otherName} no longer asks for ${data.title}`,
    paragraphs: [
      data.side === 'student'
        ? `${dayAndTime(data)} with ${data.otherName} will not take place. Nothing was charged; should a payment still arrive, all of it goes back.`
        : `${dayAndTime(data)} is free again. No money was taken, and there is nothing for you to do.`,
    ],
  }),
  time_proposed: (data, sessionId) => ({
    heading: `${data.otherName} offers another time for ${data.title}`,
    paragraphs: [
      `Instead of ${shortTime(data.startsAt, data)}: ${shortTime(data.proposedAt, data)}.`,
      `Please answer ${untilDeadline(data)}. Nothing is charged by accepting, and without an answer it stays as it is.`,
      ...says(data),
    ],
    action: { label: 'Answer', path: `/mentorship/session/${sessionId}` },
  }),
  proposal_accepted: (data) => ({
    heading: `${data.otherName} accepts your time for ${data.title}`,
    paragraphs:
      data.movedFrom === undefined
        ? [when(data), moneyAfterAnswer(data)]
        : [`It was ${shortTime(data.movedFrom, data)}. It is now: ${when(data)}`, 'The payment moves along.'],
  }),
  proposal_declined: (data) => ({
    heading: `${data.otherName} does not take the other time for ${data.title}`,
    paragraphs: [`It stays as it was: ${dayAndTime(data)}.${otherClock(data)} Nothing changes about the money.`],
  }),
  tutor_asks: (data, sessionId) => ({
    heading: `${data.otherName} has a question about ${data.title}`,
    paragraphs: [...says(data), `It is about ${when(data)}`, 'You answer on the session page.'],
    action: { label: 'Answer', path: `/mentorship/session/${sessionId}#messages` },
  }),
  session_message: (data, sessionId) => ({
    heading: `${data.otherName} wrote about ${data.title}`,
    paragraphs: [...says(data), `It is about ${when(data)}`],
    action: { label: 'Read and answer', path: `/mentorship/session/${sessionId}#messages` },
  }),
};

function yourHoldLapsed(data: NotificationData): ReturnType<Wording> {
  return {
    heading: `Your held time for ${data.title} has lapsed`,
    paragraphs: [
      `${dayAndTime(data)} with ${data.otherName} was kept for you and was not paid in time, so it is free again.`,
      'Nothing was charged. If you did pay, your bank may still be working on it: we keep looking for 72 hours, and then either book the time or send all of the money back.',
    ],
    action: { label: 'Find another time', path: similarPath(data) },
  };
}

function theirTimeLapsed(data: NotificationData): ReturnType<Wording> {
  return {
    heading: `${data.otherName} did not pay for ${data.title} in time`,
    paragraphs: [
      `${dayAndTime(data)} is free again. No money came in, so there is no share, and there is nothing for you to do.`,
      'Should the payment still arrive while the time is free, the session is booked and we tell you.',
    ],
    action: { label: 'Open your dashboard', path: '/tutor/mentorship' },
  };
}

function moneyOfBooking(data: NotificationData): string {
  if (data.priceMinor === 0) return 'It is free: nothing to pay.';
  const price = money(data.priceMinor, data.currency);
  if (data.side === 'student') return `You paid ${price}.`;
  return `${data.otherName} paid ${price}; your share is ${money(data.shareMinor ?? 0, data.currency)}, yours 48 hours after the session.`;
}

function moneyOfRequest(data: NotificationData): string {
  if (data.priceMinor === 0) return 'It is free.';
  return `They pay ${money(data.priceMinor, data.currency)} once you approve; your share is ${money(data.shareMinor ?? 0, data.currency)}.`;
}

function moneyAfterAnswer(data: NotificationData): string {
  if (data.priceMinor === 0) return 'It is free, so it is booked.';
  return `The time is kept while they pay ${money(data.priceMinor, data.currency)}; we tell you when they have.`;
}

/** Offerings of the same course where there is one. */
function similarPath({ courseId }: NotificationData): string {
  return courseId === undefined ? '/mentorship' : `/mentorship?courseId=${encodeURIComponent(courseId)}`;
}
