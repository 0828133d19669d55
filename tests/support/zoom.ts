import { eq } from 'drizzle-orm';
import { zoomMeeting } from '#infra/db/tables/meetings.server.ts';
import { session } from '#infra/db/tables/sessions.server.ts';
import { createZoom } from '#infra/zoom/client.server.ts';
import type { ZoomConfig } from '#infra/zoom/config.server.ts';
import { applyCharge } from '#features/sessions/commands/apply-charge.server.ts';
import { settleCharge } from '#features/payments/commands/settle-charge.server.ts';
import { chargesFor } from '#features/payments/queries.server.ts';
import type { SessionId } from '#shared/id.ts';
import { startFakeZoom, type FakeZoom } from '../fakes/zoom/server.ts';
import type { TestApp, TestAppOptions } from './app.ts';
import { hold, openWithPaystack, type PaidWorld } from './booking.ts';
import type { Cast } from './cast.ts';

export type ZoomWorld = PaidWorld & { zoom: FakeZoom };

export const HOSTS = ['one@zoom.test', 'two@zoom.test'];
/** Short, since some tests wait for it. */
const TIMEOUT_MS = 1_000;

/** An app whose Paystack and Zoom are the stand-ins over real HTTP; Zoom's day and tokens follow the test's clock. */
export async function openWithZoom(open: (options?: TestAppOptions) => Promise<TestApp>): Promise<ZoomWorld> {
  let nowMs: () => number = Date.now;
  const zoom = await startFakeZoom({ clock: () => nowMs() });
  const { baseUrl, oauthUrl, credentials } = zoom;
  const sdk = { clientId: 'sdk-client', clientSecret: 'sdk-secret-for-tests' };
  const config: ZoomConfig = { ...credentials, baseUrl, oauthUrl, hosts: HOSTS, sdk };
  const client = createZoom({ ...credentials, baseUrl, oauthUrl, timeoutMs: TIMEOUT_MS, nowMs: () => nowMs() });
  const world = await openWithPaystack(open, { zoom: { client, config } });
  nowMs = () => world.clock.now().epochMilliseconds;
  return {
    ...world,
    zoom,
    async close() {
      await world.close();
      await zoom.close();
    },
  };
}

/** Books and pays, and leaves the job that makes the meeting to the test. */
export async function bookPaid(world: ZoomWorld, cast: Cast, startsAt = '2026-11-25T09:00:00Z'): Promise<SessionId> {
  const { mentorshipSessionId } = await hold(world.app, cast.ada, cast.react, startsAt);
  const sessionId = mentorshipSessionId as SessionId;
  const [charge] = await chargesFor(world.app.db, sessionId);
  if (charge === undefined) throw new Error('no attempt to pay');
  world.paystack.pay(charge.reference, 'success');
  await settleCharge(world.app, charge.reference);
  await applyCharge(world.app, charge.id);
  return sessionId;
}

export async function sessionRow({ app }: TestApp, sessionId: SessionId) {
  const [row] = await app.db.select().from(session).where(eq(session.id, sessionId));
  if (row === undefined) throw new Error(`no session ${sessionId}`);
  return row;
}

export async function zoomRow({ app }: TestApp, sessionId: SessionId) {
  const [row] = await app.db.select().from(zoomMeeting).where(eq(zoomMeeting.sessionId, sessionId));
  if (row === undefined) throw new Error(`Zoom was never asked for ${sessionId}`);
  return row;
}
