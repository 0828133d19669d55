import { hasAuthCookie } from '#features/accounts/auth-cookie.server.ts';
import { demoPeople } from '#features/accounts/queries.server.ts';
import { bellOf } from '#features/notifications/queries/history.server.ts';
import { countNeedingYou } from '#features/sessions/queries/needs.server.ts';
import { toIso } from '#shared/time.ts';
import type { LayoutServerLoad } from './$types';
import { viewerZone } from './viewer-zone.server.ts';

const DEFAULT_ZONE = 'Africa/Lagos';

/** What every page shows around itself. Without a session cookie it asks the database nothing. */
export const load: LayoutServerLoad = async ({ cookies, locals, request }) => {
  const { app } = locals;
  const isKnown = hasAuthCookie(app.config, request.headers.get('cookie'));
  const actor = isKnown ? await locals.actor() : null;
  const [needsYou, bell] =
    actor === null ? [0, null] : await Promise.all([countNeedingYou(app, actor), bellOf(app, actor)]);
  return {
    person: actor && { id: actor.personId, name: actor.name, email: actor.email, role: actor.role, image: actor.image },
    needsYou,
    bell,
    demo: locals.demo && { nowIso: toIso(app.clock.now()), people: await demoPeople(app) },
    // As on the pages inside it: the bell must not tell another time than they do.
    timeZone: viewerZone(cookies, actor?.timeZone ?? DEFAULT_ZONE),
  };
};
