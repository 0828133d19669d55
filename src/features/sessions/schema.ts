import { z } from 'zod';
import { readMeetingLink } from '#features/availability/rules/meeting-link.ts';
import { readSuggestionSource } from '#features/offerings/rules/suggestion-source.ts';
import { readId, type OfferingId, type SessionId } from '#shared/id.ts';
import { settings } from '#shared/settings.ts';
import { storable } from '#shared/text.ts';
import { parseInstant, type Instant } from '#shared/time.ts';

const sessionId = z
  .string({ error: 'Say which session.' })
  .max(100)
  .transform((text) => readId<SessionId>(text));
const offeringId = z
  .string({ error: 'Say which offering.' })
  .max(100)
  .transform((text) => readId<OfferingId>(text));
const version = z.coerce.number().int().min(1).optional();

/** An ISO instant with an offset, on a whole minute. An empty field of a form reads as not given. */
const startTime = z
  .string()
  .max(40)
  .transform((text, context): Instant | undefined => {
    if (text.trim() === '') return undefined;
    const start = parseInstant(text);
    if (start !== null && start.epochMilliseconds % 60_000 === 0) return start;
    context.addIssue({ code: 'custom', message: 'Give the time like 2026-12-09T09:00:00Z.' });
    return z.NEVER;
  });

const text = (maxLength: number) =>
  z
    .string()
    .max(maxLength, `Please use at most ${maxLength.toLocaleString('en')} characters.`)
    .overwrite(storable)
    .trim();

export const checkoutInput = z.strictObject({
  offeringId,
  bookingMode: z.enum(['INSTANT', 'REQUEST'], { error: 'Choose INSTANT or REQUEST.' }).optional(),
  scheduledAt: startTime.optional(),
  description: text(settings.noteMaxLength).optional(),
  /** Where the student came from: `course:<id>` by the card of a completed course. Anything else counts for nothing. */
  from: z.string().max(100).transform(readSuggestionSource).optional(),
});

export const sessionInput = z.strictObject({ sessionId, version });

export const approveInput = z.strictObject({ sessionId, version, notes: text(settings.noteMaxLength).optional() });

export const rejectInput = z.strictObject({
  sessionId,
  version,
  reason: text(settings.noteMaxLength).refine((value) => value.length > 0, 'Please say why: the student reads it.'),
});

const reason = text(settings.noteMaxLength).optional();
const minorAmount = z.coerce
  .number({ error: 'Confirm the refund you were shown.' })
  .int()
  .min(0)
  .max(settings.largestPriceMinor);
const newStart = startTime.refine((start): start is Instant => start !== undefined, 'Please pick a time.');

export const cancelInput = z.strictObject({ sessionId, version, reason, expectedRefundMinor: minorAmount });

export const rescheduleInput = z.strictObject({ sessionId, version, scheduledAt: newStart });

export const proposeInput = z.strictObject({
  sessionId,
  version,
  scheduledAt: newStart,
  message: text(settings.noteMaxLength).optional(),
});

export const answerProposalInput = z.strictObject({
  sessionId,
  version,
  accept: z.union([z.boolean(), z.stringbool()]),
});

export const askInput = z.strictObject({
  sessionId,
  version,
  message: text(settings.noteMaxLength).refine((value) => value.length > 0, 'Please write what you want to ask.'),
});

const meetingUrl = z
  .string({ error: 'Give a link that starts with https://.' })
  .nullable()
  .transform((value, context) => {
    if (value === null || value.trim() === '') return null;
    const link = readMeetingLink(value);
    if (link.ok) return link.url;
    context.addIssue({ code: 'custom', message: link.message });
    return z.NEVER;
  });

/** `meetingUrl` null or empty: back to where the session would meet without a link of its own. */
export const meetingUrlInput = z.strictObject({ sessionId, version, meetingUrl });

const LATE_MINUTES: readonly number[] = settings.late.minutes;
const SAY_HOW_LATE = `Choose ${LATE_MINUTES.join(', ')} minutes.`;

export const runningLateInput = z.strictObject({
  sessionId,
  version,
  minutes: z.coerce
    .number({ error: SAY_HOW_LATE })
    .refine((value) => LATE_MINUTES.includes(value), { error: SAY_HOW_LATE }),
  message: text(settings.late.messageMaxLength).optional(),
});

export const writeInput = z.strictObject({
  sessionId,
  version,
  body: text(settings.noteMaxLength).refine((value) => value.length > 0, 'Please write something first.'),
});

export const reasonInput = z.strictObject({ sessionId, version, reason });

export const statusInput = z.strictObject({
  sessionId,
  version,
  status: z.enum(['IN_PROGRESS', 'COMPLETED', 'NO_SHOW', 'CANCELLED'], {
    error: 'Choose IN_PROGRESS, COMPLETED, NO_SHOW or CANCELLED.',
  }),
});

export const resolveInput = z.strictObject({
  sessionId,
  version,
  status: z.enum(['COMPLETED', 'NO_SHOW'], { error: 'Choose COMPLETED or NO_SHOW.' }),
  refundPercent: z.coerce.number().int().min(0).max(100),
  reason: text(settings.noteMaxLength).refine((value) => value.length > 0, 'Please say why: both people read it.'),
});

export const nothing = z.strictObject({});
