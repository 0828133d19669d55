import type { AccountMailData, AccountMailKind } from '#features/accounts/types.ts';
import type { Foot, Words } from '#features/notifications/rules.ts';
import { REFUND_ARRIVES } from '#features/sessions/rules/refund-progress.ts';
import { howToReachUs } from '#shared/contact-words.ts';
import { formatMoney, minor } from '#shared/money.ts';
import { settings } from '#shared/settings.ts';
import { SUSPENDED_TITLE, suspensionParagraphs } from './suspension-words.ts';

const SECURITY = { label: 'Look at your account', path: '/settings/security' };
const NOT_YOU = 'If this was not you, set a new password at once: choose “Forgot your password?” on the sign-in page.';

type Wording = (data: AccountMailData, token: string, supportEmail: string | null) => Words;

const WORDS: Record<AccountMailKind, Wording> = {
  password_reset: (_data, token) => ({
    heading: 'Set a new password',
    paragraphs: [
      'Somebody, we hope you, asked for a new password for this account.',
      `The link works once, for ${settings.resetLinkMinutes} minutes. When the new password is set, every device is signed out.`,
      'If this was not you, there is nothing to do: your password stays as it is.',
    ],
    action: { label: 'Set a new password', path: `/reset-password?token=${token}` },
  }),
  password_changed: () => ({
    heading: 'Your password has been changed',
    paragraphs: ['From now on the new password signs you in, and other devices are signed out.', NOT_YOU],
    action: SECURITY,
  }),
  email_confirm: ({ newEmail }, token) => ({
    heading: 'Confirm your new e-mail address',
    paragraphs: [
      `Your account is to be reached at ${newEmail} from now on. Please confirm that this mailbox is yours.`,
      `The link works once, for ${settings.confirmEmailHours} hours. If you did not ask for this, leave it: nothing changes.`,
    ],
    action: { label: 'Confirm the address', path: `/confirm-email?token=${token}` },
  }),
  email_changing: ({ newEmail }, token) => ({
    heading: 'Your e-mail address is about to change',
    paragraphs: [
      `Somebody who knows your password asked that your account be reached at ${newEmail}.`,
      `If that was you, there is nothing to do. If it was not, stop it here within ${settings.stopEmailDays} days: your address stays this one and every device is signed out. Then set a new password.`,
    ],
    action: { label: 'Stop this change', path: `/stop-email-change?token=${token}` },
  }),
  second_factor_on: () => ({
    heading: 'Your account now asks for a code',
    paragraphs: [
      'Signing in asks for a code of your authenticator app from now on.',
      'Keep your recovery codes where you find them without your phone.',
      NOT_YOU,
    ],
    action: SECURITY,
  }),
  second_factor_off: () => ({
    heading: 'Your account no longer asks for a code',
    paragraphs: ['Your authenticator app was removed: the password alone signs you in.', NOT_YOU],
    action: SECURITY,
  }),
  recovery_code_used: () => ({
    heading: 'A recovery code has been used',
    paragraphs: ['Somebody signed in with one of your recovery codes. It works no second time.', NOT_YOU],
    action: SECURITY,
  }),
  application_accepted: ({ role, reason }) => ({
    heading: role === 'MENTOR' ? 'You are a mentor now' : 'You are a tutor now',
    paragraphs: [
      'We have read your application and are glad to have you. Your account is verified: what you offer is listed at once.',
      ...(reason ? [`We write: ${reason}`] : []),
      'Set your weekly hours first, then create your first offering.',
    ],
    action: { label: 'Set your hours', path: '/tutor/mentorship/schedule' },
  }),
  application_declined: ({ reason }) => ({
    heading: 'Your application to teach',
    paragraphs: [
      'Thank you for applying. We cannot take it on as it is.',
      ...(reason ? [`The reason: ${reason}`] : []),
      'You may apply again at any time. Nothing else about your account changes.',
    ],
    action: { label: 'Apply again', path: '/become-a-tutor' },
  }),
  tutor_verified: ({ reason }) => ({
    heading: 'Your account is verified',
    paragraphs: [
      'What you offer is listed from now on, and students can book you.',
      ...(reason ? [`We write: ${reason}`] : []),
    ],
    action: { label: 'Look at your offerings', path: '/tutor/mentorship/schedule' },
  }),
  tutor_unverified: ({ reason }, _token, supportEmail) => ({
    heading: 'Your account is not verified any more',
    paragraphs: [
      ...(reason ? [`The reason: ${reason}`] : []),
      'Your offerings are not listed until we verify you again. Sessions that are booked take place as planned, and your share of them is yours as before.',
      `If you think that this is a mistake, ${howToReachUs(supportEmail)}.`,
    ],
    action: { label: 'Open your dashboard', path: '/tutor/mentorship' },
  }),
  tutor_suspended: ({ reason }, _token, supportEmail) => ({
    heading: SUSPENDED_TITLE,
    paragraphs: suspensionParagraphs(reason, supportEmail),
    action: { label: 'Open your dashboard', path: '/tutor/mentorship' },
  }),
  tutor_restored: ({ reason, verified = true }) => ({
    heading: verified ? 'You may teach again' : 'Your suspension is lifted',
    paragraphs: [
      verified
        ? 'The suspension of your account is lifted, and your offerings are listed again.'
        : 'The suspension of your account is lifted. As before it, your account is not verified yet, so your offerings are not listed. Once we have verified it, they are.',
      ...(reason ? [`We write: ${reason}`] : []),
      verified
        ? 'Cancelled sessions stay cancelled; students may book you anew.'
        : 'Cancelled sessions stay cancelled.',
    ],
    action: { label: 'Open your dashboard', path: '/tutor/mentorship' },
  }),
  account_erased: ({ returns = [] }) => ({
    heading: 'Your account is deleted',
    paragraphs: [
      'Your name, address and everything that you wrote are gone from our records. This is our last mail to you.',
      ...(returns.length > 0 ? [whatGoesBack(returns)] : []),
      'The books keep what was paid, when, and for how much, without your name: the law asks us to.',
    ],
    action: { label: 'Open the site', path: '/mentorship' },
  }),
};

