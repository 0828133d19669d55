import { sql } from 'drizzle-orm';
import { may, type Actor } from '#features/accounts/gates.server.ts';
import { countStudentTabs, countTutorTabs, studentSessions, tutorSessions } from '#features/sessions/queries.server.ts';
import { adminSessions } from '#features/sessions/queries/admin-sessions.server.ts';
import { nextSession, studentPeriod, tutorPeriod } from '#features/sessions/queries/dashboard-stats.server.ts';
import { countNeedingYou, needsOf } from '#features/sessions/queries/needs.server.ts';
import { revenueByMonth } from '#features/ledger/queries/revenue.server.ts';
import type { App } from '#infra/app.server.ts';
import { openApp, type OpenApp } from '#processes/open-app.server.ts';
import { readId, type PersonId } from '#shared/id.ts';
import { settings } from '#shared/settings.ts';
import { plusMinutes } from '#shared/time.ts';
import { productEnv, type Bench } from './bench.ts';
import { makeDatabase } from './database.ts';
import { fillGrownWorld, LARGE, SMALL, type WorldSize } from './grown-world.ts';
import { ms, quantile } from './numbers.ts';
import { skipped, type Measurement, type Row } from './row.ts';
import { benchId } from './world.ts';

const WHAT = 'dashboards at 1 M sessions';
const GROWTH = 1.5;
const DEPTH = 1.2;
const BUDGET = `≤ ${GROWTH} × at 1 k; page 4,000 ≤ ${DEPTH} × page 1`;
const PAGE = 4_000;
const WARM_UP = 12;
const ROUNDS = 160;
const QUICK = 0.05;
const DAY = 24 * 60;

/** The queries of the dashboards, through the product's own functions, in a small world and in a grown one by turns. */
export const dashboards: Measurement = {
  name: 'dashboards',
  async run(bench) {
    if (bench.databaseUrl === null) return [skipped(WHAT, BUDGET, 'A million sessions want a PostgreSQL.')];
    const [small, large] = [
      await openGrown(bench, bench.databaseUrl, SMALL),
      await openGrown(bench, bench.databaseUrl, LARGE),
    ];
    try {
      return await compareWorlds(small.app, large.app);
    } finally {
      await small.close();
      await large.close();
    }
  },
};

/** Every query in both worlds, and the far pages of the large one beside its first. */
export async function compareWorlds(small: App, large: App): Promise<Row[]> {
  return [...(await growth(small, large)), ...(await depth(large))];
}

async function openGrown(bench: Bench, server: string, size: WorldSize): Promise<OpenApp> {
  const startedMs = performance.now();
  const database = await makeDatabase(server);
  const opened = await openApp({ ...productEnv(bench, bench.port()), DATABASE_URL: database.url });
  await fillGrownWorld(database.url, size);
  bench.say(
    `  ${size.sessions.toLocaleString('en')} sessions in ${Math.round((performance.now() - startedMs) / 1000)} s`,
  );
  return { app: opened.app, close: () => opened.close().then(() => database.drop()) };
}

type Asked = { what: string; run(app: App): Promise<unknown> };

async function growth(small: App, large: App): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { what, run } of queries()) {
    const [before, after] = await byTurns(
      () => run(small),
      () => run(large),
    );
    rows.push(row(what, `≤ ${GROWTH} × at 1 k`, after, before, GROWTH, '1 k sessions'));
  }
  return rows;
}

