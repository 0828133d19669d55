import { createHmac } from 'node:crypto';

export const STUDENTS = 6_000;
export const TUTORS = 200;
export const OFFERINGS = 1_000;
export const COURSES = 20;
/** Booked sessions that each tutor has already: what a slot search has to look around. */
export const BUSY_A_TUTOR = 20;
/** The bench asks for times from this day on; the day of today is 0, and the first two are closed. */
export const FIRST_DAY = 25;
export const HOUR_MS = 3_600_000;

/** Ids are numbers written as UUIDs, so that SQL and TypeScript can both make them. */
export const SERIES = { student: '8001', tutor: '8002', offering: '8003', course: '8004', session: '8005' } as const;

export function benchId(series: keyof typeof SERIES, n: number): string {
  return `00000000-0000-7000-${SERIES[series]}-${n.toString(16).padStart(12, '0')}`;
}

export function sqlId(series: keyof typeof SERIES, n: string): string {
  return `('00000000-0000-7000-${SERIES[series]}-' || lpad(to_hex((${n})::bigint), 12, '0'))::uuid`;
}

/** The cookie of the n-th student, signed as the product signs it. */
export function studentCookie(authSecret: string, n: number): string {
  const token = `bench-token-${n}`;
  const signature = createHmac('sha256', authSecret).update(token).digest('base64');
  return `mentorship_session=${encodeURIComponent(`${token}.${signature}`)}`;
}

/** 08:00 in Lagos (07:00 UTC) of the day `day` days after today. */
export function morningMs(day: number): number {
  const today = new Date();
  return Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate() + day, 7);
}

/**
 * The world as SQL: students with a live sign-in each, tutors who work 08:00 to 20:00 in Lagos from the day after
 * tomorrow on, courses, offerings, and sessions that are booked already. Times are fixed by the day, so that no next
 * slot passes while the bench runs.
 */
export function worldSql(): string[] {
  const first = new Date(morningMs(2)).toISOString();
  return [
    `insert into person (id, name, email, role, headline, image, time_zone, verified_at, created_at, updated_at)
      select ${sqlId('student', 'n')}, 'Student ' || n, 'student' || n || '@bench.test', 'STUDENT', null, null,
        'Africa/Lagos', null, now(), now() from generate_series(0, ${STUDENTS - 1}) n`,
    `insert into person (id, name, email, role, headline, image, time_zone, verified_at, created_at, updated_at)
      select ${sqlId('tutor', 'n')}, 'Tutor Number ' || n, 'tutor' || n || '@bench.test', 'TUTOR',
        'Engineer at a company of number ' || n, null, 'Africa/Lagos', now(), now(), now()
        from generate_series(0, ${TUTORS - 1}) n`,
    `insert into auth_session (id, token, person_id, expires_at, created_at, updated_at)
      select gen_random_uuid(), 'bench-token-' || n, ${sqlId('student', 'n')}, now() + interval '1 day', now(), now()
        from generate_series(0, ${STUDENTS - 1}) n`,
    `insert into availability (tutor_id, time_zone, buffer_before_minutes, buffer_after_minutes, min_notice_minutes,
        horizon_days, refund_policy, meeting_url, updated_at)
      select ${sqlId('tutor', 'n')}, 'Africa/Lagos', 0, 0, 120, 60, 'standard', 'https://meet.example.com/' || n, now()
        from generate_series(0, ${TUTORS - 1}) n`,
    `insert into weekly_hours (tutor_id, weekday, start_minute, end_minute)
      select ${sqlId('tutor', 'n')}, d, 480, 1200 from generate_series(0, ${TUTORS - 1}) n, generate_series(0, 6) d`,
    `insert into date_override (tutor_id, local_date, ranges)
      select ${sqlId('tutor', 'n')}, ((now() at time zone 'utc')::date + d), '[]'::jsonb
        from generate_series(0, ${TUTORS - 1}) n, generate_series(-1, 1) d`,
    `insert into course (id, slug, title, summary, price_minor, tutor_id, creator_id, created_at)
      select ${sqlId('course', 'n')}, 'course-' || n, 'Course number ' || n, 'What it is about.', 1000000,
        ${sqlId('tutor', 'n')}, ${sqlId('tutor', 'n')}, now() from generate_series(0, ${COURSES - 1}) n`,
    `insert into offering (id, tutor_id, course_id, title, description, duration_minutes, price_minor, takes_instant,
        takes_request, status, next_slot_at, created_at, updated_at)
      select ${sqlId('offering', 'n')}, ${sqlId('tutor', `n % ${TUTORS}`)}, ${sqlId('course', `n % ${COURSES}`)},
        'One hour on topic ' || n, 'We look at your own project together, find what holds it back and plan what comes next. Number ' || n || '.',
        60, 500000 + 1000 * n, true, n % 3 = 0, 'SCHEDULED', '${first}', now() - n * interval '1 minute', now()
        from generate_series(0, ${OFFERINGS - 1}) n`,
    // Free ones, since a paid session needs its charge; on the days 3 to 22, at ten.
    `insert into session (id, offering_id, tutor_id, student_id, title, description, duration_minutes, price_minor, currency,
        platform_basis_points, refund_policy, buffer_before_minutes, buffer_after_minutes, booking_mode, status,
        payment_status, starts_at, ends_at, created_at, updated_at)
      select ${sqlId('session', `n * ${BUSY_A_TUTOR} + k`)}, ${sqlId('offering', 'n')}, ${sqlId('tutor', 'n')},
        ${sqlId('student', `(n * ${BUSY_A_TUTOR} + k) % ${STUDENTS}`)}, 'Booked', '', 60, 0, 'NGN', 3000, 'standard', 0, 0,
        'INSTANT', 'SCHEDULED', 'NOT_REQUIRED', at, at + interval '60 minutes', now(), now()
        from generate_series(0, ${TUTORS - 1}) n, generate_series(0, ${BUSY_A_TUTOR - 1}) k,
          lateral (select timestamptz '${first}' + interval '2 hours' + make_interval(days => k + 1) as at) t`,
    `insert into taken_time (session_id, person_id, during)
      select id, tutor_id, tstzrange(starts_at, ends_at) from session
      union all select id, student_id, tstzrange(starts_at, ends_at) from session`,
    `analyze`,
  ];
}

/** Takes back every hold, so that each round of a measurement begins alike. As a replica, since events are append-only. */
export function forgetHoldsSql(): string[] {
  return [
    `do $$ begin
      set local session_replication_role = replica;
      delete from taken_time where session_id in (select id from session where status = 'PENDING_PAYMENT');
      delete from session where status = 'PENDING_PAYMENT';
      truncate session_event;
      delete from charge_line;
      delete from charge;
      delete from pgboss.job;
    end $$`,
    `vacuum analyze session`,
    `vacuum analyze taken_time`,
    `vacuum analyze charge`,
    `vacuum pgboss.job`,
  ];
}
