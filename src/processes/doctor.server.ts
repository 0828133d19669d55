import { sql } from 'drizzle-orm';
import { trialBalance } from '#features/ledger/queries.server.ts';
import { mailFigures } from '#features/notifications/queries/figures.server.ts';
import { diagnoseCourse, diagnoseOffering, offeringCounts } from '#features/offerings/queries/diagnose.server.ts';
import { paymentFigures } from '#features/payments/queries/figures.server.ts';
import { diagnoseSession } from '#features/sessions/queries/diagnose.server.ts';
import { sessionFigures } from '#features/sessions/queries/figures.server.ts';
import type { App } from '#infra/app.server.ts';
import { readiness } from '#infra/readiness.server.ts';
import { attend, bad, fine, type Finding } from '#shared/finding.ts';

const CLOCK_OFF_MS = 2_000;
const OLDEST_SERVER_VERSION = 150_000;
const MANY_JOBS = 1_000;

type Check = { about: string; look(app: App): Promise<Finding | Finding[]> };

const CHECKS: readonly Check[] = [
  { about: 'database', look: lookAtDatabase },
  { about: 'migrations', look: lookAtMigrations },
  { about: 'jobs', look: lookAtJobs },
  { about: 'clock', look: lookAtClock },
  { about: 'ledger', look: lookAtLedger },
  { about: 'paystack', look: lookAtPaystack },
  { about: 'mail', look: lookAtMail },
  { about: 'zoom', look: lookAtZoom },
  { about: 'meetings', look: lookAtMeetings },
  { about: 'offerings', look: lookAtOfferings },
  { about: 'people', look: lookAtTasks },
];

/** Looks at everything that the product leans on, and says what to do where it is not well. A check that fails is a finding. */
export async function examine(app: App): Promise<Finding[]> {
  const found = await Promise.all(CHECKS.map((check) => tried(app, check)));
  return found.flat();
}

const SUBJECTS = { offering: diagnoseOffering, course: diagnoseCourse, session: diagnoseSession } as const;
export type Subject = keyof typeof SUBJECTS;
export const SUBJECT_NAMES = Object.keys(SUBJECTS) as Subject[];

/** Why one offering is not listed, a course suggests nothing, or a session has no link; nothing for another subject. */
export async function examineOne(app: App, subject: string, id: string): Promise<Finding[]> {
  const known = SUBJECT_NAMES.find((name) => name === subject);
  return known === undefined ? [] : SUBJECTS[known](app, id);
}

async function tried(app: App, { about, look }: Check): Promise<Finding[]> {
  try {
    return [await look(app)].flat();
  } catch (error) {
    app.log.error({ err: error, about }, 'a check of the doctor failed');
    return [bad(about, 'This could not be looked at; why is in the log.', 'Mend what stands above first.')];
  }
}

async function lookAtDatabase({ db, database }: App): Promise<Finding[]> {
  const { rows } = await db.execute<{ version: number; name: string }>(
    sql`select current_setting('server_version_num')::int as version, current_database() as name`,
  );
  const version = rows[0]?.version ?? 0;
  const where = database.engine === 'pglite' ? 'the embedded database' : `PostgreSQL, database ${rows[0]?.name}`;
  if (version < OLDEST_SERVER_VERSION)
    return [bad('database', `Its version is ${version}.`, 'Move to PostgreSQL 15 or newer.')];
  return [fine('database', `${where}, version ${Math.floor(version / 10_000)}.`)];
}

async function lookAtMigrations(app: App): Promise<Finding> {
  const { migrations } = await readiness(app);
  return migrations
    ? fine('migrations', 'All are applied.')
    : bad(
        'migrations',
        'The schema is older than this code.',
        'Run bin/migrate, or start the product: it does so itself.',
      );
}

async function lookAtJobs({ jobs }: App): Promise<Finding> {
  const backlog = Object.entries(await jobs.backlog());
  const waiting = backlog.reduce((sum, [, count]) => sum + count, 0);
  if (waiting === 0) return fine('jobs', 'None waits.');
  const said = `${waiting} are due or running: ${backlog.map(([queue, count]) => `${queue} ${count}`).join(', ')}.`;
  return waiting > MANY_JOBS
    ? bad('jobs', said, 'Is a worker running (bin/start worker)? Its log says which jobs fail.')
    : attend('jobs', said, 'Look again in a minute; should it grow, start a worker.');
}

async function lookAtClock({ db }: App): Promise<Finding> {
  const before = Date.now();
  const { rows } = await db.execute<{ ms: number }>(
    sql`select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms`,
  );
  const offMs = Math.abs((rows[0]?.ms ?? 0) - (before + Date.now()) / 2);
  return offMs <= CLOCK_OFF_MS
    ? fine('clock', 'This machine and the database agree on the time.')
    : bad('clock', `This machine and the database differ by ${Math.round(offMs)} ms.`, 'Run NTP on both.');
}

