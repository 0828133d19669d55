import { redirect, type RequestEvent } from '@sveltejs/kit';
import { readAuthToken } from '#features/accounts/auth-cookie.server.ts';
import { endAuthSession, endOtherAuthSessions } from '#features/accounts/commands/auth-sessions.server.ts';
import { changeEmail } from '#features/accounts/commands/email.server.ts';
import { changePassword } from '#features/accounts/commands/password.server.ts';
import {
  beginSecondFactor,
  confirmSecondFactor,
  pendingEnrolment,
  removeSecondFactor,
  renewCodes,
} from '#features/accounts/commands/second-factor.server.ts';
import { devices } from '#features/accounts/queries/account.server.ts';
import { qrOf } from '#features/accounts/queries/qr.server.ts';
import { secondFactorState } from '#features/accounts/queries/second-factor.server.ts';
import { formValues, textOf } from '#ui/form-data.ts';
import { refusedForm } from '../../form-refusal.ts';
import { viewerZone } from '../../viewer-zone.server.ts';
import { accountHere } from '../account.server.ts';
import type { Actions, PageServerLoad } from './$types';

const HERE = '/settings/security';

export const load: PageServerLoad = async ({ locals, url, request, cookies }) => {
  const me = await accountHere({ locals, url });
  const { app } = locals;
  const [list, state, enrolment] = await Promise.all([
    devices(app, me, tokenOf({ locals, request })),
    secondFactorState(app, me.personId),
    pendingEnrolment(app, me),
  ]);
  return {
    email: me.email,
    role: me.role,
    mustEnrol: me.mustEnrol === true,
    devices: list,
    secondFactor: state,
    enrolment: enrolment && { secret: enrolment.secret, uri: enrolment.uri, qr: qrOf(enrolment.uri) },
    done: url.searchParams.get('done'),
    timeZone: viewerZone(cookies, me.timeZone),
  };
};

export const actions: Actions = {
  async password({ locals, request }) {
    const { password, newPassword } = await texts(request);
    const done = await changePassword(
      locals.app,
      await locals.actor(),
      { password, newPassword },
      tokenOf({ locals, request }),
    );
    if (!done.ok) return refusedForm('password', done);
    redirect(303, `${HERE}?done=password`);
  },
  async email({ locals, request }) {
    const { email = '', password } = await texts(request);
    const done = await changeEmail(locals.app, await locals.actor(), { email, password });
    return done.ok ? { mailedTo: done.value.email } : refusedForm('email', done, { email });
  },
  async signOutOne({ locals, request }) {
    const { id = '' } = await texts(request);
    const done = await endAuthSession(locals.app, await locals.actor(), id);
    if (!done.ok) return refusedForm('devices', done);
    redirect(303, `${HERE}?done=device`);
  },
  async signOutOthers({ locals, request }) {
    const done = await endOtherAuthSessions(locals.app, await locals.actor(), tokenOf({ locals, request }));
    if (!done.ok) return refusedForm('devices', done);
    redirect(303, `${HERE}?done=devices`);
  },
  async beginApp({ locals, request }) {
    const { password } = await texts(request);
    const done = await beginSecondFactor(locals.app, await locals.actor(), { password });
    if (!done.ok) return refusedForm('app', done);
    redirect(303, `${HERE}#app`);
  },
  async confirmApp({ locals, request }) {
    const { code } = await texts(request);
    const done = await confirmSecondFactor(locals.app, await locals.actor(), { code });
    return done.ok ? { codes: done.value } : refusedForm('app', done);
  },
  async renewCodes({ locals, request }) {
    const { password, code } = await texts(request);
    const done = await renewCodes(locals.app, await locals.actor(), { password, code });
    return done.ok ? { codes: done.value } : refusedForm('renew', done);
  },
  async removeApp({ locals, request }) {
    const { password, code } = await texts(request);
    const done = await removeSecondFactor(locals.app, await locals.actor(), { password, code });
    if (!done.ok) return refusedForm('remove', done);
    redirect(303, `${HERE}?done=app`);
  },
};

async function texts(request: Request): Promise<Record<string, string>> {
  const values = formValues(await request.formData());
  return Object.fromEntries(Object.keys(values).map((name) => [name, textOf(values, name)]));
}

function tokenOf({ locals, request }: Pick<RequestEvent, 'locals' | 'request'>): string | null {
  return readAuthToken(locals.app.config, request.headers.get('cookie'));
}
