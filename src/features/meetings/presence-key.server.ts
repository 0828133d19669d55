import { createHmac } from 'node:crypto';
import type { App } from '#infra/app.server.ts';
import type { SessionId } from '#shared/id.ts';

/** Zoom keeps 35 characters. */
const KEY_LENGTH = 32;

/**
 * What our page gives to Zoom as a person's `customer_key`, and Zoom's events bring back. Signed, so that nobody can
 * arrive in the other's name; it names a side of one session and nobody outside it.
 */
export function presenceKey(app: App, sessionId: SessionId, side: 'student' | 'tutor'): string {
  const hmac = createHmac('sha256', app.config.authSecret).update(`presence:${sessionId}:${side}`);
  return hmac.digest('hex').slice(0, KEY_LENGTH);
}
