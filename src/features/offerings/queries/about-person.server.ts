import { and, asc, eq } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import type { Executor } from '#infra/db/client.server.ts';
import { offering } from '#infra/db/tables/offerings.server.ts';
import type { PersonId } from '#shared/id.ts';
import { settings } from '#shared/settings.ts';
import type { OfferingView } from '../types.ts';
import { isListed, selectOfferings } from './find.server.ts';
import { viewOffering, withTrueNextSlots } from './view.server.ts';

/** Everything that a person ever offered, deleted or not, at most `limit`, oldest first. */
export function offeringsAbout(db: Executor, personId: PersonId, limit: number) {
  return db
    .select()
    .from(offering)
    .where(eq(offering.tutorId, personId))
    .orderBy(asc(offering.createdAt), asc(offering.id))
    .limit(limit);
}

/** What a tutor sells now, for their own page: the listed ones, cheapest first. */
export async function listedOfferingsOf(app: App, tutorId: PersonId): Promise<OfferingView[]> {
  const rows = await selectOfferings(app.db, and(eq(offering.tutorId, tutorId), isListed))
    .orderBy(asc(offering.priceMinor), asc(offering.id))
    .limit(settings.maxPageSize);
  return (await withTrueNextSlots(app.db, rows, app.clock.now())).map(viewOffering);
}
