import { json } from '@sveltejs/kit';
import { notificationsOf } from '#features/notifications/queries/history.server.ts';
import { refuse } from '#shared/result.ts';
import { apiError } from '../../api/api-error.ts';
import type { RequestHandler } from './$types';

const SHOWN = 5;

/** The newest few, for the bell. */
export const GET: RequestHandler = async ({ locals }) => {
  const actor = await locals.actor();
  if (actor === null) return apiError(refuse('signed_out'));
  const { notifications } = await notificationsOf(locals.app, actor, undefined, SHOWN);
  return json({ notifications });
};
