/** A notification's mail is to be sent: `{ notificationId }`. */
export const MAIL_QUEUED = 'notifications.mail';
