import { sql } from 'drizzle-orm';
import type { Database } from '#infra/db/client.server.ts';
import type { Instant } from '#shared/time.ts';
import type { World } from '../world.ts';
import { findBrokenFunnel } from './funnel.ts';
import { findBrokenLedger } from './ledger.ts';
import { findBrokenLives } from './life.ts';
import { findBrokenAtPaystack, findBrokenMoney } from './money.ts';
import { readEverything, type Everything } from './read.ts';
import { findBrokenSessions } from './sessions.ts';
import { findBrokenTelling } from './telling.ts';
import { findBrokenTimes } from './time.ts';

type Counts = { missing: number; extra: number; overlaps: number; unbalanced: number };

/**
 * What is asked after every step, in one query: nobody is double-booked, time is taken by exactly the sessions that
 * take it, and no money has appeared or gone.
 */
export async function findBrokenBasics({ app }: World): Promise<string[]> {
  const { rows } = await app.db.execute<Counts>(sql`
    with expected as (
      select s.id as session_id, who.person_id, tstzrange(who.begins, who.ends) as during
      from session s cross join lateral (values
        (s.tutor_id, s.starts_at - make_interval(mins => s.buffer_before_minutes), s.ends_at + make_interval(mins => s.buffer_after_minutes)),
        (s.student_id, s.starts_at, s.ends_at)) as who (person_id, begins, ends)
      where s.status in ('PENDING_PAYMENT', 'SCHEDULED', 'IN_PROGRESS', 'COMPLETED', 'NO_SHOW'))
    select
      (select count(*)::int from (select * from expected except select * from taken_time) m) as missing,
      (select count(*)::int from (select * from taken_time except select * from expected) e) as extra,
      (select count(*)::int from taken_time a join taken_time b
        on a.person_id = b.person_id and a.session_id < b.session_id and a.during && b.during) as overlaps,
      (select count(*)::int from (select 1 from ledger_account group by currency having sum(balance_minor) <> 0) u) as unbalanced`);
  return Object.entries(rows[0] ?? { answer: 1 })
    .filter(([, count]) => count !== 0)
    .map(([what, count]) => `${what}: ${count}`);
}

/** Everything that is written down against everything else. */
export async function findBroken(db: Database, now: Instant): Promise<string[]> {
  return findBrokenIn(await readEverything(db), now);
}

/** The same, against Paystack's own books, and what a sweep has left undone. */
export async function findBrokenNow({ app, books, clock, missed }: World): Promise<string[]> {
  const all = await readEverything(app.db);
  return [...findBrokenIn(all, clock.now()), ...findBrokenAtPaystack(all, books), ...missed];
}

function findBrokenIn(all: Everything, now: Instant): string[] {
  return [
    ...findBrokenTimes(all),
    ...findBrokenLedger(all),
    ...findBrokenMoney(all),
    ...findBrokenSessions(all, now),
    ...findBrokenLives(all),
    ...findBrokenTelling(all),
    ...findBrokenFunnel(all),
  ];
}
