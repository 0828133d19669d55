import { createHmac, timingSafeEqual } from 'node:crypto';

/** A link's token: its id and a signature under our secret, so that the database holds nothing that opens it. */
export function signLink(secret: string, id: string): string {
  return `${id}.${signature(secret, id)}`;
}

/** The id inside a token that we signed, or null. Constant time. */
export function readLink(secret: string, token: string): string | null {
  const [id, given, ...rest] = token.split('.');
  if (id === undefined || given === undefined || rest.length > 0) return null;
  const [a, b] = [Buffer.from(given), Buffer.from(signature(secret, id))];
  return a.length === b.length && timingSafeEqual(a, b) ? id : null;
}

function signature(secret: string, id: string): string {
  return createHmac('sha256', secret).update(`mail-link:${id}`).digest('base64url');
}
