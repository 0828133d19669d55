/** A tutor was suspended: the sessions ahead of them are to be cancelled. `{ tutorId }`. */
export const TUTOR_SUSPENDED = 'membership.suspended';
