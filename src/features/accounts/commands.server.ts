import { and, eq, isNotNull } from 'drizzle-orm';
import type { z } from 'zod';
import type { App } from '#infra/app.server.ts';
import { authSession, person } from '#infra/db/tables/accounts.server.ts';
import { inTransaction, transact } from '#infra/db/transact.server.ts';
import { assert } from '#shared/assert.ts';
import { ok, refuse, type Refusal, type Result } from '#shared/result.ts';
import { refuseInput } from './command.server.ts';
import { authOf, SECOND_STEP } from './auth.server.ts';
import { authCookieName, readSetCookies, type SetCookie } from './auth-cookie.server.ts';
import { beginSecondStep } from './commands/second-step.server.ts';
import { limitRequest } from './limit-request.server.ts';
import { LIMITS } from './limits.ts';
import { lockActor } from './commands/lock-actor.server.ts';
import type { Role } from './permissions.ts';
import { signInInput, signUpInput } from './schema.ts';

export type SignedIn = {
  readonly cookies: readonly SetCookie[];
  /** The password was right, and the code of the authenticator app is still owed: nobody is signed in yet. */
  readonly needsCode: boolean;
};

/**
 * Signs in with e-mail and password under a new session. An unknown e-mail and a wrong password are one
 * answer, `wrong_credentials`. Also `invalid`, `unknown_key`, `too_many_requests`.
 */
export async function signIn(
  app: App,
  raw: unknown,
  headers: Headers,
  address: string | null,
): Promise<Result<SignedIn>> {
  const input = signInInput.safeParse(raw);
  if (!input.success) return refuseInput(input.error);
  const allowed = await limitRequest(app, LIMITS.signIn, input.data.email, address);
  if (!allowed.ok) return allowed;
  return openAuthSession(app, input.data, headers);
}

/**
 * Opens a student's account and signs in. Who already has an account and gives its password is signed in; any other
 * password is refused in words that do not say whether the account exists, and costs the same time and a try.
 */
export async function signUp(
  app: App,
  raw: unknown,
  headers: Headers,
  address: string | null,
): Promise<Result<SignedIn>> {
  const input = signUpInput.safeParse(raw);
  if (!input.success) return refuseInput(input.error);
  const allowed = await limitRequest(app, LIMITS.signUp, input.data.email, address);
  if (!allowed.ok) return allowed;
  const created = await authOf(app).api.signUpEmail({ body: input.data, headers: agentOf(headers), asResponse: true });
  if (created.ok) return ok({ cookies: readSetCookies(created.headers), needsCode: false });
  const { code } = await readProblem(created);
  assert(code === 'USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL', `sign-up failed: ${created.status} ${code}`);
  const signedIn = await openAuthSession(app, input.data, headers);
  return signedIn.ok ? signedIn : refuse('account_not_opened');
}

/** Ends this session on the server, so that a copy of its cookie is worthless, and clears the cookie. */
export async function signOut(app: App, headers: Headers): Promise<Pick<SignedIn, 'cookies'>> {
  const cookie = headers.get('cookie');
  const answer = await authOf(app).api.signOut({
    headers: new Headers(cookie === null ? {} : { cookie }),
    asResponse: true,
  });
  const cookies = readSetCookies(answer.headers);
  if (cookies.length > 0) return { cookies };
  return { cookies: [{ name: authCookieName(app.config), value: '', maxAgeSeconds: 0 }] };
}

/** Gives a person a role, and a tutor or mentor our word for them, by command line. `not_found`, `invalid`, `suspended`. */
export async function grantRole(
  app: App,
  input: { email: string; role: Role; verified: boolean },
): Promise<Result<{ name: string }>> {
  const teaches = input.role === 'TUTOR' || input.role === 'MENTOR';
  if (input.verified && !teaches) {
    return refuse('invalid', { message: 'Only a TUTOR or a MENTOR can be verified.' });
  }
  const email = input.email.trim().toLowerCase();
  return transact(app.db, async (tx) => {
    const suspended = await tx.$count(person, and(eq(person.email, email), isNotNull(person.suspendedAt)));
    if (input.verified && suspended > 0) {
      return refuse('suspended', { message: `${email} is suspended. An admin lifts that on the tutor's page.` });
    }
    const [row] = await tx
      .update(person)
      .set({
        role: input.role,
        verifiedAt: input.verified ? app.clock.now() : null,
        verifiedBeforeAt: null,
        updatedAt: new Date(),
      })
      .where(eq(person.email, email))
      .returning({ name: person.name });
    return row === undefined ? refuse('not_found', { message: `Nobody signed up as ${input.email}.` }) : ok(row);
  });
}

export async function openAuthSession(
  app: App,
  { email, password }: z.output<typeof signInInput>,
  headers: Headers,
): Promise<Result<SignedIn>> {
  const answer = await authOf(app).api.signInEmail({
    body: { email, password, rememberMe: true },
    headers: agentOf(headers),
    asResponse: true,
  });
  if (answer.ok) {
    const isHere = await staysSignedIn(app, await readToken(answer));
    return isHere ? ok({ cookies: readSetCookies(answer.headers), needsCode: false }) : refuse('wrong_credentials');
  }
  const { code } = await readProblem(answer);
  return code === SECOND_STEP
    ? ok({ cookies: [await beginSecondStep(app, email)], needsCode: true })
    : refusalOf(answer, code);
}

/**
 * False when the account was deleted while its password was being checked: then the session that was opened for nobody
 * goes, too. Erasing holds the same lock, so it is either over, or finds this session and ends it.
 */
async function staysSignedIn(app: App, token: string): Promise<boolean> {
  return inTransaction(app.db, async (tx) => {
    const [opened] = await tx.select().from(authSession).where(eq(authSession.token, token));
    if (opened === undefined) return false;
    const present = await lockActor(tx, opened);
    if (!present.ok) await tx.delete(authSession).where(eq(authSession.id, opened.id));
    return present.ok;
  });
}

async function readToken(answer: Response): Promise<string> {
  const body: unknown = await answer.json();
  const token = typeof body === 'object' && body !== null && 'token' in body ? body.token : null;
  assert(typeof token === 'string', 'a sign-in answers with the token of its session');
  return token;
}

function refusalOf(answer: Response, code: string): Refusal {
  assert(answer.status === 401, `sign-in failed: ${answer.status} ${code}`);
  return refuse('wrong_credentials');
}

async function readProblem(answer: Response): Promise<{ code: string }> {
  const body: unknown = await answer.json();
  const code = typeof body === 'object' && body !== null && 'code' in body ? String(body.code) : 'unknown';
  return { code };
}

/** Nothing of the request but its browser's name goes in: no cookie, so that a new session is never an old one's. */
function agentOf(headers: Headers): Headers {
  return new Headers({ 'user-agent': (headers.get('user-agent') ?? '').slice(0, 300) });
}
