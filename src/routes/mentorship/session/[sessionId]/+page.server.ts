import { execute } from '#features/accounts/command.server.ts';
import { meetingFrame } from '#features/meetings/queries/frame.server.ts';
import { AROUND_FRAME_HEADERS } from '#features/meetings/rules/frame-headers.ts';
import { approveMentorshipRequest } from '#features/sessions/commands/answer-request.server.ts';
import { permissionsPolicy } from '#features/accounts/security-headers.ts';
import { joinMentorshipSession } from '#features/sessions/commands/join.server.ts';
import { setMentorshipMeetingUrl } from '#features/sessions/commands/meeting-url.server.ts';
import { updateTutorMentorshipSessionStatus } from '#features/sessions/commands/update-status.server.ts';
import { sayRunningLate, writeSessionMessage } from '#features/sessions/commands/write.server.ts';
import { requestConflicts } from '#features/sessions/queries/conflicts.server.ts';
import { formValues } from '#ui/form-data.ts';
import { act, answerProposal, pay, refused, signedIn, withdraw } from '../../session-actions.server.ts';
import { forPage, sessionHere } from './here.server.ts';
import { keep } from './keep.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** For the session's two people and admins; anyone else is told that there is no such session. */
export const load: PageServerLoad = async (event) => {
  const here = await sessionHere(event);
  const conflicts = here.moves.answer ? await requestConflicts(event.locals.app, here.actor, [here.session]) : null;
  const isJoining = event.url.searchParams.get('in') === 'zoom';
  const frame = isJoining ? meetingFrame(event.locals.app, here.session, here.userRole) : null;
  event.setHeaders(
    frame === null ? { 'permissions-policy': permissionsPolicy({ devices: true }) } : AROUND_FRAME_HEADERS,
  );
  return {
    ...forPage(here),
    frame,
    conflicts: conflicts?.get(here.session.id) ?? [],
    done: event.url.searchParams.get('done'),
    origin: event.url.origin,
  };
};

const doneAs =
  (done: string) =>
  ({ url }: { url: URL }) =>
    `${url.pathname}?done=${done}`;

export const actions: Actions = {
  pay,
  withdraw,
  answerProposal,
  approve: act(approveMentorshipRequest, doneAs('approved')),
  write: keep('write', writeSessionMessage, 'written'),
  late: keep('late', sayRunningLate, 'late'),
  meeting: keep('meeting', setMentorshipMeetingUrl, 'linked'),
  start: act(updateTutorMentorshipSessionStatus, doneAs('started'), { status: 'IN_PROGRESS' }),
  complete: act(updateTutorMentorshipSessionStatus, doneAs('completed'), { status: 'COMPLETED' }),
  /** Notes the arrival. The page then goes on to the meeting by itself: a redirect from a form may not leave this site. */
  join: async (event) => {
    const input = formValues(await event.request.formData());
    const person = await signedIn(event);
    const joined = await execute(event.locals.app, joinMentorshipSession, person, input);
    if (!joined.ok) return refused(joined, input);
    // With a script the meeting opens on this page, loaded anew for the headers that camera and microphone need.
    const { session, userRole } = await sessionHere(event);
    const frame = meetingFrame(event.locals.app, session, userRole);
    return { joined: { meetingUrl: joined.value.meetingUrl, here: frame && `${event.url.pathname}?in=zoom` } };
  },
};
