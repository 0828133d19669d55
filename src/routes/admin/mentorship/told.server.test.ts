import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { execute } from '#features/accounts/command.server.ts';
import { verifyTutor } from '#features/accounts/commands/verify-tutor.server.ts';
import { may } from '#features/accounts/gates.server.ts';
import { seedCast, type Cast } from '#tests/support/cast.ts';
import { forEachEngine, type TestApp } from '#tests/support/database.ts';
import { hrefOfVerification, verificationTold } from './told.server.ts';

forEachEngine((_engine, open) => {
  let test: TestApp;
  let cast: Cast;
  beforeAll(async () => void (test = await open()));
  afterAll(() => test.close());
  beforeEach(async () => {
    await test.reset();
    cast = await seedCast(test.app);
  });

  const told = (href: string) => {
    const admin = may(cast.kemi, 'platform.administer');
    if (!admin.ok) throw new Error(admin.reason);
    return verificationTold(test.app, admin.value, new URL(href, 'http://localhost').searchParams);
  };
  const verify = async (verified: boolean) => {
    const input = { tutorId: cast.tunde.personId, verified, reason: 'We looked.' };
    const done = await execute(test.app, verifyTutor, cast.kemi, input);
    if (!done.ok) throw new Error(done.reason);
    return hrefOfVerification(done.value);
  };

  it('tells of whom it was done, by the name that the database has', async () => {
    expect(await told(await verify(false))).toEqual({ name: 'Tunde Adeyemi', verified: false });
    expect(await told(await verify(true))).toEqual({ name: 'Tunde Adeyemi', verified: true });
  });

  it('tells nothing that is not so, whatever the address says', async () => {
    const id = cast.tunde.personId;
    for (const query of [
      'done=verified&name=Your+account+is+blocked.+Call+0800',
      `done=unverified&tutor=${id}`,
      `done=verified&tutor=${cast.ada.personId}`,
      'done=verified&tutor=nobody',
      `tutor=${id}`,
    ]) {
      expect(await told(`/admin/mentorship?tab=tutors&${query}`), query).toBeNull();
    }
    expect(await told(`/admin/mentorship?done=verified&tutor=${id}&name=Eve`)).toMatchObject({ name: 'Tunde Adeyemi' });
  });
});
