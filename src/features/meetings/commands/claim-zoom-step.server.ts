import { eq } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import { inTransaction } from '#infra/db/transact.server.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { person } from '#infra/db/tables/accounts.server.ts';
import { zoomMeeting } from '#infra/db/tables/meetings.server.ts';
import type { ZoomConfig } from '#infra/zoom/config.server.ts';
import { lockSession, type SessionRow } from '#features/sessions/commands/move.server.ts';
import { placeMeeting } from '#features/sessions/commands/set-meeting.server.ts';
import { assert } from '#shared/assert.ts';
import type { SessionId } from '#shared/id.ts';
import { isBefore, plusMinutes } from '#shared/time.ts';
import { nextUtcDay, stepOf, type Step } from '../rules.ts';
import { takeHost } from './zoom-hosts.server.ts';

export type ZoomRow = typeof zoomMeeting.$inferSelect;

/** One call to be made, recorded as begun; or that there is none now. */
export type Claimed =
  | { step: 'nothing' }
  | { step: 'waiting' }
  /** Every host has used up its day. */
  | { step: 'full'; row: ZoomRow; session: SessionRow }
  | { step: 'again' }
  | { step: 'create' | 'search' | 'move' | 'delete'; row: ZoomRow; session: SessionRow; timeZone: string };

/** Longer than any call to Zoom lasts with its retries, so that two workers never do the same at once. */
const CLAIM_MINUTES = 2;

/** Decides what a session's meeting needs, and records the attempt before it is made. */
export function claimStep(app: App, config: ZoomConfig, sessionId: SessionId): Promise<Claimed> {
  return inTransaction(app.db, async (tx) => {
    const session = await lockSession(tx, sessionId);
    if (session === null) return { step: 'nothing' };
    const now = app.clock.now();
    const [known] = await tx.select().from(zoomMeeting).where(eq(zoomMeeting.sessionId, sessionId)).for('update');
    const step = stepOf(session, known ?? null, now);
    if (step === 'nothing') {
      if (known?.nextTryAt != null) await update(app, tx, sessionId, { nextTryAt: null });
      return { step };
    }
    if (known?.nextTryAt != null && isBefore(now, known.nextTryAt)) return { step: 'waiting' };
    const row = known ?? (await insert(app, tx, sessionId));
    if (step === 'forget') {
      await update(app, tx, sessionId, { state: 'REMOVED', nextTryAt: null, attempts: 0 });
      return { step: 'again' };
    }
    if (step === 'place') {
      assert(row.joinUrl !== null, `the meeting of session ${sessionId} has an address`);
      await placeMeeting(app, tx, session, { url: row.joinUrl, provider: 'zoom' }, false);
      return { step: 'again' };
    }
    return claim(app, tx, config, { step, row, session });
  });
}

type Found = { step: Exclude<Step, 'nothing' | 'forget' | 'place'>; row: ZoomRow; session: SessionRow };

async function claim(app: App, tx: Tx, config: ZoomConfig, { step, row, session }: Found): Promise<Claimed> {
  const now = app.clock.now();
  const taken = await hostFor(app, tx, config, { step, row, session });
  if (taken === null) {
    const full = await update(app, tx, row.sessionId, {
      nextTryAt: nextUtcDay(now),
      lastError: 'no host has a meeting left in this UTC day (one that Zoom does not know counts as used up)',
    });
    return { step: 'full', row: full, session };
  }
  const claimed = await update(app, tx, row.sessionId, {
    ...(step === 'create' ? { state: 'WANTED' as const, host: taken, outcomeUnknown: true } : {}),
    attempts: row.attempts + 1,
    nextTryAt: plusMinutes(now, CLAIM_MINUTES),
  });
  return { step, row: claimed, session, timeZone: await zoneOf(tx, session) };
}

/** Making takes a host's call, changing one of the meeting's own host; looking and deleting are not counted. */
async function hostFor(app: App, tx: Tx, config: ZoomConfig, { step, row, session }: Found): Promise<string | null> {
  if (step === 'create') return takeHost(app, tx, config.hosts, session);
  assert(row.host !== null, `the meeting of session ${row.sessionId} has a host`);
  return step === 'move' ? takeHost(app, tx, [row.host], session) : row.host;
}

async function insert(app: App, tx: Tx, sessionId: SessionId): Promise<ZoomRow> {
  const now = app.clock.now();
  const [row] = await tx
    .insert(zoomMeeting)
    .values({ sessionId, state: 'WANTED', createdAt: now, updatedAt: now })
    .returning();
  assert(row !== undefined, 'an insert returns its row');
  return row;
}

async function update(app: App, tx: Tx, sessionId: SessionId, changes: Partial<ZoomRow>): Promise<ZoomRow> {
  const [row] = await tx
    .update(zoomMeeting)
    .set({ ...changes, updatedAt: app.clock.now() })
    .where(eq(zoomMeeting.sessionId, sessionId))
    .returning();
  assert(row !== undefined, `the meeting of session ${sessionId} exists`);
  return row;
}

/** What Zoom shows the host: their own wall clock. */
async function zoneOf(tx: Tx, { tutorId }: SessionRow): Promise<string> {
  const [row] = await tx.select({ timeZone: person.timeZone }).from(person).where(eq(person.id, tutorId));
  return row?.timeZone ?? 'UTC';
}
