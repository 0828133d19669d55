import { assert } from '#shared/assert.ts';
import { refuse, type Result } from '#shared/result.ts';
import type { App } from '#infra/app.server.ts';
import { openAuthSession, type SignedIn } from './commands.server.ts';
import { demoPeople } from './queries.server.ts';

/** Everybody in the demo has the same one; it is printed at the start and worth nothing elsewhere. */
export const DEMO_PASSWORD = 'mentorship-demo';

/** Signs in as one of the demo's people, without counting tries. Anybody else, and any other mode, is `not_found`. */
export async function signInAsDemoPerson(app: App, email: string, headers: Headers): Promise<Result<SignedIn>> {
  assert(app.config.mode === 'demo' || app.config.mode === 'test', 'only the demo signs in by name');
  const people = await demoPeople(app);
  if (!people.some((person) => person.email === email)) return refuse('not_found');
  return openAuthSession(app, { email, password: DEMO_PASSWORD }, headers);
}
