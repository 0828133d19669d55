import type { App } from '#infra/app.server.ts';
import { eachInTurn } from '#infra/each.server.ts';
import type { SessionId } from '#shared/id.ts';
import { linkProvider } from '../link-provider.server.ts';
import type { MeetingProvider } from '../types.ts';
import { zoomProvider } from '../zoom-provider.server.ts';

/** Zoom when it is configured; else the tutors' own links. */
function providerOf(app: App): MeetingProvider {
  return app.zoom !== null && app.config.zoom !== null
    ? zoomProvider(app, app.zoom, app.config.zoom)
    : linkProvider(app);
}

/**
 * Brings a session's place to meet in line with the session: made when it is booked, moved with it, taken away when
 * it is cancelled. Safe to run again. A session without one stays valid: its tutor is asked for a link, and the
 * sweep tries again.
 */
export async function giveMeeting(app: App, sessionId: SessionId): Promise<void> {
  await providerOf(app).align(sessionId);
}

/** Whatever the jobs did not finish: crashed, refused, or put off until now. */
export async function giveLostMeetings(app: App): Promise<void> {
  const provider = providerOf(app);
  let isDown = false;
  await eachInTurn(await provider.lost(), async (sessionId) => {
    // While nobody answers each try costs its timeout, and deadlines wait for this: the rest have their turn in a minute.
    if (!isDown) isDown = (await provider.align(sessionId)) === 'unavailable';
  });
}
