import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { parseJson, readBody, sendJson } from '../http.ts';
import { addFault, turn } from './knobs.ts';
import { find, forget } from './meetings.ts';
import { enter, leave } from './people.ts';
import type { StandIn } from './stand-in.ts';

const idBody = z.strictObject({ id: z.int() });
const enterBody = z.strictObject({
  id: z.int(),
  name: z.string().optional(),
  email: z.string().optional(),
  customerKey: z.string().optional(),
});
const leaveBody = z.strictObject({ id: z.int(), userId: z.string() });

/**
 * The knobs from another process: `GET /__state`, and with a JSON body `POST /__knobs` (any of them), `/__faults`,
 * `/__revoke` (every token), `/__meetings/delete`, `/__meetings/enter`, `/__meetings/leave`. 422 tells what was wrong
 * with the body.
 */
export async function answerControl(
  standIn: StandIn,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.headers.origin !== undefined) {
    sendJson(response, 403, { message: 'a browser page may not turn the knobs' });
    return;
  }
  const { pathname } = new URL(request.url ?? '/', 'http://stand-in');
  const body = request.method === 'POST' ? parseJson(await readBody(request)) : null;
  try {
    const answer = act(standIn, `${request.method ?? 'GET'} ${pathname}`, body);
    sendJson(response, answer === null ? 404 : 200, answer);
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    sendJson(response, 422, { message: z.prettifyError(error) });
  }
}

function act(standIn: StandIn, what: string, body: unknown): unknown {
  const { knobs, store, webhooks, tokens } = standIn;
  switch (what) {
    case 'GET /__state':
      return { knobs, meetings: [...store.meetings.values()], webhooks: webhooks.deliveries() };
    case 'POST /__knobs':
      return turn(knobs, body);
    case 'POST /__faults':
      addFault(knobs, body);
      return knobs;
    case 'POST /__revoke':
      tokens.clear();
      return { revoked: true };
    case 'POST /__meetings/delete': {
      const { id } = idBody.parse(body);
      const meeting = find(standIn, String(id));
      if (meeting === null) return null;
      forget(standIn, meeting, meeting.host);
      return { deleted: id };
    }
    case 'POST /__meetings/enter': {
      const { id, name, email, customerKey } = enterBody.parse(body);
      const meeting = find(standIn, String(id));
      const who = { ...(name && { name }), ...(email && { email }), ...(customerKey && { customerKey }) };
      return meeting === null ? null : enter(standIn, meeting, who);
    }
    case 'POST /__meetings/leave': {
      const { id, userId } = leaveBody.parse(body);
      const meeting = find(standIn, String(id));
      return meeting === null ? null : { left: leave(standIn, meeting, userId) };
    }
    default:
      return null;
  }
}
