/** What sessions announce, by job: who listens is not their business. Each carries `{ sessionId }`. */

/** A session is sure to take place (paid, or free and booked): it needs a meeting. */
export const SESSION_CONFIRMED = 'session.confirmed';

/** A session that was sure to take place has another time, or is cancelled: its meeting follows. */
export const SESSION_REPLANNED = 'session.replanned';

/** A hold's or an approved request's time to pay may be over. */
export const SESSION_DEADLINE = 'session.deadline';