async function lookAtLedger({ db }: App): Promise<Finding> {
  const sums = new Map<string, number>();
  for (const { currency, balanceMinor } of await trialBalance(db)) {
    sums.set(currency, (sums.get(currency) ?? 0) + balanceMinor);
  }
  const off = [...sums].filter(([, sum]) => sum !== 0);
  return off.length === 0
    ? fine('ledger', 'Debits and credits are equal.')
    : bad(
        'ledger',
        `It is off by ${off.map(([currency, sum]) => `${sum} ${currency} minor units`).join(', ')}.`,
        'Stop payouts and tell the developers: this never happens by itself.',
      );
}

async function lookAtPaystack(app: App): Promise<Finding[]> {
  // A reference that nobody has: the answer shows that Paystack is reached and takes our key.
  const known = await app.paystack.verify('mnt-doctor-asks-whether-you-are-there');
  const figures = await paymentFigures(app.db);
  const reached = known.ok
    ? fine(
        'paystack',
        `It answers at ${app.config.paystack.baseUrl} and takes the key (${app.config.paystack.domain}).`,
      )
    : bad(
        'paystack',
        `It does not answer as it should: ${known.error.message}.`,
        'Check PAYSTACK_SECRET_KEY, the network and status.paystack.com. Holds and payments wait.',
      );
  if (figures.undecidedCharges === 0) return [reached];
  const waits = `${figures.undecidedCharges} payments came that no session has taken or sent back.`;
  return [reached, bad('paystack', waits, 'Is a worker running? The sweep takes them up within a minute.')];
}

async function lookAtMail(app: App): Promise<Finding[]> {
  const answered = await app.mailer.verify();
  const { FAILED: failed = 0, QUEUED: queued = 0 } = await mailFigures(app.db);
  const reached = answered.ok
    ? fine('mail', `The mail server takes us; ${queued} mails wait.`)
    : bad(
        'mail',
        `The mail server does not take us: ${answered.message}.`,
        'Check SMTP_URL. Mails wait and are sent later.',
      );
  if (failed === 0) return [reached];
  const todo = 'See mail_delivery.last_error; the people see everything in the product, too.';
  return [reached, attend('mail', `${failed} mails were given up.`, todo)];
}

/** Looks at what each host has planned: it needs our credentials, the scopes and the host to be right. */
async function lookAtZoom({ zoom, config }: App): Promise<Finding[]> {
  if (zoom === null || config.zoom === null)
    return [fine('zoom', 'It is not configured: tutors meet at links of their own.')];
  const hosts = await Promise.all(config.zoom.hosts.map(async (host) => ({ host, answer: await zoom.list(host) })));
  const wrong = hosts.flatMap(({ host, answer }) => (answer.ok ? [] : [{ host, says: answer.error.message }]));
  if (wrong.length === 0) return [fine('zoom', `It answers at ${config.zoom.baseUrl} and knows every host.`)];
  return [...Map.groupBy(wrong, ({ says }) => says)].map(([says, those]) =>
    bad(
      'zoom',
      `It does not answer as it should for ${those.map(({ host }) => host).join(', ')}: ${says}.`,
      'See docs/zoom-integration.md. Sessions stay booked, and their tutors may give a link.',
    ),
  );
}

async function lookAtMeetings({ db }: App): Promise<Finding> {
  const { withoutMeeting } = await sessionFigures(db);
  return withoutMeeting === 0
    ? fine('meetings', 'Every paid session to come has a place to meet.')
    : attend(
        'meetings',
        `${withoutMeeting} paid sessions to come have no place to meet.`,
        'bin/doctor session <id> says why; their tutors have been told.',
      );
}

async function lookAtOfferings(app: App): Promise<Finding> {
  const { all, unverified } = await offeringCounts(app);
  return unverified === 0
    ? fine('offerings', `${all} are listed.`)
    : attend(
        'offerings',
        `${unverified} of ${all} are hidden, since their tutor is not verified.`,
        'Verify tutors on /admin/mentorship?tab=tutors.',
      );
}

async function lookAtTasks({ db }: App): Promise<Finding> {
  const tasks = Object.entries((await sessionFigures(db)).openTasks);
  return tasks.length === 0
    ? fine('people', 'No question waits for an admin.')
    : attend(
        'people',
        `Questions wait: ${tasks.map(([kind, count]) => `${kind.replaceAll('_', ' ')} (${count})`).join(', ')}.`,
        'Answer them on /admin/mentorship.',
      );
}
