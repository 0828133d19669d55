import pg from 'pg';
import { sqlId } from './world.ts';

/** A world of so many sessions, most of one busy tutor's and a good part of one busy student's: number 0 of each. */
export type WorldSize = { sessions: number; tutors: number; students: number; offerings: number };

export const SMALL: WorldSize = { sessions: 1_000, tutors: 100, students: 500, offerings: 1_000 };
export const LARGE: WorldSize = { sessions: 1_000_000, tutors: 2_000, students: 50_000, offerings: 100_000 };

/** The busy tutor's first sessions are still to come; of the others, the first so many are the busy student's. */
const LIVE = 200;
const BUSY_STUDENT = { small: 500, large: 20_000 };
const BUSY_TUTOR = { small: 700, large: 120_000 };

/** Fills a migrated database of the product. As a replica, with the indexes made afterwards: a million rows in a minute. */
export async function fillGrownWorld(url: string, size: WorldSize): Promise<void> {
  const client = new pg.Client({ connectionString: url, options: '-c timezone=UTC' });
  await client.connect();
  try {
    await client.query(`set session_replication_role = replica`);
    await client.query(`set synchronous_commit = off`);
    const indexes = await client.query<{ name: string; definition: string }>(
      `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i
        where i.indrelid in ('session'::regclass, 'charge'::regclass, 'charge_line'::regclass, 'offering'::regclass, 'person'::regclass)
          and not exists (select 1 from pg_constraint c where c.conindid = i.indexrelid)`,
    );
    for (const { name } of indexes.rows) await client.query(`drop index ${name}`);
    for (const statement of worldSql(size)) await client.query(statement);
    for (const { definition } of indexes.rows) await client.query(definition);
    for (const table of TABLES) await client.query(`vacuum analyze ${table}`);
  } finally {
    await client.end();
  }
}

const TABLES = [
  'person',
  'offering',
  'session',
  'charge',
  'charge_line',
  'ledger_month',
  'time_proposal',
  'admin_task',
];