/** Nobody can be told any more once the money arrives, so it is told beforehand. */
function whatGoesBack(returns: NonNullable<AccountMailData['returns']>): string {
  const sums = returns.map(({ amountMinor, currency }) => formatMoney(minor(amountMinor), currency));
  const last = sums.at(-1) ?? '';
  const all = sums.length > 1 ? `${sums.slice(0, -1).join(', ')} and ${last}` : last;
  return `${all} ${sums.length > 1 ? 'go' : 'goes'} back to where you paid from. Banks show it ${REFUND_ARRIVES}; there is nothing for you to do.`;
}

/** The last line of a mail about an account; undefined for the usual one, that its reader has an account here. */
export function accountMailFoot(kind: AccountMailKind): Foot | undefined {
  return kind === 'account_erased'
    ? { why: 'You get this mail because you had an account here.', links: [] }
    : undefined;
}

type About = {
  /** What its link carries; empty when it has none. */
  token: string;
  /** Where people reach us; null when we have no address for that. */
  supportEmail: string | null;
};

/** The words of a mail about an account. */
export function accountMailWords(kind: AccountMailKind, data: AccountMailData, { token, supportEmail }: About): Words {
  return WORDS[kind](data, token, supportEmail);
}

/** For an address that belongs to somebody here already: told to that mailbox only. */
export function addressInUseWords(): Words {
  return {
    heading: 'You already have an account here',
    paragraphs: [
      'Somebody asked to use this address for another account. That cannot be, since it is yours, so nothing was changed.',
      'If it was you, sign in with this address instead.',
    ],
    action: { label: 'Sign in', path: '/sign-in' },
  };
}
