/** What is told to a person about their account, beside what they are told about sessions. */
export type AccountMailKind =
  | 'password_reset'
  | 'password_changed'
  | 'email_confirm'
  | 'email_changing'
  | 'second_factor_on'
  | 'second_factor_off'
  | 'recovery_code_used'
  | 'application_accepted'
  | 'application_declined'
  | 'tutor_verified'
  | 'tutor_unverified'
  | 'tutor_suspended'
  | 'tutor_restored'
  | 'account_erased';

/** What its words need. Ids of links are signed when the mail is written, so that no row holds what opens them. */
export type AccountMailData = {
  name?: string;
  linkId?: string;
  newEmail?: string;
  reason?: string;
  role?: 'TUTOR' | 'MENTOR';
  /** Of a tutor whose suspension is lifted: whether somebody vouches for them, as before it. */
  verified?: boolean;
  /** Of an account that is deleted: what is on its way back to its owner, a sum for each currency. */
  returns?: { amountMinor: number; currency: string }[];
};