function worldSql({ sessions, tutors, students, offerings }: WorldSize): string[] {
  const isLarge = sessions > BUSY_TUTOR.large;
  const busyTutor = isLarge ? BUSY_TUTOR.large : BUSY_TUTOR.small;
  const busyStudent = LIVE + (isLarge ? BUSY_STUDENT.large : BUSY_STUDENT.small);
  // Of everybody else's sessions, one in fifty is still to come.
  const othersLive = `n >= ${busyTutor} and n % 50 = 0`;
  const perTutor = offerings / tutors;
  const person = (series: 'tutor' | 'student', role: string, count: number) => `
    insert into person (id, name, email, role, time_zone, verified_at, created_at, updated_at)
    select ${sqlId(series, 'n')}, initcap(translate(substr(md5('first' || n % 400), 1, 6), '0123456789', 'aeioulmnrs')) || ' '
        || initcap(translate(substr(md5('last' || n), 1, 8), '0123456789', 'aeioulmnrs')),
      '${series}' || n || '@bench.test', '${role}', 'Africa/Lagos', ${role === 'TUTOR' ? 'now()' : 'null'}, now(), now()
    from generate_series(0, ${count - 1}) n`;
  return [
    person('tutor', 'TUTOR', tutors),
    person('student', 'STUDENT', students),
    `insert into offering (id, tutor_id, title, description, duration_minutes, price_minor, takes_instant, takes_request,
        status, created_at, updated_at)
      select ${sqlId('offering', 'n')}, ${sqlId('tutor', `n / ${perTutor}`)},
        'One hour on ' || translate(substr(md5('topic' || n), 1, 8), '0123456789', 'aeioulmnrs'), '', 60, 500000, true, true,
        'SCHEDULED', now(), now() from generate_series(0, ${offerings - 1}) n`,
    `create temporary table planned as
      select n, case when n < ${busyTutor} then 0 else 1 + n % ${tutors - 1} end as tutor,
        case when n < 50 or n between ${LIVE} and ${busyStudent - 1} then 0 else 1 + (n::bigint * 7919) % ${students - 1} end as student,
        case when n < 3 then 'PENDING_PAYMENT' when n < 60 then 'PENDING_MENTOR_REVIEW' when n < ${LIVE - 10} then 'SCHEDULED'
          when n < ${LIVE} then 'IN_PROGRESS' when ${othersLive} and n % 100 = 0 then 'PENDING_MENTOR_REVIEW' when ${othersLive} then 'SCHEDULED'
          else (array['COMPLETED','COMPLETED','COMPLETED','COMPLETED','COMPLETED','NO_SHOW','CANCELLED','CANCELLED','EXPIRED','REJECTED'])[1 + (n::bigint * 7919 / 10) % 10]
        end as status,
        date_trunc('hour', now()) + case when n < ${LIVE - 10} then make_interval(hours => 48 + n::int * 4)
          when n < ${LIVE} then make_interval(hours => -1) when ${othersLive} then make_interval(hours => 24 + ((n::bigint * 7919) % 1200)::int) when n < ${busyTutor} then make_interval(hours => -4 * (n::int - ${LIVE} + 1))
          else make_interval(hours => -(1 + ((n::bigint * 7919) % 26280)::int)) end as starts_at
      from generate_series(0, ${sessions - 1}) n`,
    `insert into charge (id, reference, payer_id, amount_minor, currency, status, offers_bank_transfer, provider_status,
        provider_id, captured_minor, captured_currency, fee_minor, refunding_minor, refunded_minor, paid_at, decided_at, poll_until, created_at, updated_at)
      select ${sqlId('session', 'n')}, 'mnt-' || md5('a' || n) || substr(md5('b' || n), 1, 8), ${sqlId('student', 'student')},
        500000, 'NGN', 'SUCCEEDED', true, 'success', n::text, 500000, 'NGN', 10000, 0,
        case when status = 'CANCELLED' then 500000 else 0 end, starts_at, starts_at, starts_at, starts_at, starts_at
      from planned where status not in ('PENDING_PAYMENT', 'PENDING_MENTOR_REVIEW', 'EXPIRED', 'REJECTED') and (n >= 100 or n < 60)`,
    `insert into charge_line (charge_id, session_id, amount_minor) select id, id, 500000 from charge`,
    `insert into session (id, offering_id, tutor_id, student_id, title, description, duration_minutes, price_minor, currency,
        platform_basis_points, refund_policy, buffer_before_minutes, buffer_after_minutes, booking_mode, status, payment_status,
        starts_at, ends_at, approval_deadline, payment_deadline, rejected_at, settled_charge_id, kept_minor, money_state,
        meeting_url, created_at, updated_at)
      select p.id, ${sqlId('offering', `p.tutor * ${perTutor} + p.n % ${perTutor}`)}, ${sqlId('tutor', 'p.tutor')},
        ${sqlId('student', 'p.student')}, o.title, '', 60, 500000, 'NGN', 3000, 'standard', 0, 0,
        case when p.n % 3 = 0 then 'REQUEST' else 'INSTANT' end, p.status,
        case when not p.is_paid then 'PENDING' when p.status = 'CANCELLED' then 'REFUNDED' else 'PAID' end,
        p.starts_at, p.starts_at + interval '60 minutes', p.starts_at - interval '2 hours', p.starts_at - interval '1 hour',
        case when p.status = 'REJECTED' then p.starts_at end, case when p.is_paid then p.id end,
        case when p.is_paid then case when p.status = 'CANCELLED' then 0 else 500000 end end,
        case when p.is_paid then case when p.status in ('SCHEDULED', 'IN_PROGRESS') then 'PENDING' else 'RELEASED' end end,
        case when p.n % 5 > 0 then 'https://meet.example.com/' || p.n end, p.starts_at - interval '9 days', p.starts_at - interval '1 day'
      from (select ${sqlId('session', 'n')} as id, n, tutor, student, status, starts_at,
          status not in ('PENDING_PAYMENT', 'PENDING_MENTOR_REVIEW', 'EXPIRED', 'REJECTED') and (n >= 100 or n < 60) as is_paid from planned) p
        join offering o on o.id = ${sqlId('offering', `p.tutor * ${perTutor} + p.n % ${perTutor}`)}`,
    `insert into ledger_month select (date_trunc('month', now()) - make_interval(months => m))::date, 'NGN', t, a, 350000000
      from generate_series(0, 35) m, unnest(array['charge_received','charge_applied','refund_requested','share_released','processing_fee']) t,
        unnest(array['paystack_clearing','tutor_pending','platform_pending','refunds_in_flight','processing_fees']) a`,
  ];
}
