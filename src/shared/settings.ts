/** Every deadline, percentage and bound of the domain, in one typed place. */
export const settings = {
  platformBasisPoints: 3_000,
  currency: 'NGN',
  /** Where the platform's months begin; migration 0007 says it to the database. */
  timeZone: 'Africa/Lagos',
  /** Paystack refuses less than ₦50. */
  smallestPriceMinor: 50_00,
  largestPriceMinor: 10_000_000_00,
  durationsMinutes: [30, 45, 60, 90, 120, 180],
  slotStepMinutes: 30,
  /** A Paystack bank transfer lives 30 minutes; a hold outlives it. */
  holdMinutes: 35,
  maxHoldsPerStudent: 3,
  bankTransferMinMinutesLeft: 31,
  /** Before a hold lapses Paystack is asked once more, and a payment under way extends it once. */
  askBeforeDeadlineMinutes: 2,
  extensionMinutes: 15,
  approvalHours: 72,
  approvalBeforeStartMinutes: 120,
  requestNoticeMinutes: 240,
  paymentHours: 24,
  paymentBeforeStartMinutes: 60,
  lateRebookNoticeMinutes: 30,
  latePollHours: 72,
  releaseAfterHours: 48,
  doorOpensBeforeMinutes: 10,
  doorClosesAfterMinutes: 15,
  noShowAfterMinutes: 15,
  settleAfterHours: 24,
  /** When both sides are reminded of a paid session; a reminder that could not be given in time is left out. */
  reminders: [
    { beforeMinutes: 24 * 60, staleAfterMinutes: 120 },
    { beforeMinutes: 60, staleAfterMinutes: 20 },
    { beforeMinutes: 15, staleAfterMinutes: 15 },
  ],
  proposalHours: 24,
  rescheduleHours: 24,
  maxStudentMoves: 2,
  late: { minutes: [5, 10, 15], fromMinutesBefore: 60, untilMinutesAfter: 15, maxPerSide: 3, messageMaxLength: 200 },
  messages: { hoursAfter: 48, maxPerSide: 100, burst: 10, burstMinutes: 10 },
  availability: {
    minNoticeMinutes: 120,
    horizonDays: 60,
    bufferMinutes: 0,
    maxBufferMinutes: 120,
    maxNoticeMinutes: 14 * 24 * 60,
    maxRangesPerDay: 8,
    maxDailyCap: 24,
    /** Holidays are planned a year or two ahead; further is a mistyped year. */
    maxDaysAhead: 731,
    /** Days off that are added at once. */
    maxSpanDays: 92,
    /** Of one tutor, past ones not counted. */
    maxChangedDates: 400,
  },
  slotsQueryMaxDays: 62,
  suggestionsLimit: 5,
  /** A completion page waits this long for its card, then is complete without it. */
  suggestionsBudgetMs: 500,
  pageSize: 24,
  maxPageSize: 50,
  /** Counts beside tabs and in the header stop here: more reads `99+`. */
  mostCounted: 100,
  searchMaxLength: 100,
  /** Beyond this many results a list says "more than", and counts nothing by filter. */
  countsUpTo: 500,
  /** `best` orders this many of the newest matches by how well they match. */
  rankedUpTo: 200,
  filterWithinDays: [1, 3, 7, 14],
  filterPricesMinor: [0, 3_000_00, 5_000_00, 10_000_00],
  /** Of one person, deleted ones not counted. */
  maxOfferings: 500,
  importMaxRows: 500,
  importMaxBytes: 256 * 1024,
  titleMaxLength: 120,
  descriptionMaxLength: 2_000,
  noteMaxLength: 1_000,
  emailMaxLength: 254,
  passwordMinLength: 10,
  passwordMaxLength: 128,
  nameMaxLength: 80,
  headlineMaxLength: 120,
  bioMaxLength: 2_000,
  authSessionDays: 30,
  resetLinkMinutes: 60,
  confirmEmailHours: 24,
  /** How long the old address can undo a change of address. */
  stopEmailDays: 7,
  /** How long the page that asks for a code waits for it. */
  secondStepMinutes: 10,
  recoveryCodes: 10,
  urlMaxLength: 500,
} as const;

/** Percent returned when a student cancels, by how long before the start; the first row that fits counts. */
export const REFUND_POLICIES = {
  flexible: [{ fromMinutesBefore: 2 * 60, percent: 100 }],
  standard: [
    { fromMinutesBefore: 24 * 60, percent: 100 },
    { fromMinutesBefore: 2 * 60, percent: 50 },
  ],
  strict: [{ fromMinutesBefore: 72 * 60, percent: 100 }],
} as const;

export type RefundPolicy = keyof typeof REFUND_POLICIES;
