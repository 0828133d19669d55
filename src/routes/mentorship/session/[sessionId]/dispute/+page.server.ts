import { disputeMentorshipSession } from '#features/sessions/commands/dispute.server.ts';
import { forPage, sessionHere } from '../here.server.ts';
import { report } from '../report.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const here = await sessionHere(event);
  const closed = here.moves.dispute ? null : 'A session can be disputed once, within 48 hours after it was closed.';
  return { ...forPage(here), closed };
};

export const actions: Actions = { default: report(disputeMentorshipSession, 'disputed') };
