import type { App } from '#infra/app.server.ts';
import { sdkFiles } from '#infra/zoom/sdk-files.server.ts';
import { isDoorOpen } from '#features/sessions/rules/attendance.ts';
import type { SessionView, UserRole } from '#features/sessions/types.ts';
import { parseInstant } from '#shared/time.ts';

/** A Zoom meeting that can be entered on our own page. */
export type MeetingFrameView = {
  /** Our page to put into a frame. */
  src: string;
  /** Where Zoom's own application opens: the way out when the frame fails. */
  joinUrl: string;
};

/** The frame of a session's meeting for one of its two people while the door is open; null when it meets elsewhere, or not now. */
export function meetingFrame(app: App, session: SessionView, viewer: UserRole): MeetingFrameView | null {
  if (app.config.zoom?.sdk == null || viewer === 'admin') return null;
  if (session.meetingProvider !== 'zoom' || session.meetingUrl === null) return null;
  const [startsAt, endsAt] = [parseInstant(session.scheduledAt), parseInstant(session.endsAt)];
  if (startsAt === null || endsAt === null || !isDoorOpen({ startsAt, endsAt }, app.clock.now())) return null;
  return { src: `/mentorship/session/${session.id}/zoom`, joinUrl: session.meetingUrl };
}

/** Where the frame finds the Meeting SDK. */
export function sdkRoot(): string {
  return `/zoom-sdk/${sdkFiles().version}`;
}
