import { createHash } from 'node:crypto';
import { sqlId } from './world.ts';

/** How many of each thing there are. Everything grows alike, so that one person, course or offering keeps what it has. */
export type Size = { offerings: number; tutors: number; courses: number; students: number; sessionsATutor: number };

export const SMALL: Size = { offerings: 1_000, tutors: 200, courses: 20, students: 1_000, sessionsATutor: 50 };
export const LARGE: Size = {
  offerings: 100_000,
  tutors: 20_000,
  courses: 2_000,
  students: 100_000,
  sessionsATutor: 50,
};

/** Sixteen letters as often as English has them. */
const LETTERS = 'etaoinshrdlucmfp';
const WORD_LETTERS = 8;

/** Where each kind of word begins, so that no word is of two kinds. */
export const WORDS = { firstName: 1_000_000, surname: 2_000_000, topic: 3_000_000, own: 4_000_000, said: 5_000_000 };

/** A made-up word for each number, of letters alone: mistyped ones are looked for among all of them. */
export function sqlWord(n: string): string {
  return `translate(left(md5((${n})::text), ${WORD_LETTERS}), '0123456789abcdef', '${LETTERS}')`;
}

export function word(n: number): string {
  const digits = createHash('md5').update(String(n)).digest('hex').slice(0, WORD_LETTERS);
  return [...digits].map((digit) => LETTERS[Number.parseInt(digit, 16)]).join('');
}

/**
 * A world of this size as SQL. Offering `n` is tutor `n % tutors`'s and goes with course `n % courses`; its title holds a
 * word that all have, one of three hundred, and one of its own. Of a tutor's sessions five are still to come.
 */
export function growthSql({ offerings, tutors, courses, students, sessionsATutor }: Size): string[] {
  const series = (count: number) => `generate_series(0, ${count - 1}) n`;
  const person = (id: 'student' | 'tutor', count: number, role: string) => `
    insert into person (id, name, email, role, time_zone, verified_at, created_at, updated_at)
    select ${sqlId(id, 'n')}, initcap(${sqlWord(`n % 500 + ${WORDS.firstName}`)}) || ' ' || initcap(${sqlWord(`n + ${WORDS.surname}`)}), '${id}' || n || '@bench.test', '${role}',
      'Africa/Lagos', ${role === 'TUTOR' ? 'now()' : 'null'}, now(), now() from ${series(count)}`;
  return [
    person('student', students, 'STUDENT'),
    person('tutor', tutors, 'TUTOR'),
    `insert into availability (tutor_id, time_zone, buffer_before_minutes, buffer_after_minutes, min_notice_minutes,
        horizon_days, refund_policy, meeting_url, updated_at)
      select ${sqlId('tutor', 'n')}, 'Africa/Lagos', 0, 0, 120, 60, 'standard', 'https://meet.example.com/' || n, now() from ${series(tutors)}`,
    `insert into weekly_hours (tutor_id, weekday, start_minute, end_minute)
      select ${sqlId('tutor', 'n')}, d, 480, 1200 from ${series(tutors)}, generate_series(0, 6) d`,
    `insert into course (id, slug, title, summary, price_minor, tutor_id, creator_id, created_at)
      select ${sqlId('course', 'n')}, 'course-' || n, 'Course ' || ${sqlWord(`n % 300 + ${WORDS.said}`)}, 'About it.', 1000000,
        ${sqlId('tutor', `n % ${tutors}`)}, ${sqlId('tutor', `n % ${tutors}`)}, now() from ${series(courses)}`,
    `insert into enrolment (course_id, student_id, lessons_done, enrolled_at, completed_at)
      select ${sqlId('course', `(n + k) % ${courses}`)}, ${sqlId('student', 'n')}, 5, now(), now()
        from ${series(Math.min(students, 1_000))}, generate_series(0, 2) k`,
    `insert into offering (id, tutor_id, course_id, title, description, duration_minutes, price_minor, takes_instant,
        takes_request, status, next_slot_at, created_at, updated_at)
      select ${sqlId('offering', 'n')}, ${sqlId('tutor', `n % ${tutors}`)}, ${sqlId('course', `n % ${courses}`)},
        'One hour on ' || ${sqlWord(`n % 300 + ${WORDS.topic}`)} || ' and ' || ${sqlWord(`n + ${WORDS.own}`)},
        'We look at your own project together, find what holds it back and plan what comes next: ' || ${sqlWord(`n % 997 + ${WORDS.said}`)},
        (array[30, 45, 60, 90, 120, 180])[1 + n % 6], 500000 + 1000 * (n % 997), true, n % 7 < 3, 'SCHEDULED',
        date_trunc('day', now()) + interval '2 days 8 hours' + (n % 700) * interval '30 minutes',
        now() - n * interval '1 minute', now() from ${series(offerings)}`,
    `create temporary table met as select ${sqlId('session', `n * ${sessionsATutor} + k`)} as id,
        ${sqlId('offering', 'n')} as offering_id, ${sqlId('tutor', 'n')} as tutor_id,
        ${sqlId('student', `(n + k * ${tutors}) % ${students}`)} as student_id, k < 5 as is_ahead,
        date_trunc('day', now()) + make_interval(days => case when k < 5 then 3 + k else -k end, hours => 9) as at
      from ${series(tutors)}, generate_series(0, ${sessionsATutor - 1}) k`,
    `insert into session (id, offering_id, tutor_id, student_id, title, description, duration_minutes, price_minor, currency,
        platform_basis_points, refund_policy, buffer_before_minutes, buffer_after_minutes, booking_mode, status,
        payment_status, starts_at, ends_at, created_at, updated_at)
      select id, offering_id, tutor_id, student_id, 'Booked', '', 60, 0, 'NGN', 3000, 'standard', 0, 0,
        'INSTANT', case when is_ahead then 'SCHEDULED' else 'COMPLETED' end, 'NOT_REQUIRED', at, at + interval '60 minutes', now(), now() from met`,
    // One build of the index rather than two million looks into it.
    `alter table taken_time drop constraint taken_time_no_overlap`,
    `insert into taken_time (session_id, person_id, during)
      select id, tutor_id, tstzrange(at, at + interval '60 minutes') from met
      union all select id, student_id, tstzrange(at, at + interval '60 minutes') from met`,
    `alter table taken_time add constraint taken_time_no_overlap exclude using gist (person_id with =, during with &&)`,
    `vacuum analyze`,
  ];
}
