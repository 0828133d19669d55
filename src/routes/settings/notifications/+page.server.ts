import { fail, redirect } from '@sveltejs/kit';
import { execute } from '#features/accounts/command.server.ts';
import { setNotificationSettings } from '#features/notifications/commands/settings.server.ts';
import { notificationSettingsOf } from '#features/notifications/queries/settings.server.ts';
import { canTurnOff, CHANNELS, EVENT_GROUPS, GROUP_WORDS } from '#features/notifications/rules/event-groups.ts';
import { statusOf } from '#shared/reasons.ts';
import { formValues } from '#ui/form-data.ts';
import { signedIn } from '../../mentorship/session-actions.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const person = await signedIn(event);
  const settings = await notificationSettingsOf(event.locals.app.db, person.personId);
  return {
    groups: settings.map((one) => ({ ...one, ...GROUP_WORDS[one.group] })),
    email: person.email,
    saved: event.url.searchParams.has('saved'),
  };
};

export const actions: Actions = {
  /** A box that is not ticked is not sent: every group that can be turned off is said, ticked or not. */
  default: async (event) => {
    const person = await signedIn(event);
    const sent = formValues(await event.request.formData(), CHANNELS);
    const changes = EVENT_GROUPS.filter(canTurnOff).flatMap((group) =>
      CHANNELS.map((channel) => ({ group, channel, enabled: sent[channel].includes(group) })),
    );
    const saved = await execute(event.locals.app, setNotificationSettings, person, { changes });
    if (!saved.ok) return fail(statusOf(saved.reason), { message: saved.message });
    redirect(303, '/settings/notifications?saved');
  },
};
