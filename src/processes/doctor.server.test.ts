import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { person } from '#infra/db/tables/accounts.server.ts';
import { availability } from '#infra/db/tables/availability.server.ts';
import { course } from '#infra/db/tables/courses.server.ts';
import { offering } from '#infra/db/tables/offerings.server.ts';
import { session } from '#infra/db/tables/sessions.server.ts';
import { createPaystack } from '#infra/paystack/client.server.ts';
import type { Finding } from '#shared/finding.ts';
import { newId, type CourseId } from '#shared/id.ts';
import { minor } from '#shared/money.ts';
import { checkout, openWithPaystack, type PaidWorld } from '#tests/support/booking.ts';
import { seedCast, type Cast } from '#tests/support/cast.ts';
import { forEachEngine } from '#tests/support/database.ts';
import { bookPaid, HOSTS, openWithZoom, type ZoomWorld } from '#tests/support/zoom.ts';
import { examine, examineOne } from './doctor.server.ts';
import { figures } from './figures.server.ts';

const told = (found: readonly Finding[]) =>
  found.map(({ state, about, says }) => `${state} ${about}: ${says}`).join('\n');

forEachEngine((_engine, open) => {
  let test: PaidWorld;
  let cast: Cast;

  beforeAll(async () => void (test = await openWithPaystack(open)));
  beforeEach(async () => {
    await test.reset();
    cast = await seedCast(test.app);
  });
  afterAll(() => test.close());

  it('finds nothing wrong with a system that is well', async () => {
    const found = await examine(test.app);
    expect(
      found.filter(({ state, about }) => state !== 'ok' && about !== 'migrations'),
      told(found),
    ).toEqual([]);
    expect(found.map(({ about }) => about)).toContain('paystack');
  });

  it('says that Paystack and the mail server are away, and goes on', async () => {
    const away = { ok: false, retryable: true, message: 'SMTP ECONNREFUSED' } as const;
    const mailer = { ...test.app.mailer, verify: async () => away };
    const nobody = { baseUrl: 'http://127.0.0.1:9', secretKey: 'sk_test_local_stand_in', timeoutMs: 1_000 };
    const found = await examine({ ...test.app, mailer, paystack: createPaystack(nobody) });
    expect(told(found)).toMatch(/bad paystack: It does not answer/);
    expect(told(found)).toMatch(/bad mail: .*ECONNREFUSED/);
    expect(told(found)).toMatch(/ok ledger/);
  });

  it('answers why an offering is not showing', async () => {
    expect(told(await examineOne(test.app, 'offering', cast.react))).not.toMatch(/^bad/m);

    await test.app.db.update(person).set({ verifiedAt: null }).where(eq(person.id, cast.tunde.personId));
    await test.app.db.update(offering).set({ status: 'PAUSED' }).where(eq(offering.id, cast.react));
    const found = told(await examineOne(test.app, 'offering', cast.react));
    expect(found).toMatch(/bad .*PAUSED/);
    expect(found).toMatch(/bad .*Tunde Adeyemi is not verified/);
  });

  it('answers "course not found": whose the course is', async () => {
    const courseId = newId<CourseId>(test.app.random, 1);
    const row = {
      id: courseId,
      slug: 'go',
      title: 'Go',
      summary: '',
      priceMinor: minor(0),
      createdAt: test.clock.now(),
    };
    await test.app.db.insert(course).values({ ...row, tutorId: cast.ada.personId });
    await test.app.db.update(offering).set({ courseId }).where(eq(offering.id, cast.react));
    expect(told(await examineOne(test.app, 'offering', cast.react))).toMatch(/bad .*course go is not its tutor/);
    expect(told(await examineOne(test.app, 'course', 'go'))).toMatch(/course go is not its tutor/);
    await test.app.db.update(course).set({ creatorId: cast.tunde.personId });
    expect(told(await examineOne(test.app, 'course', courseId))).not.toMatch(/^bad/m);
  });

  it('answers why a link is missing', async () => {
    await test.app.db.update(availability).set({ meetingUrl: null });
    const booked = await checkout(test.app, cast.ada, { offeringId: cast.intro, scheduledAt: '2026-11-25T09:00:00Z' });
    if (!booked.ok) throw new Error(booked.message);
    const { mentorshipSessionId: id } = booked.value;
    expect(told(await examineOne(test.app, 'session', id))).toMatch(
      /bad .*no meeting link, and its tutor has saved none/,
    );
    await test.app.db.update(availability).set({ meetingUrl: 'https://meet.example.org/tunde' });
    await test.runJobs();
    expect(told(await examineOne(test.app, 'session', id))).toMatch(/ok .*meeting link is there/);
  });

  it('leaves sessions that are over alone', async () => {
    await test.app.db.update(availability).set({ meetingUrl: null });
    const booked = await checkout(test.app, cast.ada, { offeringId: cast.intro, scheduledAt: '2026-11-25T09:00:00Z' });
    if (!booked.ok) throw new Error(booked.message);
    await test.app.db.update(session).set({ status: 'COMPLETED' });
    expect(told(await examineOne(test.app, 'session', booked.value.mentorshipSessionId))).not.toMatch(/^bad/m);
  });

  it('tells of an id that nobody has', async () => {
    for (const subject of ['offering', 'course', 'session']) {
      expect(told(await examineOne(test.app, subject, 'nothing')), subject).toMatch(/^bad .*[Tt]here is no/);
    }
  });

  it('counts for Prometheus what waits, by name and never by person', async () => {
    const held = await checkout(test.app, cast.ada, { offeringId: cast.react, scheduledAt: '2026-11-25T09:00:00Z' });
    expect(held.ok).toBe(true);
    const text = await figures(test.app);
    expect(text).toMatch(/^mentorship_charges_open 1$/m);
    expect(text).toMatch(/^mentorship_sessions\{status="PENDING_PAYMENT"\} 1$/m);
    expect(text).toMatch(/^# TYPE mentorship_http_request_seconds histogram$/m);
    expect(text).not.toContain('example.test');
  });
});

forEachEngine((_engine, open) => {
  let test: ZoomWorld;
  let cast: Cast;

  beforeAll(async () => void (test = await openWithZoom(open)));
  beforeEach(async () => {
    await test.reset();
    cast = await seedCast(test.app);
  });
  afterAll(() => test.close());

  it('asks Zoom about every host', async () => {
    expect(told(await examine(test.app))).toMatch(/ok zoom: It answers at .* and knows every host/);
    test.zoom.turn({ hosts: HOSTS.slice(1) });
    const found = told(await examine(test.app));
    test.zoom.turn({ hosts: null });
    expect(found).toMatch(/bad zoom: It does not answer as it should for one@zoom\.test: User does not exist/);
  });

  it('says why Zoom made no meeting for a session', async () => {
    const id = await bookPaid(test, cast);
    expect(told(await examineOne(test.app, 'session', id))).toMatch(/bad .*no meeting yet/);
    test.zoom.fail({ on: 'create', how: 'too_many' });
    await test.runJobs();
    expect(told(await examineOne(test.app, 'session', id))).toMatch(
      /bad .*Zoom made no meeting: .*\(1 tries, again at 20/,
    );
  });
});