function queries(): Asked[] {
  const tutor = person('tutor', 'TUTOR');
  const student = person('student', 'STUDENT');
  const admin = may({ ...person('tutor', 'ADMIN') }, 'platform.administer');
  if (!admin.ok) throw new Error(admin.message);
  const month = (app: App) => ({ from: plusMinutes(app.clock.now(), -30 * DAY), to: app.clock.now() });
  return [
    { what: 'header: what needs a student', run: (app) => countNeedingYou(app, student) },
    { what: 'header: what needs a tutor', run: (app) => countNeedingYou(app, tutor) },
    { what: 'student: needs you', run: (app) => needsOf(app, student, 'student') },
    {
      what: 'student: counts on tabs',
      run: (app) => countStudentTabs(app, student, ['book', 'awaiting', 'approved', 'pending']),
    },
    { what: 'student: next session', run: (app) => nextSession(app, student) },
    { what: 'student: a month’s hours and money', run: (app) => studentPeriod(app, student, month(app)) },
    { what: 'student: Pending', run: (app) => studentSessions(app, student, 'pending') },
    { what: 'student: History', run: (app) => studentSessions(app, student, 'history') },
    {
      what: 'student: History, a word that none has',
      run: (app) => studentSessions(app, student, 'history', undefined, { q: 'quokka' }),
    },
    { what: 'tutor: needs you', run: (app) => needsOf(app, tutor, 'tutor') },
    { what: 'tutor: counts on tabs', run: (app) => countTutorTabs(app, tutor, ['approvals', 'pending', 'active']) },
    { what: 'tutor: a month’s sessions and share', run: (app) => tutorPeriod(app, tutor, month(app)) },
    { what: 'tutor: Approvals', run: (app) => tutorSessions(app, tutor, 'approvals') },
    { what: 'tutor: Pending', run: (app) => tutorSessions(app, tutor, 'pending') },
    { what: 'tutor: Completed', run: (app) => tutorSessions(app, tutor, 'completed') },
    {
      what: 'tutor: Completed, no-shows only',
      run: (app) => tutorSessions(app, tutor, 'completed', undefined, { status: 'NO_SHOW' }),
    },
    {
      what: 'tutor: Completed, last month',
      run: (app) => tutorSessions(app, tutor, 'completed', undefined, month(app)),
    },
    {
      what: 'tutor: Completed, a word that none has',
      run: (app) => tutorSessions(app, tutor, 'completed', undefined, { q: 'quokka' }),
    },
    { what: 'admin: sessions', run: (app) => adminSessions(app, admin.value) },
    { what: 'admin: one status', run: (app) => adminSessions(app, admin.value, { status: 'CANCELLED' }) },
    { what: 'admin: one payment status', run: (app) => adminSessions(app, admin.value, { payment: 'REFUNDED' }) },
    { what: 'admin: one tutor', run: (app) => adminSessions(app, admin.value, { tutorId: tutor.personId }) },
    { what: 'admin: last month', run: (app) => adminSessions(app, admin.value, month(app)) },
    { what: 'admin: search by e-mail', run: (app) => adminSessions(app, admin.value, { q: 'tutor0@bench.test' }) },
    { what: 'admin: search by a name', run: (app) => adminSessions(app, admin.value, { q: NAME }) },
    { what: 'admin: search by a payment’s reference', run: (app) => adminSessions(app, admin.value, { q: REFERENCE }) },
    { what: 'admin: revenue by month', run: (app) => revenueByMonth(app.db, 'NGN', '2020-01-01') },
  ];
}

/** The last name of student 7, and the payment of session 300, by the formulas of the grown world. */
const NAME = 'aoiender';
const REFERENCE = 'mnt-0e5b17dfbe7ccf7aefbaa1b583ed4b5c25feb18a';

/** Page 4,000 beside page 1 of the same lists. */
async function depth(large: App): Promise<Row[]> {
  const tutor = person('tutor', 'TUTOR');
  const admin = may(person('tutor', 'ADMIN'), 'platform.administer');
  if (!admin.ok) throw new Error(admin.message);
  const over = sql`tutor_id = ${tutor.personId} and status in ('COMPLETED', 'NO_SHOW', 'CANCELLED', 'EXPIRED', 'REJECTED')`;
  const [given, all] = [await cursorAt(large, over), await cursorAt(large, sql`true`)];
  const lists = [
    {
      what: `tutor: Completed, page ${PAGE}`,
      page: (cursor?: string) => tutorSessions(large, tutor, 'completed', cursor),
      deep: given,
    },
    {
      what: `admin: sessions, page ${PAGE}`,
      page: (cursor?: string) => adminSessions(large, admin.value, { cursor }),
      deep: all,
    },
  ];
  const rows: Row[] = [];
  for (const { what, page, deep } of lists) {
    const [first, later] = await byTurns(
      () => page(),
      () => page(deep),
    );
    rows.push(row(what, `≤ ${DEPTH} × page 1`, later, first, DEPTH, 'page 1'));
  }
  return rows;
}

async function cursorAt({ db }: App, where: ReturnType<typeof sql>): Promise<string> {
  const { rows } = await db.execute<{ ms: string; id: string }>(
    sql`select extract(epoch from starts_at) * 1000 as ms, id from session where ${where} order by starts_at desc, id desc
      offset ${(PAGE - 1) * settings.pageSize - 1} limit 1`,
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`the list has no page ${PAGE}`);
  return `${Math.round(Number(row.ms))}_${row.id}`;
}

function person(series: 'tutor' | 'student', role: Actor['role']): Actor {
  const personId = readId<PersonId>(benchId(series, 0));
  return { personId, role, name: series, email: '', image: null, timeZone: 'Africa/Lagos', verified: true };
}

/** The time in milliseconds that one call in twenty stays below, of two things measured by turns: what else the machine does only ever adds. */
async function byTurns(one: () => Promise<unknown>, other: () => Promise<unknown>): Promise<[number, number]> {
  const times: [number[], number[]] = [[], []];
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    for (const [index, run] of [one, other].entries()) {
      const startedMs = performance.now();
      await run();
      if (round >= 0) times[index]?.push(performance.now() - startedMs);
    }
  }
  return [quantile(times[0], QUICK), quantile(times[1], QUICK)];
}

function row(what: string, budget: string, now: number, then: number, most: number, beside: string): Row {
  const ratio = now / then;
  return { what, budget, measured: `${ms(now)} (${beside}: ${ms(then)})`, ratio, ok: ratio <= most, notes: [] };
}
