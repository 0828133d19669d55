import { z } from 'zod';
import { settings } from '#shared/settings.ts';
import { storable, turnsDirection, wellFormed } from '#shared/text.ts';
import { isTimeZone } from '#shared/time.ts';

const email = z
  .string()
  .trim()
  .toLowerCase()
  .max(settings.emailMaxLength, 'This e-mail address is too long.')
  .pipe(z.email('Write your e-mail address like name@example.com.'));

const DIRECTION = 'Leave out the marks that turn the direction of writing.';

const name = z
  .string()
  .overwrite(wellFormed)
  .trim()
  .min(1, 'Please tell us your name.')
  .max(settings.nameMaxLength, `A name has at most ${settings.nameMaxLength} characters.`)
  // Line breaks and other control characters would end up in mail headers.
  .refine((text) => !/\p{Cc}/u.test(text), 'A name cannot contain line breaks.')
  .refine((text) => !turnsDirection(text), DIRECTION);

const newPassword = z
  .string()
  .min(settings.passwordMinLength, `Use at least ${settings.passwordMinLength} characters.`)
  .max(settings.passwordMaxLength, `Use at most ${settings.passwordMaxLength} characters.`);

/** Only the upper bound: a short password is simply a wrong one. */
const knownPassword = z
  .string()
  .min(1, 'Please type your password.')
  .max(settings.passwordMaxLength, 'This password is too long.');

export const signInInput = z.strictObject({ email, password: knownPassword });

export const signUpInput = z.strictObject({ name, email, password: newPassword });

export const forgotPasswordInput = z.strictObject({ email });

const MAX_TOKEN_LENGTH = 200;

export const resetPasswordInput = z.strictObject({ token: z.string().max(MAX_TOKEN_LENGTH), password: newPassword });

export const changePasswordInput = z.strictObject({ password: knownPassword, newPassword });

export const changeEmailInput = z.strictObject({ email, password: knownPassword });

/** A code of an app (`123 456`) or a recovery code (`ABCD-EFGH-JKLM`), with whatever people type between. */
const code = z
  .string()
  .max(40, 'This code is too long.')
  .transform((text) => text.replace(/[\s-]/g, '').toUpperCase())
  .pipe(z.string().regex(/^(\d{6}|[0-9A-Z]{12})$/, 'Type the six digits of your app, or a recovery code.'));

export const codeInput = z.strictObject({ code });

export const passwordInput = z.strictObject({ password: knownPassword });

export const passwordAndCodeInput = z.strictObject({ password: knownPassword, code });

/** Something of one line or none: what a tutor says of themselves. Empty is nothing. */
export const headline = z
  .string()
  .overwrite(wellFormed)
  .trim()
  .max(settings.headlineMaxLength, `At most ${settings.headlineMaxLength} characters.`)
  .refine((text) => !/\p{Cc}/u.test(text), 'One line, please.')
  .refine((text) => !turnsDirection(text), DIRECTION);

export const bio = z
  .string()
  .overwrite(storable)
  .trim()
  .max(settings.bioMaxLength, `At most ${settings.bioMaxLength} characters.`);

export const profileInput = z.strictObject({
  name,
  timeZone: z.string().refine(isTimeZone, 'Please choose a time zone from the list.'),
  /** One of the seven colours behind the initials, `auto`: by the name, or `keep`: the picture as it is. */
  colour: z.union([z.enum(['auto', 'keep']), z.coerce.number<string>().int().min(1).max(7)], 'Please choose a colour.'),
  headline: headline.optional(),
  bio: bio.optional(),
});
