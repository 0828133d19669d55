import { meetingFrame, sdkRoot } from '#features/meetings/queries/frame.server.ts';
import { FRAME_HEADERS } from '#features/meetings/rules/frame-headers.ts';
import { sessionHere } from '../here.server.ts';
import { closedPage, meetingPage, type FrameMoment } from './pages.ts';
import type { RequestHandler } from './$types';

/** The inside of the session page's frame: Zoom's client and nothing else. For the session's two people, while the door is open. */
export const GET: RequestHandler = async (event) => {
  const { session, userRole } = await sessionHere(event);
  const frame = meetingFrame(event.locals.app, session, userRole);
  const html =
    frame === null
      ? closedPage(session.id)
      : meetingPage({ session, frame, sdkRoot: sdkRoot(), moment: momentOf(event.url) });
  return new Response(html, {
    status: frame === null ? 409 : 200,
    headers: { ...FRAME_HEADERS, 'content-type': 'text/html; charset=utf-8' },
  });
};

function momentOf({ searchParams }: URL): FrameMoment {
  if (searchParams.has('left')) return 'left';
  return searchParams.has('failed') ? 'failed' : 'entering';
}
