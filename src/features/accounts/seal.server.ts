import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import { assert } from '#shared/assert.ts';
import type { Random } from '#shared/id.ts';

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Seals a text with a key of its own made from our secret (AES-256-GCM), bound to whose it is. */
export function seal(secret: string, random: Random, owner: string, text: string): string {
  const iv = Buffer.from(random.bytes(IV_BYTES));
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret), iv).setAAD(Buffer.from(owner));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** Opens what `seal` closed. Throws when it was altered, moved to somebody else, or the secret has changed. */
export function unseal(secret: string, owner: string, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64url');
  assert(bytes.length > IV_BYTES + TAG_BYTES, 'a sealed text has a nonce, a tag and a text');
  const decipher = createDecipheriv('aes-256-gcm', keyOf(secret), bytes.subarray(0, IV_BYTES))
    .setAAD(Buffer.from(owner))
    .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
}

/** The text, or null when our secret has changed since: then nobody can open it any more. */
export function unsealOrNull(secret: string, owner: string, sealed: string): string | null {
  try {
    return unseal(secret, owner, sealed);
  } catch {
    return null;
  }
}

function keyOf(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'mentorship second factor', 32));
}
