import { fail, redirect } from '@sveltejs/kit';
import { execute } from '#features/accounts/command.server.ts';
import { markNotificationsRead } from '#features/notifications/commands/mark-read.server.ts';
import { notificationOf, notificationsOf } from '#features/notifications/queries/history.server.ts';
import { statusOf } from '#shared/reasons.ts';
import { formValues } from '#ui/form-data.ts';
import { signedIn } from '../mentorship/session-actions.server.ts';
import { viewerZone } from '../viewer-zone.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const actor = await signedIn(event);
  const cursor = event.url.searchParams.get('cursor') ?? undefined;
  return {
    ...(await notificationsOf(event.locals.app, actor, cursor)),
    isFirstPage: cursor === undefined,
    timeZone: viewerZone(event.cookies, actor.timeZone),
  };
};

export const actions: Actions = {
  /** Everything that the page has shown: what arrived meanwhile stays unread. */
  readAll: async (event) => {
    const input = formValues(await event.request.formData());
    const done = await execute(event.locals.app, markNotificationsRead, await signedIn(event), input);
    if (!done.ok) return fail(statusOf(done.reason), { refused: done.message });
    redirect(303, '/notifications');
  },
  /** Marks one read and goes where it leads, which the row says and not the form. */
  open: async (event) => {
    const { app } = event.locals;
    const actor = await signedIn(event);
    const { id } = formValues(await event.request.formData());
    const found = await notificationOf(app, actor, String(id));
    const done = await execute(app, markNotificationsRead, actor, { id });
    if (found === null || !done.ok) return fail(404, { refused: 'We could not find that notification.' });
    redirect(303, found.action.path);
  },
};
