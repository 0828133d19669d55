import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { watchedVersion } from '#features/sessions/queries/watch.server.ts';
import { authSession, person } from '#infra/db/tables/accounts.server.ts';
import { secondFactor } from '#infra/db/tables/membership.server.ts';
import type { SessionId } from '#shared/id.ts';
import { hold, openWithPaystack, type PaidWorld } from '#tests/support/booking.ts';
import { seedCast, type Cast } from '#tests/support/cast.ts';
import { forEachEngine } from '#tests/support/database.ts';
import { signUp } from '../commands.server.ts';
import { liveVisitorAgain } from './live-visitor.server.ts';

forEachEngine((_engine, open) => {
  let world: PaidWorld;
  let cast: Cast;
  beforeAll(async () => void (world = await openWithPaystack(open)));
  afterAll(() => world.close());
  beforeEach(async () => {
    await world.reset();
    cast = await seedCast(world.app);
  });

  it('is nobody’s admin over a line, either, before an authenticator app is set up in production', async () => {
    const input = { name: 'Femi', email: 'femi@example.test', password: 'a-long-password' };
    await signUp(world.app, input, new Headers(), null);
    await world.app.db.update(person).set({ role: 'ADMIN' }).where(eq(person.email, input.email));
    const [line] = await world.app.db.select().from(authSession);
    const { mentorshipSessionId } = await hold(world.app, cast.ada, cast.react, '2026-11-25T09:00:00Z');
    const production = { ...world.app, config: { ...world.app.config, mode: 'production' as const } };
    const sees = async () => {
      const visitor = await liveVisitorAgain(production, line?.id ?? '');
      if (visitor === null) throw new Error('nobody is there');
      return (await watchedVersion(production, visitor, mentorshipSessionId as SessionId)) !== null;
    };

    expect(await sees()).toBe(false);
    const personId = line?.personId ?? cast.ada.personId;
    await world.app.db
      .insert(secondFactor)
      .values({ personId, sealedSecret: 'x', confirmedAt: new Date(), createdAt: new Date() });
    expect(await sees()).toBe(true);
  });
});
