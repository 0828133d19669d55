import { json } from '@sveltejs/kit';
import { may } from '#features/accounts/gates.server.ts';
import { sessionFor } from '#features/sessions/queries.server.ts';
import { readId, type SessionId } from '#shared/id.ts';
import { apiError } from '../../../api-error.ts';
import type { RequestHandler } from './$types';

/** `{session, userRole}` for its people and admins; 404 for anyone else, 401 signed out. */
export const GET: RequestHandler = async ({ params, locals }) => {
  const actor = may(await locals.actor(), 'session.view');
  if (!actor.ok) return apiError(actor);
  const found = await sessionFor(locals.app, actor.value, readId<SessionId>(params.sessionId));
  return found.ok ? json(found.value) : apiError(found);
};
