import { betterAuth } from 'better-auth/minimal';
import { APIError } from 'better-auth/api';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import type { App } from '#infra/app.server.ts';
import { authAccount, authSession, authVerification, person } from '#infra/db/tables/accounts.server.ts';
import { newId, type PersonId } from '#shared/id.ts';
import { DEFAULT_MESSAGES } from '#shared/reasons.ts';
import { settings } from '#shared/settings.ts';
import { authCookieName, isSecure } from './auth-cookie.server.ts';
import { sameOrigins } from './origin.ts';
import { hasSecondFactor } from './queries/second-factor.server.ts';

/** Better Auth's answer to a right password of somebody who has an authenticator app. */
export const SECOND_STEP = 'SECOND_STEP';
const SIGN_IN = '/sign-in/email';

export type Auth = ReturnType<typeof createAuth>;

const instances = new WeakMap<App, Auth>();

/** The sign-in machinery of this app. Only accounts' own commands and its HTTP door use it. */
export function authOf(app: App): Auth {
  const known = instances.get(app);
  if (known !== undefined) return known;
  const auth = createAuth(app);
  instances.set(app, auth);
  return auth;
}

function createAuth(app: App) {
  const secure = isSecure(app.config);
  const cookie = (name: string) => ({ name: secure ? `__Host-${name}` : name });
  return betterAuth({
    appName: 'Mentorship',
    baseURL: app.config.publicUrl,
    basePath: '/api/auth',
    secret: app.config.authSecret,
    trustedOrigins: sameOrigins(app.config),
    database: drizzleAdapter(app.db, {
      provider: 'pg',
      schema: { user: person, session: authSession, account: authAccount, verification: authVerification },
      transaction: true,
    }),
    // `role`, `verifiedAt` and the rest of a person are not declared here, so no request can set them.
    user: { changeEmail: { enabled: false }, deleteUser: { enabled: false } },
    session: {
      fields: { userId: 'personId' },
      expiresIn: settings.authSessionDays * 24 * 60 * 60,
      // A fixed life: who is asking is then one read, never a write.
      disableSessionRefresh: true,
    },
    account: { fields: { userId: 'personId' } },
    databaseHooks: {
      session: {
        create: {
          // The one place where a session begins by a password: no door around the second step stays open.
          async before({ userId }, context) {
            if (context?.path !== SIGN_IN || !(await hasSecondFactor(app, userId as PersonId))) return;
            throw new APIError('FORBIDDEN', { code: SECOND_STEP, message: DEFAULT_MESSAGES.code_needed });
          },
        },
      },
    },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: settings.passwordMinLength,
      maxPasswordLength: settings.passwordMaxLength,
    },
    rateLimit: { enabled: false }, // limits.ts counts, for forms and HTTP alike
    telemetry: { enabled: false },
    logger: {
      level: 'warn',
      // Its messages may name an e-mail address; its own words go to debug only.
      log: (level, message) => app.log.debug({ level, message }, 'sign-in'),
    },
    advanced: {
      useSecureCookies: false, // the names below carry the stricter `__Host-` themselves
      defaultCookieAttributes: { secure, httpOnly: true, sameSite: 'lax', path: '/' },
      cookies: {
        session_token: { name: authCookieName(app.config) },
        session_data: cookie('mentorship_session_data'),
        account_data: cookie('mentorship_account_data'),
        dont_remember: cookie('mentorship_dont_remember'),
      },
      disableCSRFCheck: true, // the front door has judged the origin of every write already
      ipAddress: { disableIpTracking: true },
      database: { generateId: () => newId(app.random, Date.now()) },
    },
  });
}
