/** How often one account, and one network address, may try what. The address has `ADDRESS_FACTOR` times as many tries. */
export type RequestLimit = { readonly name: string; readonly points: number; readonly windowSeconds: number };

const MINUTE = 60;

export const LIMITS = {
  /** By e-mail address. */
  signIn: { name: 'sign-in', points: 10, windowSeconds: 15 * MINUTE },
  /** By e-mail address: nobody opens one account many times, and asking who has one must be slow. */
  signUp: { name: 'sign-up', points: 5, windowSeconds: 60 * MINUTE },
  /** By e-mail address: each is a mail to somebody who may not have asked for it. */
  forgotPassword: { name: 'forgot-password', points: 3, windowSeconds: 60 * MINUTE },
  /** By link of a mail: opening what it is about is free, using it is counted. */
  mailedLink: { name: 'mailed-link', points: 20, windowSeconds: 60 * MINUTE },
  /** By person: whatever asks for the password again, so that a borrowed phone cannot guess it. */
  ownPassword: { name: 'own-password', points: 10, windowSeconds: 15 * MINUTE },
  /** By person: codes of an authenticator app have six digits only. */
  secondStep: { name: 'second-step', points: 5, windowSeconds: 15 * MINUTE },
  /** By person: each change of address is two mails. */
  changeEmail: { name: 'change-email', points: 3, windowSeconds: 60 * MINUTE },
  /** By person: an export reads everything that we hold about them. */
  exportData: { name: 'export-data', points: 10, windowSeconds: 60 * MINUTE },
  /** By person: beginning a checkout and asking for a payment page. */
  booking: { name: 'booking', points: 60, windowSeconds: 10 * MINUTE },
  /** By person: stopping mails by a link, which mail programs press for many people from one address. */
  unsubscribe: { name: 'unsubscribe', points: 30, windowSeconds: 10 * MINUTE },
  /** By address only, since searching needs no account. */
  search: { name: 'search', points: 60, windowSeconds: MINUTE },
  /** By address only, and only callbacks with a wrong signature count. */
  webhooks: { name: 'webhooks', points: 60, windowSeconds: MINUTE },
} as const satisfies Record<string, RequestLimit>;

/** Phone networks put thousands of people behind one address. */
export const ADDRESS_FACTOR = 20;
