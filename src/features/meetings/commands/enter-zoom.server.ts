import { eq } from 'drizzle-orm';
import { defineCommand, type App } from '#features/accounts/command.server.ts';
import type { Actor } from '#features/accounts/gates.server.ts';
import { zoomMeeting } from '#infra/db/tables/meetings.server.ts';
import { transact } from '#infra/db/transact.server.ts';
import { sdkSignature } from '#infra/zoom/signature.server.ts';
import { arrive, whyNotAtDoor } from '#features/sessions/commands/join.server.ts';
import { lockSessionFor } from '#features/sessions/gates.server.ts';
import { sessionInput } from '#features/sessions/schema.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import { presenceKey } from '../presence-key.server.ts';

/** What the embedded client needs to enter one meeting, for two hours at most. */
export type ZoomEntry = {
  signature: string;
  meetingNumber: string;
  passcode: string;
  userName: string;
  userEmail: string;
  /** Comes back with Zoom's events: it says which side this is. */
  customerKey: string;
  /** Only for a tutor who is the meeting's host at Zoom. */
  zak: string | null;
};

/** Lets one of the session's people into its meeting on our own page, while the door is open. It counts as an arrival, as Join does. */
export const enterZoomMeeting = defineCommand({
  name: 'enterZoomMeeting',
  permission: 'session.view',
  input: sessionInput,
  async run(app, actor, input): Promise<Result<ZoomEntry>> {
    const sdk = app.config.zoom?.sdk ?? null;
    if (sdk === null) return refuse('not_found');
    const entered = await transact(app.db, async (tx) => {
      const locked = await lockSessionFor(tx, actor, { sessionId: input.sessionId }, ['student', 'tutor']);
      if (!locked.ok) return locked;
      const { row, role } = locked.value;
      const refusal = whyNotAtDoor(app, row);
      if (refusal !== null) return refusal;
      const [meeting] = await tx.select().from(zoomMeeting).where(eq(zoomMeeting.sessionId, row.id));
      if (row.meetingProvider !== 'zoom' || meeting?.state !== 'CREATED' || meeting.externalId === null) {
        return refuse('wrong_state', { message: 'This session does not meet on Zoom. Use the link on its page.' });
      }
      await arrive(app, tx, row, role);
      return ok({ role, meeting, number: meeting.externalId });
    });
    if (!entered.ok) return entered;
    const { role, meeting, number } = entered.value;
    const zak = role === 'tutor' ? await zakFor(app, actor, meeting.host) : null;
    const signing = { ...sdk, meetingNumber: number, role: zak === null ? 0 : 1, nowMs: Date.now() } as const; // Zoom's clock is the real one
    return ok({
      signature: sdkSignature(signing),
      meetingNumber: number,
      passcode: meeting.passcode ?? '',
      userName: actor.name,
      userEmail: actor.email,
      customerKey: presenceKey(app, meeting.sessionId, role),
      zak,
    });
  },
});

/** A tutor who hosts at Zoom starts as host. Anyone else takes part: the meeting needs no host to begin. */
async function zakFor(app: App, actor: Actor, host: string | null): Promise<string | null> {
  if (app.zoom === null || host === null || host.toLowerCase() !== actor.email.toLowerCase()) return null;
  const key = await app.zoom.hostKey(host);
  if (key.ok) return key.value;
  app.log.warn({ error: key.error }, 'Zoom gave no host key: the tutor enters as a participant');
  return null;
}
