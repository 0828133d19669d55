import { and, eq, lte, sql } from 'drizzle-orm';
import { instant, type Clock, type Instant } from '#shared/time.ts';
import type { Database } from './db/client.server.ts';
import { installation } from './db/tables/installation.server.ts';

/** The clock ticks on while somebody reads it and asks for that very moment: that is not going backwards. */
const TICK_MS = 1_000;

/** The one clock of the product. In demo and test its offset lives in the database, so that a restart keeps it. */
export type AppClock = Clock & {
  /** Reads the offset again: another process may have moved the clock. */
  refresh(): Promise<void>;
  /** Moves the clock forward (demo and test only); going backwards is refused with `false`. */
  moveTo(when: Instant): Promise<boolean>;
};

export function createClock(db: Database, movable: boolean): AppClock {
  let offsetMs = 0;
  const now = () => instant(Date.now() + offsetMs);
  return {
    now,
    async refresh() {
      if (!movable) return;
      const [row] = await db.select({ offsetMs: installation.clockOffsetMs }).from(installation);
      offsetMs = row?.offsetMs ?? 0;
    },
    async moveTo(when) {
      if (!movable) throw new Error('the clock moves in demo and test mode only');
      const wantedMs = when.epochMilliseconds - Date.now();
      // Compared in the database, since another process may have moved the clock further.
      const moved = await db
        .update(installation)
        .set({ clockOffsetMs: sql`greatest(${installation.clockOffsetMs}, ${wantedMs})` })
        .where(and(eq(installation.id, 1), lte(installation.clockOffsetMs, wantedMs + TICK_MS)))
        .returning({ offsetMs: installation.clockOffsetMs });
      const [row] = moved;
      if (row === undefined) return false;
      offsetMs = row.offsetMs;
      return true;
    },
  };
}
