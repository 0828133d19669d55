import { error, fail } from '@sveltejs/kit';
import { limitRequest } from '#features/accounts/limit-request.server.ts';
import { LIMITS } from '#features/accounts/limits.ts';
import { unsubscribe, unsubscribing } from '#features/notifications/commands/unsubscribe.server.ts';
import { GROUP_WORDS } from '#features/notifications/rules/event-groups.ts';
import { statusOf } from '#shared/reasons.ts';
import type { Actions, PageServerLoad } from './$types';

/** What the link would stop. Changes nothing: mail scanners follow links, too. */
export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
  // The address stops somebody's mails: it is kept by no cache, and told to no other site.
  setHeaders({ 'cache-control': 'no-store', 'referrer-policy': 'same-origin' });
  const found = await unsubscribing(locals.app, params.token);
  if (!found.ok) error(statusOf(found.reason), found.message);
  const { group, isOn } = found.value;
  return { about: GROUP_WORDS[group].inSentence, isOn };
};

export const actions: Actions = {
  /** The page's button, and what mail programs send for a person who presses theirs (RFC 8058): no redirect, no cookie. */
  default: async ({ locals, params }) => {
    const found = await unsubscribing(locals.app, params.token);
    if (!found.ok) error(statusOf(found.reason), found.message);
    const within = await limitRequest(locals.app, LIMITS.unsubscribe, found.value.personId, null);
    const done = within.ok ? await unsubscribe(locals.app, params.token) : within;
    if (!done.ok) return fail(statusOf(done.reason), { message: done.message });
    return { stopped: true };
  },
};
