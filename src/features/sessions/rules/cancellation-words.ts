import { formatMoney, minor } from '#shared/money.ts';
import type { SessionView, UserRole } from '../types.ts';
import { firstName } from './session-words.ts';

/** What a cancellation would give back, as the preview says it. */
type Preview = {
  refundMinor: number;
  percent: number;
  reason: 'not_paid' | 'free' | 'tutor_cancels' | 'platform_cancels' | 'policy' | 'too_late';
  arrives: string | null;
};

/** What cancelling now does with the money, for the one who is about to: a figure's heading and one or two sentences. */
export function cancellationWords(
  preview: Preview,
  session: SessionView,
  viewer: UserRole,
): { heading: string; text: string } {
  const money = (amountMinor: number) => formatMoney(minor(amountMinor), session.currency);
  const [student, tutor] = [firstName(session.student.name), firstName(session.tutor.name)];
  const back = money(preview.refundMinor);
  const arrives = preview.arrives === null ? '' : ` ${back} arrives ${preview.arrives}.`;
  switch (preview.reason) {
    case 'free':
      return { heading: 'Nothing to return', text: 'This session is free.' };
    case 'not_paid':
      return {
        heading: 'Nothing to return',
        text: `${viewer === 'student' ? 'You have' : `${student} has`} not paid, and will not be charged.`,
      };
    case 'tutor_cancels':
      return { heading: `${back} goes back to ${student}`, text: `All of it, and your share with it.${arrives}` };
    case 'platform_cancels':
      return { heading: `${back} goes back to ${student}`, text: `All of it; ${tutor} receives nothing.${arrives}` };
    case 'too_late':
      return {
        heading: 'Nothing comes back',
        text: `It starts too soon: ${tutor} keeps this time for you and is paid for it.`,
      };
    case 'policy':
      return {
        heading: `${back} comes back to ${viewer === 'student' ? 'you' : student}`,
        text:
          (preview.percent === 100
            ? 'All of it, to where it came from.'
            : `${preview.percent} % of ${money(session.priceMinor)}, by the policy that you booked under. The rest pays ${tutor} for the kept time.`) +
          arrives,
      };
  }
}
