import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { mailLink, session } from '#infra/db/tables/sessions.server.ts';
import { signLink } from '#infra/signed-link.server.ts';
import { checkout, openWithPaystack, type PaidWorld } from '#tests/support/booking.ts';
import { seedCast, type Cast } from '#tests/support/cast.ts';
import { forEachEngine } from '#tests/support/database.ts';
import { answerByMail } from './mail-links.server.ts';

forEachEngine((_engine, open) => {
  let world: PaidWorld;
  let cast: Cast;
  beforeAll(async () => void (world = await openWithPaystack(open)));
  afterAll(() => world.close());
  beforeEach(async () => {
    await world.reset();
    cast = await seedCast(world.app);
  });

  it('holds a reason that is written from a mail to what the page takes', async () => {
    const wish = { offeringId: cast.react, bookingMode: 'REQUEST', scheduledAt: '2026-11-26T09:00:00Z' };
    const asked = await checkout(world.app, cast.ada, wish);
    if (!asked.ok) throw new Error(asked.reason);
    const [link] = await world.app.db.select().from(mailLink).where(eq(mailLink.action, 'reject'));
    const decline = (why: string) =>
      answerByMail(world.app, signLink(world.app.config.authSecret, link?.id ?? ''), why);

    for (const why of ['', ' \u0000 ', 'x'.repeat(1_001)]) {
      expect(await decline(why)).toMatchObject({ reason: 'invalid', fields: { reason: expect.any(String) } });
    }
    expect(await decline('I am\u0000 away \ud800.')).toMatchObject({ ok: true });
    expect(await world.app.db.select().from(session)).toMatchObject([
      { status: 'REJECTED', approvalNotes: 'I am away \ufffd.' },
    ]);
  });
});
