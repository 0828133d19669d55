/** Every expected refusal of the product: its HTTP status and what a person is told when nothing more exact is known. */
const REASONS = {
  unreadable: [400, 'We could not read that request. Nothing was changed.'],
  signed_out: [401, 'Please sign in first. Nothing was changed.'],
  wrong_credentials: [401, 'That e-mail and password do not match. Check both and try again.'],
  code_needed: [401, 'This account also asks for the code of its authenticator app: please sign in on our page.'],
  forbidden: [403, 'Your account cannot do this. Nothing was changed.'],
  second_factor_needed: [
    403,
    'Please set up an authenticator app first: your account can see everybody’s sessions and money. Nothing was changed.',
  ],
  foreign_origin: [403, 'This request came from another site, so it was refused. Nothing was changed.'],
  not_found: [404, 'We could not find that. It may have been removed, or it may not be yours.'],
  own_offering: [409, 'This is your own offering, so you cannot book it.'],
  own_course: [409, 'This is your own course: you see all of it without enrolling.'],
  not_enrolled: [409, 'Enrol in this course first: it is free. Nothing was changed.'],
  lessons_left: [409, 'Some lessons of this course are still to do. Nothing was changed.'],
  slot_taken: [409, 'That time has just been taken. Nothing was charged. Please pick another one.'],
  student_busy: [409, 'You already have a session or a held time then. Nothing was charged.'],
  slot_unavailable: [409, 'That time is not offered any more. Nothing was charged. Please pick another one.'],
  day_full: [409, 'The tutor takes no more sessions that day. Nothing was charged. Please pick another day.'],
  too_many_holds: [409, 'You already hold three times. Pay for one or release one, then try again.'],
  free_session_limit: [409, 'You already have an upcoming free session with this tutor.'],
  wrong_state: [409, 'That is no longer possible for this session. Nothing was changed.'],
  version_conflict: [409, 'This session changed a moment ago. Look at it as it is now, then try again.'],
  deadline_passed: [409, 'The time for this has passed. Nothing was charged.'],
  refund_changed: [
    409,
    'The refund is not what you were shown any more. Look at the new amount and confirm again. Nothing was changed.',
  ],
  too_late: [409, 'It is too late for this. Nothing was changed.'],
  too_early: [409, 'It is too early for this. Nothing was changed.'],
  too_many_messages: [409, 'That is as much as can be written around one session. Nothing was sent.'],
  too_many_moves: [409, 'This session has been moved twice already. Nothing was changed.'],
  refund_too_low: [409, 'More than that has been returned already. Nothing was changed.'],
  link_used: [409, 'This link has been used, or the session has changed since. Nothing was changed.'],
  date_changed_already: [409, 'You have already changed that date. Nothing was saved.'],
  offering_in_use: [409, 'This offering still has sessions that are booked, awaiting payment or awaiting you.'],
  too_many_offerings: [409, 'You have 500 offerings, which is the most. Delete one that you no longer need first.'],
  email_taken: [409, 'An account with this e-mail exists already. Sign in instead.'],
  account_not_opened: [
    409,
    'We could not open an account with this e-mail and password. If you have been here before, sign in instead.',
  ],
  link_over: [410, 'This link has been used or is too old. Nothing was changed: please ask for a new one.'],
  suspended: [409, 'This account is suspended. Nothing was changed.'],
  account_busy: [409, 'This account still has something open. Nothing was changed.'],
  already_applied: [409, 'Your application is with us already. Nothing was changed.'],
  wrong_password: [422, 'That is not your password. Nothing was changed.'],
  app_lost: [
    409,
    'We can no longer check codes of this account’s authenticator app. Please tell the people who run this site.',
  ],
  wrong_code: [422, 'That code is not right, or it has been used already. Wait for the next one and try again.'],
  invalid: [422, 'Something in this form needs another look. Nothing was changed.'],
  unknown_key: [422, 'This request has a field that we do not know. Nothing was changed.'],
  pick_a_time: [422, 'Please pick a time.'],
  mode_not_offered: [422, 'This offering cannot be booked that way.'],
  too_many_requests: [429, 'That was a lot of tries in a short time. Wait a moment, then try again.'],
  provider_unavailable: [
    502,
    'The payment service did not answer. Nothing was charged and your time is still held: try again.',
  ],
} as const satisfies Record<string, readonly [number, string]>;

export type Reason = keyof typeof REASONS;

export function statusOf(reason: Reason): number {
  return REASONS[reason][0];
}

export const DEFAULT_MESSAGES = Object.fromEntries(
  Object.entries(REASONS).map(([reason, [, message]]) => [reason, message]),
) as Record<Reason, string>;
