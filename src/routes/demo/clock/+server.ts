import { redirect } from '@sveltejs/kit';
import { nextPath } from '#features/accounts/next-path.ts';
import { statusOf } from '#shared/reasons.ts';
import { refuse, type Refusal } from '#shared/result.ts';
import { toIso } from '#shared/time.ts';
import { readJson } from '../../api/read-json.ts';
import { demoOnly } from '../demo-only.ts';
import { readMove } from './move.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals }) => {
  demoOnly(locals);
  return Response.json({ now: toIso(locals.app.clock.now()) });
};

/** Moves the clock forward and answers when everything that is due by it has happened. A form is sent back to its page. */
export const POST: RequestHandler = async ({ locals, request }) => {
  const demo = demoOnly(locals);
  const form = isForm(request) ? await request.formData() : null;
  const body = form === null ? await readJson(request) : ({ ok: true, value: fromForm(form) } as const);
  if (!body.ok) return problem(body);
  const when = readMove(body.value, locals.app.clock.now());
  if (!when.ok) return problem(when);
  const moved = await demo.moveClockTo(when.value);
  if (!moved) return problem(refuse('invalid', { message: 'The clock only moves forward.' }));
  if (form !== null) redirect(303, nextPath(String(form.get('returnTo') ?? ''), '/'));
  return Response.json({ now: toIso(locals.app.clock.now()) });
};

function isForm(request: Request): boolean {
  return /^(application\/x-www-form-urlencoded|multipart\/form-data)/.test(request.headers.get('content-type') ?? '');
}

function fromForm(form: FormData): object {
  return { advanceMinutes: Number(form.get('advanceMinutes') ?? Number.NaN) };
}

function problem({ reason, message }: Refusal): Response {
  return Response.json({ error: { code: reason, message } }, { status: statusOf(reason) });
}
