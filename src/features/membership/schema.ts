import { z } from 'zod';
import { bio, headline } from '#features/accounts/schema.ts';
import { readId, type PersonId } from '#shared/id.ts';
import { settings } from '#shared/settings.ts';
import { storable } from '#shared/text.ts';

const reason = z
  .string()
  .overwrite(storable)
  .trim()
  .min(1, 'Please say why.')
  .max(settings.noteMaxLength, `At most ${settings.noteMaxLength} characters.`);

const tutorId = z
  .string({ error: 'Say which tutor.' })
  .max(100)
  .transform((text) => readId<PersonId>(text));

export const applyInput = z.strictObject({
  role: z.enum(['TUTOR', 'MENTOR'], 'Please choose one.'),
  headline: headline.min(1, 'Say in one line what you do.'),
  bio: bio.min(1, 'Tell students something about yourself.'),
  why: z
    .string()
    .overwrite(storable)
    .trim()
    .min(1, 'Tell us why you want to teach here.')
    .max(settings.noteMaxLength, `At most ${settings.noteMaxLength} characters.`),
});

export const decideApplicationInput = z.strictObject({
  applicationId: z
    .string()
    .max(100)
    .transform((text) => readId(text)),
  accept: z.union([z.boolean(), z.stringbool()]),
  reason,
});

export const tutorInput = z.strictObject({ tutorId });

export const suspendInput = z.strictObject({
  tutorId,
  reason,
  /** What the preview showed; when it is not so any more, nothing is done and the new figures are told. */
  expectedSessions: z.coerce.number<string | number>().int().min(0).optional(),
});

export const restoreInput = z.strictObject({ tutorId, reason });

export const eraseInput = z.strictObject({
  password: z
    .string()
    .min(1, 'Please type your password.')
    .max(settings.passwordMaxLength, 'This password is too long.'),
  code: z.string().trim().max(40).optional(),
  /** Typed out, so that nobody does this by a slip. */
  confirm: z.literal('on', 'Please tick that you understand this.'),
  expectedRefundMinor: z.coerce.number<string | number>().int().min(0),
});
