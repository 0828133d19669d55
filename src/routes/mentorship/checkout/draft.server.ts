import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Cookies } from '@sveltejs/kit';
import { settings } from '#shared/settings.ts';

/**
 * What a signed-out student wrote, kept while they sign in. In a cookie of its own rather than in the address:
 * addresses are logged, and these words are for the tutor only.
 */
const COOKIE = 'checkout_draft';
const PATH = '/mentorship/checkout';
const MINUTES = 60;
/** Browsers drop a cookie above 4096 bytes, name and attributes included. */
const MAX_LENGTH = 3_800;

export function keepDraft(cookies: Cookies, offeringId: string, description: string): void {
  const words = description.slice(0, settings.noteMaxLength);
  const text = deflateRawSync(JSON.stringify([offeringId, words])).toString('base64url');
  if (words.trim() === '' || text.length > MAX_LENGTH) return;
  cookies.set(COOKIE, text, { path: PATH, maxAge: MINUTES * 60, httpOnly: true, sameSite: 'lax' });
}

/** The words kept for this offering, or none. */
export function readDraft(cookies: Cookies, offeringId: string): string {
  const text = cookies.get(COOKIE);
  if (text === undefined) return '';
  try {
    const inflated = inflateRawSync(Buffer.from(text, 'base64url'), { maxOutputLength: 16_384 });
    const draft: unknown = JSON.parse(inflated.toString());
    return Array.isArray(draft) && draft[0] === offeringId && typeof draft[1] === 'string' ? draft[1] : '';
  } catch {
    // Not a draft that we wrote: there is nothing to bring back.
    return '';
  }
}

export function dropDraft(cookies: Cookies): void {
  cookies.delete(COOKIE, { path: PATH });
}
