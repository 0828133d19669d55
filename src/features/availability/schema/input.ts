import { z } from 'zod';
import { REFUND_POLICIES, settings, type RefundPolicy } from '#shared/settings.ts';
import { readMeetingLink } from '../rules/meeting-link.ts';
import { timeZoneInput, weeklyHoursInput } from '../schema.ts';

const bounds = settings.availability;

/** A whole number as a number or, from a form, as its digits. */
function wholeNumber(least: number, most: number, unit: string) {
  return z
    .union([z.number(), z.string().max(8).regex(/^\d+$/).transform(Number)], { error: tell })
    .pipe(z.int({ error: tell }).min(least, { error: tell }).max(most, { error: tell }));
  function tell() {
    return `Give a whole number of ${unit} from ${least} to ${most}.`;
  }
}

const refundPolicies = Object.keys(REFUND_POLICIES) as RefundPolicy[];

/** What a form leaves out stays as it was; the zone and the week are always given. */
export const saveAvailabilityInput = z.strictObject({
  timeZone: timeZoneInput,
  weekly: weeklyHoursInput,
  bufferBeforeMinutes: wholeNumber(0, bounds.maxBufferMinutes, 'minutes').optional(),
  bufferAfterMinutes: wholeNumber(0, bounds.maxBufferMinutes, 'minutes').optional(),
  minNoticeMinutes: wholeNumber(0, bounds.maxNoticeMinutes, 'minutes').optional(),
  horizonDays: wholeNumber(1, bounds.horizonDays, 'days').optional(),
  /** Null or an empty field: no cap. */
  dailyCap: z
    .union([z.literal('').transform(() => null), z.null(), wholeNumber(1, bounds.maxDailyCap, 'sessions')], {
      error: `Give a whole number of sessions from 1 to ${bounds.maxDailyCap}, or nothing.`,
    })
    .optional(),
  refundPolicy: z.enum(refundPolicies, { error: `Choose one of ${refundPolicies.join(', ')}.` }).optional(),
});
export type AvailabilityInput = z.output<typeof saveAvailabilityInput>;

/** `meetingUrl` null or empty takes the link away. */
export const saveMeetingLinkInput = z.strictObject({
  meetingUrl: z
    .string({ error: 'Give a link that starts with https://.' })
    .nullable()
    .transform((text, context) => {
      if (text === null || text.trim() === '') return null;
      const link = readMeetingLink(text);
      if (link.ok) return link.url;
      context.addIssue({ code: 'custom', message: link.message });
      return z.NEVER;
    }),
});
