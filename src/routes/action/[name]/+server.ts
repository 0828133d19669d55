import { limitRequest, retryAfter } from '#features/accounts/limit-request.server.ts';
import { statusOf } from '#shared/reasons.ts';
import { refuse, type Refusal } from '#shared/result.ts';
import { readJson } from '../../api/read-json.ts';
import { actions } from './registry.server.ts';
import type { RequestHandler } from './$types';

/** Runs a command by its name: JSON in, `{ok:true,data}` or `{ok:false,error}` out. Signed out is told before all else. */
export const POST: RequestHandler = async ({ locals, params, request, getClientAddress }) => {
  const actor = await locals.actor();
  if (actor === null) return answer(refuse('signed_out'));
  if (!isJson(request))
    return answer(refuse('unreadable', { message: 'Send JSON, with content-type: application/json.' }));
  const action = actions.get(params.name);
  if (action === undefined) return answer(refuse('not_found', { message: 'There is no action of this name.' }));
  const body = await readJson(request);
  if (!body.ok) return answer(body);
  if (action.limit !== null) {
    const within = await limitRequest(locals.app, action.limit, actor.personId, getClientAddress());
    if (!within.ok) return answer(within);
  }
  const result = await action.run(locals.app, actor, body.value);
  return result.ok ? Response.json({ ok: true, data: result.value }) : answer(result);
};

/** Everything else that is asked of an action, by any other method. */
export const fallback: RequestHandler = () => {
  const error = { code: 'method_not_allowed', message: 'Actions are called with POST. Nothing was changed.' };
  return Response.json({ ok: false, error }, { status: 405, headers: { allow: 'POST' } });
};

function isJson(request: Request): boolean {
  return /^application\/json\s*(;|$)/i.test(request.headers.get('content-type') ?? '');
}

function answer(refusal: Refusal): Response {
  const { reason: code, message, fields, data } = refusal;
  const wait = retryAfter(refusal);
  return Response.json(
    { ok: false, error: { code, message, fields, data } },
    { status: statusOf(refusal.reason), headers: wait === null ? {} : { 'retry-after': wait } },
  );
}
