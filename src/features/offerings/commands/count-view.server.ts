import { sql } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import { offeringDay } from '#infra/db/tables/offerings.server.ts';
import type { OfferingId } from '#shared/id.ts';
import { isObviousBot } from '../rules/bots.ts';

export type Look = {
  userAgent: string | null;
  /** Fetched ahead of a click that may never come, or once more for a page that is open. */ isNone: boolean;
};

/**
 * Counts one look at an offering's page, on today's UTC date; who looked is not kept. Programs, fetches ahead and fetches again do not
 * count. Never fails: a page is worth more than its count. Resolves when it is done, which nobody needs to wait for.
 */
export async function countView(app: App, offeringId: OfferingId, { userAgent, isNone }: Look): Promise<void> {
  if (isNone || isObviousBot(userAgent)) return;
  const day = new Date(app.clock.now().epochMilliseconds).toISOString().slice(0, 10);
  try {
    await app.db
      .insert(offeringDay)
      .values({ offeringId, day, views: 1 })
      .onConflictDoUpdate({
        target: [offeringDay.offeringId, offeringDay.day],
        set: { views: sql`${offeringDay.views} + 1` },
      });
  } catch (error) {
    app.log.warn({ err: error, offeringId }, 'a look at an offering was not counted');
  }
}
