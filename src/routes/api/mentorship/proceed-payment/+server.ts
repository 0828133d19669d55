import { json } from '@sveltejs/kit';
import { execute } from '#features/accounts/command.server.ts';
import { proceedWithApprovedBookingPayment } from '#features/sessions/commands/proceed-payment.server.ts';
import { refuse } from '#shared/result.ts';
import { apiError } from '../../api-error.ts';
import { readJson } from '../../read-json.ts';
import type { RequestHandler } from './$types';

/** `{sessionId}` → `{authorizationUrl}`. */
export const POST: RequestHandler = async ({ request, locals }) => {
  const actor = await locals.actor();
  if (actor === null) return apiError(refuse('signed_out'));
  const body = await readJson(request);
  if (!body.ok) return apiError(body);
  const page = await execute(locals.app, proceedWithApprovedBookingPayment, actor, body.value);
  return page.ok ? json({ authorizationUrl: page.value.authorizationUrl }) : apiError(page);
};
