import { sql } from 'drizzle-orm';
import type { Executor } from '#infra/db/client.server.ts';
import type { Jobs } from '#infra/jobs.server.ts';
import { readTimestamp } from '#infra/db/columns.server.ts';
import { instant, isBefore, plusMinutes, type Clock, type Instant } from '#shared/time.ts';

export type WaitingJob = { id: number; queue: string; data: Record<string, string>; due: Instant; attempts: number };

/** As many tries as the real job store gives a job. */
const MAX_ATTEMPTS = 8;

/**
 * The job store of a story: a table of its own, so that a job exists exactly if its transaction commits. Due by the
 * story's clock and run in the order that the dice want, which the real one would not allow.
 */
export type StoryJobs = Pick<Jobs, 'enqueue'> & {
  due(): Promise<WaitingJob[]>;
  finish(job: WaitingJob): Promise<void>;
  /** A try has failed: later again, or never after the last. */
  postpone(job: WaitingJob): Promise<void>;
};

export async function createJobTable(db: Executor): Promise<void> {
  await db.execute(sql`create schema if not exists simulator`);
  await db.execute(sql`create table if not exists simulator.job (
    id bigserial primary key, queue text not null, data jsonb not null, due timestamptz not null,
    attempts integer not null default 0)`);
}

export function createStoryJobs(db: Executor, clock: Clock): StoryJobs {
  const at = (when: Instant) => sql`${when.toString()}::timestamptz`;
  return {
    async enqueue(tx, queue, data, options = {}) {
      const due = instant(clock.now().epochMilliseconds + Math.round((options.startAfterSeconds ?? 0) * 1000));
      await tx.execute(
        sql`insert into simulator.job (queue, data, due) values (${queue}, ${JSON.stringify(data)}::jsonb, ${at(due)})`,
      );
    },
    async due() {
      const { rows } = await db.execute<{
        id: number | string;
        queue: string;
        data: Record<string, string>;
        due: unknown;
        attempts: number;
      }>(sql`select id, queue, data, due, attempts from simulator.job order by id`);
      return rows
        .map((row) => ({ ...row, id: Number(row.id), due: readTimestamp(row.due) }))
        .filter((job) => !isBefore(clock.now(), job.due));
    },
    async finish({ id }) {
      await db.execute(sql`delete from simulator.job where id = ${id}`);
    },
    async postpone({ id, attempts }) {
      if (attempts + 1 >= MAX_ATTEMPTS) {
        await db.execute(sql`delete from simulator.job where id = ${id}`);
        return;
      }
      const due = plusMinutes(clock.now(), 2 ** attempts / 10);
      await db.execute(sql`update simulator.job set attempts = attempts + 1, due = ${at(due)} where id = ${id}`);
    },
  };
}
