import { createHmac, timingSafeEqual } from 'node:crypto';

/** Hex of an HMAC-SHA512. */
const SIGNATURE = /^[0-9a-f]{128}$/i;

/**
 * True when `signature` (header `x-paystack-signature`) is the hex HMAC-SHA512 of the raw body under our secret key.
 * The body must be the bytes as they came: parsed and written again, it would no longer match.
 */
export function isSignedByPaystack(rawBody: Uint8Array | string, signature: string | null, secretKey: string): boolean {
  if (signature === null || !SIGNATURE.test(signature)) return false;
  const expected = createHmac('sha512', secretKey).update(rawBody).digest();
  return timingSafeEqual(expected, Buffer.from(signature, 'hex'));
}
