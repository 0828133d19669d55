import { claimMentorshipNoShow } from '#features/sessions/commands/update-status.server.ts';
import { forPage, sessionHere } from '../here.server.ts';
import { report } from '../report.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const here = await sessionHere(event);
  const closed = here.moves.claimNoShow
    ? null
    : 'This can be said from 15 minutes after the start, while the session is open and nobody has asked our team yet.';
  return { ...forPage(here), closed };
};

export const actions: Actions = { default: report(claimMentorshipNoShow, 'no-show') };
