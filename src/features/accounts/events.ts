/** A mail about an account is to be written and sent: `{ mailId }`. */
export const ACCOUNT_MAIL = 'accounts.mail';
