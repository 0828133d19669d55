import { error } from '@sveltejs/kit';
import { countView, type Look } from '#features/offerings/commands/count-view.server.ts';
import { offeringById } from '#features/offerings/queries/find.server.ts';
import { offeringSlots } from '#features/offerings/queries/slots.server.ts';
import { localDate } from '#shared/format-time.ts';
import { readId, type OfferingId, type PersonId } from '#shared/id.ts';
import { toIso } from '#shared/time.ts';
import { addDays } from '#ui/calendar.ts';
import { viewerZone } from '../../../viewer-zone.server.ts';
import type { PageServerLoad } from './$types';

const SLOTS_SHOWN = 6;
/** From the first free day on, this many days are looked through for the next times. */
const DAYS_AHEAD = 14;

export const load: PageServerLoad = async ({ locals, params, url, cookies, parent, request, isDataRequest }) => {
  const { app } = locals;
  const layout = await parent();
  const viewerId = (layout.person?.id ?? null) as PersonId | null;
  const id = readId<OfferingId>(params.id);
  const offering = await offeringById(app, id, viewerId);
  if (offering === null) error(404, 'This offering is not open for booking.');
  const timeZone = viewerZone(cookies, layout.timeZone);
  const isOwn = offering.tutor.id === viewerId;
  if (!isOwn && request.method === 'GET') void countView(app, id, lookOf()); // nobody waits for it
  const slots = offering.nextSlot === null || isOwn ? [] : await nextSlots(offering.nextSlot);
  return { offering, slots, timeZone, isOwn, nowIso: toIso(app.clock.now()) };

  /** A page that is open already and asks for its data again, as when the reader's zone becomes known, is the same look. */
  function lookOf(): Look {
    const purpose = request.headers.get('sec-purpose') ?? request.headers.get('purpose') ?? '';
    const from = URL.parse(request.headers.get('referer') ?? '')?.pathname;
    const isAgain = isDataRequest && from === url.pathname;
    return {
      userAgent: request.headers.get('user-agent'),
      isNone: isAgain || /prefetch|prerender|preview/i.test(purpose),
    };
  }

  async function nextSlots(firstIso: string): Promise<string[]> {
    const from = localDate(firstIso, timeZone);
    const found = await offeringSlots(app, id, { from, to: addDays(from, DAYS_AHEAD), tz: timeZone });
    return found.ok ? found.value.slots.slice(0, SLOTS_SHOWN) : [];
  }
};
