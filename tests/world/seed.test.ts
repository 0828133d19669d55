import { count, eq, sql } from 'drizzle-orm';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { signIn } from '#features/accounts/commands.server.ts';
import { offering } from '#infra/db/tables/offerings.server.ts';
import { charge } from '#infra/db/tables/payments.server.ts';
import { session } from '#infra/db/tables/sessions.server.ts';
import { mailDelivery } from '#infra/db/tables/notifications.server.ts';
import { createPaystack } from '#infra/paystack/client.server.ts';
import { forEachEngine, type TestApp } from '#tests/support/database.ts';
import { startFakePaystack } from '../fakes/paystack/server.ts';
import { courses } from './courses.ts';
import { hours } from './hours.ts';
import { offerings } from './offerings.ts';
import { pastPayments } from './past-payments.ts';
import { PASSWORD, people } from './people.ts';
import { seedWorld } from './seed.ts';

const DURATIONS = [30, 45, 60, 90, 120, 180];

forEachEngine((_engine, open) => {
  let test: TestApp;

  beforeAll(async () => {
    test = await open();
    await seedWorld(test.app);
  });
  afterAll(() => test.close());

  it('lets everyone of the demo sign in with the one password', async () => {
    for (const { email } of people.filter((person) => person.email.endsWith('@demo.test'))) {
      const signedIn = await signIn(test.app, { email, password: PASSWORD }, new Headers(), null);
      expect(signedIn.ok, email).toBe(true);
    }
  });

  it('has payments that Paystack’s stand-in knows, so that they can be refunded', async () => {
    const paystack = await startFakePaystack({ secretKey: 'sk_test_world' });
    paystack.remember(await pastPayments(test.app));
    const client = createPaystack({ baseUrl: paystack.url, secretKey: 'sk_test_world', timeoutMs: 5_000 });
    const paid = await test.app.db.select().from(charge).where(eq(charge.status, 'SUCCEEDED'));
    expect(paid.length).toBeGreaterThan(3);
    for (const { id, reference, providerId, capturedMinor } of paid) {
      const known = { id: providerId, status: 'success', amountMinor: capturedMinor, metadata: { chargeId: id } };
      expect(await client.verify(reference)).toMatchObject({ ok: true, value: known });
    }
    await paystack.close();
  });

  it('offers every length, free and paid, by each way of booking', () => {
    expect(offerings.length).toBeGreaterThanOrEqual(14);
    expect(new Set(offerings.map(({ minutes }) => minutes))).toEqual(new Set(DURATIONS));
    expect(new Set(offerings.map(({ modes }) => modes.join('+')))).toEqual(
      new Set(['INSTANT', 'REQUEST', 'INSTANT+REQUEST']),
    );
    expect(Math.min(...offerings.map(({ priceNaira }) => priceNaira))).toBe(0);
    expect(Math.max(...offerings.map(({ priceNaira }) => priceNaira))).toBe(45_000);
  });

  it('gives every tutor hours, and so every offering a next slot', async () => {
    expect(new Set(hours.map(({ tutor }) => tutor.email))).toEqual(new Set(offerings.map(({ tutor }) => tutor.email)));
    const without = await test.app.db
      .select({ title: offering.title })
      .from(offering)
      .where(sql`next_slot_at is null`);
    expect(without).toEqual([]);
  });

  it('links offerings to courses of their own tutors only', () => {
    for (const { course, tutor, title } of offerings) {
      if (course !== null) expect([course.tutor, course.creator], title).toContain(tutor);
    }
    expect(courses.length).toBeGreaterThanOrEqual(4);
    for (const { lessons, title } of courses) expect(lessons.length, title).toBeGreaterThanOrEqual(4);
  });

  it('has a session in every state that can be reached', async () => {
    const rows = await test.app.db
      .select({ status: session.status, payment: session.paymentStatus, sessions: count() })
      .from(session)
      .groupBy(session.status, session.paymentStatus);
    expect(new Set(rows.map(({ status, payment }) => `${status} ${payment}`))).toEqual(
      new Set([
        'CANCELLED PENDING',
        'EXPIRED PENDING',
        'PENDING_MENTOR_REVIEW PENDING',
        'PENDING_PAYMENT FAILED',
        'PENDING_PAYMENT PENDING',
        'REJECTED PENDING',
        'SCHEDULED NOT_REQUIRED',
        'SCHEDULED PAID',
        'SCHEDULED PENDING',
      ]),
    );
  });

  it('begins with an empty outbox', async () => {
    const rows = await test.app.db.select({ status: mailDelivery.status }).from(mailDelivery);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every(({ status }) => status === 'SENT')).toBe(true);
    await test.runJobs();
    expect(test.mails).toEqual([]);
  });

  it('shows everyone and every course by a small picture of its own', () => {
    const images = [...people.map(({ image }) => image), ...courses.map(({ slug }) => `/course-images/${slug}.svg`)];
    const contents = images.map((image) => {
      const path = fileURLToPath(new URL(`../../static${image}`, import.meta.url));
      expect(existsSync(path), path).toBe(true);
      return readFileSync(path, 'utf8');
    });
    for (const content of contents) expect(content.length).toBeLessThanOrEqual(3 * 1024);
    expect(new Set(contents).size).toBe(contents.length);
  });
});
