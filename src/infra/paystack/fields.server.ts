import { z } from 'zod';
import { minor } from '#shared/money.ts';
import { parseInstant } from '#shared/time.ts';

/** Kobo as Paystack writes it: a number, or in refunds its decimal text. */
export const amountMinor = z
  .union([z.int().nonnegative(), z.string().regex(/^\d{1,15}$/)])
  .transform((amount) => minor(Number(amount)));

/** Paystack's own ids are larger than 32 bits; we keep them as text. */
export const providerId = z
  .union([z.int().nonnegative(), z.string().regex(/^\d{1,20}$/)])
  .transform((id) => String(id));

// `optional` lets zod run the transform for a key that is not there at all.

/** An ISO time; anything else reads as "not said". */
export const instantOrNull = z
  .unknown()
  .optional()
  .transform((time) => (typeof time === 'string' ? parseInstant(time) : null));

export const textOrNull = z
  .unknown()
  .optional()
  .transform((text) => (typeof text === 'string' && text !== '' ? text : null));

export type Metadata = Readonly<Record<string, unknown>>;

/** What we sent along: Paystack gives it back as an object, as JSON text, or as `""`, `0` or null when there is none. */
export const metadataOrNull = z.unknown().optional().transform(readMetadata);

function readMetadata(metadata: unknown): Metadata | null {
  if (typeof metadata === 'string') return readMetadata(parseObject(metadata));
  if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata)) return null;
  return metadata as Metadata;
}

function parseObject(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
