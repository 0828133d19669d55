import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate as migratePglite } from 'drizzle-orm/pglite/migrator';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLog } from '../log.server.ts';
import { openDatabase, type OpenDatabase } from './client.server.ts';
import { migrate } from './migrate.server.ts';

const MIGRATIONS = fileURLToPath(new URL('../../../migrations', import.meta.url));
/** How many migrations the first databases in use had. */
const FIRST = 3;
const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const [TUNDE, ADA, GO, OFFERING, SESSION, NOTICE, PAID] = [1, 2, 10, 20, 30, 40, 50].map(id);

let folder: string;
let database: OpenDatabase;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mentorship-migrations-'));
  copyFirst();
  database = await openDatabase({ databaseUrl: null, dataDir: 'memory://', log: createLog('silent') });
  if (database.engine !== 'pglite') throw new Error('the embedded database was asked for');
  await migratePglite(drizzle(database.pglite), { migrationsFolder: folder });
  await database.pglite.exec(DATA);
  await migrate(database, 'test');
});
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true });
});

it('keeps what was learned, and gives lessons of one place a place each', async () => {
  expect(await rows(sql`select position, title from lesson order by position`)).toEqual([
    { position: 1, title: 'One' },
    { position: 2, title: 'Two' },
    { position: 3, title: 'Also two' },
  ]);
  expect(await rows(sql`select l.title from lesson_done d join lesson l on l.id = d.lesson_id order by 1`)).toEqual([
    { title: 'One' },
    { title: 'Two' },
  ]);
});

it('sums the months of the old entries by the clock of Lagos', async () => {
  expect(
    await rows(sql`select month::text, account_kind, amount_minor::int as amount from ledger_month order by 2`),
  ).toEqual([
    { month: '2026-11-01', account_kind: 'paystack_clearing', amount: 500_000 },
    { month: '2026-11-01', account_kind: 'unapplied_receipts', amount: -500_000 },
  ]);
});

it('finds old offerings, shows old notifications and keeps old sessions', async () => {
  const query = sql`offering_query('cpp tunde', '', false)`;
  expect(await rows(sql`select offering_id as id from offering_search where search @@ ${query}`)).toEqual([
    { id: OFFERING },
  ]);
  expect(await rows(sql`select shows_toast from notification`)).toEqual([{ shows_toast: true }]);
  expect(
    await rows(sql`select source_course_id, late_minutes from session s join session_message m on m.session_id = s.id`),
  ).toEqual([{ source_course_id: null, late_minutes: null }]);
});

async function rows(query: ReturnType<typeof sql>): Promise<unknown[]> {
  return (await database.db.execute(query)).rows;
}

function copyFirst(): void {
  const files = readdirSync(MIGRATIONS).filter((name) => name.endsWith('.sql'));
  for (const name of files.toSorted().slice(0, FIRST)) copyFileSync(join(MIGRATIONS, name), join(folder, name));
  const journal = JSON.parse(readFileSync(join(MIGRATIONS, 'meta/_journal.json'), 'utf8')) as { entries: unknown[] };
  mkdirSync(join(folder, 'meta'));
  writeFileSync(
    join(folder, 'meta/_journal.json'),
    JSON.stringify({ ...journal, entries: journal.entries.slice(0, FIRST) }),
  );
}

/** Something of everything that later migrations read or change. */
const DATA = `
  insert into person (id, name, email, role, created_at, updated_at) values
    ('${TUNDE}', 'Tunde Adéyemi', 'tunde@example.test', 'TUTOR', now(), now()),
    ('${ADA}', 'Ada', 'ada@example.test', 'STUDENT', now(), now());
  insert into course (id, slug, title, summary, price_minor, created_at) values ('${GO}', 'go', 'Go', '', 0, now());
  insert into lesson (id, course_id, position, title, body) values
    ('${id(11)}', '${GO}', 1, 'One', ''), ('${id(12)}', '${GO}', 2, 'Two', ''), ('${id(13)}', '${GO}', 2, 'Also two', '');
  insert into enrolment (course_id, student_id, enrolled_at, lessons_done) values ('${GO}', '${ADA}', now(), 2);
  insert into offering (id, tutor_id, course_id, title, duration_minutes, price_minor, takes_instant, takes_request,
    created_at, updated_at) values ('${OFFERING}', '${TUNDE}', '${GO}', 'C++ reviews', 60, 0, true, false, now(), now());
  insert into session (id, offering_id, tutor_id, student_id, title, description, duration_minutes, price_minor, currency,
    platform_basis_points, refund_policy, buffer_before_minutes, buffer_after_minutes, booking_mode, status,
    payment_status, starts_at, ends_at, created_at, updated_at)
    values ('${SESSION}', '${OFFERING}', '${TUNDE}', '${ADA}', 'C++ reviews', '', 60, 0, 'NGN', 3000, 'standard', 0, 0,
    'INSTANT', 'SCHEDULED', 'NOT_REQUIRED', now(), now() + interval '1 hour', now(), now());
  insert into session_event (session_id, event, actor, to_status, happened_at)
    values ('${SESSION}', 'bookFree', 'student', 'SCHEDULED', now());
  insert into session_message (id, session_id, author_id, body, created_at)
    values ('${id(31)}', '${SESSION}', '${ADA}', 'Hello', now());
  insert into notification_counter (person_id, last_seq) values ('${ADA}', 1);
  insert into notification (id, person_id, seq, kind, once_key, data, session_id, created_at)
    values ('${NOTICE}', '${ADA}', 1, 'session_booked', 'k', '{}', '${SESSION}', now());
  insert into mail_delivery (notification_id, status) values ('${NOTICE}', 'QUEUED');
  insert into ledger_account (id, kind, currency, balance_minor, guard) values
    ('paystack_clearing:NGN', 'paystack_clearing', 'NGN', 0, 0), ('unapplied_receipts:NGN', 'unapplied_receipts', 'NGN', 0, -1);
  insert into ledger_transfer (id, idempotency_key, kind, happened_at)
    values ('${PAID}', 'k', 'charge_received', '2026-10-31T23:30:00Z');
  insert into ledger_entry (transfer_id, account_id, amount_minor) values
    ('${PAID}', 'paystack_clearing:NGN', 500000), ('${PAID}', 'unapplied_receipts:NGN', -500000);`;
