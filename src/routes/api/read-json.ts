import { ok, refuse, type Result } from '#shared/result.ts';

/** The JSON object of a request's body; `unreadable` for anything else. */
export async function readJson(request: Request): Promise<Result<object>> {
  const body = parse(await request.text());
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return refuse('unreadable', { message: 'Send a JSON object. Nothing was changed.' });
  }
  return ok(body);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
