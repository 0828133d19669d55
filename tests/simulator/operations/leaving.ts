import { eq, isNotNull } from 'drizzle-orm';
import { execute } from '#features/accounts/command.server.ts';
import { may, type Actor } from '#features/accounts/gates.server.ts';
import { hashPassword, storePassword } from '#features/accounts/password.server.ts';
import { eraseAccount } from '#features/membership/commands/erase.server.ts';
import { previewTutorSuspension, restoreTutor, suspendTutor } from '#features/membership/commands/suspend.server.ts';
import { leavingPlan } from '#features/membership/queries/leaving.server.ts';
import { authAccount, person } from '#infra/db/tables/accounts.server.ts';
import { inTransaction } from '#infra/db/transact.server.ts';
import { assert } from '#shared/assert.ts';
import type { PersonId } from '#shared/id.ts';
import { replaceStudent, replaceTutor } from '../cast.ts';
import type { World } from '../world.ts';
import { everyone, nameOf, outcome, type Operation } from './operation.ts';

/** By what the admin was shown, or by what was so before. */
const suspend: Operation = {
  name: 'suspend',
  weight: 1,
  async run(world, dice) {
    const tutor = dice.pick(world.cast.tutors);
    const actor = dice.chance(0.9) ? world.cast.admin : dice.pick(everyone(world));
    const { personId: tutorId } = tutor;
    const preview = await execute(world.app, previewTutorSuspension, world.cast.admin, { tutorId });
    assert(preview.ok, 'a tutor may be looked at');
    const isStale = dice.chance(0.2);
    const expectedSessions = preview.value.sessions.length + (isStale ? 1 : 0);
    const answer = await execute(world.app, suspendTutor, actor, { tutorId, reason: 'Complaints', expectedSessions });
    assert(!(answer.ok && isStale), 'nobody suspends for other sessions than were shown');
    return `${nameOf(tutor)}, ${expectedSessions} ahead: ${outcome(answer)}`;
  },
};

const restore: Operation = {
  name: 'restore',
  weight: 4,
  async run(world, dice) {
    const suspended = await world.app.db.select().from(person).where(isNotNull(person.suspendedAt)).orderBy(person.id);
    const tutor =
      world.cast.tutors.find(({ personId }) => suspended.some(({ id }) => id === personId)) ??
      (dice.chance(0.1) ? dice.pick(world.cast.tutors) : null);
    if (tutor === null) return null;
    const actor = dice.chance(0.95) ? world.cast.admin : dice.pick(everyone(world));
    const input = { tutorId: tutor.personId, reason: 'All clear' };
    return `${nameOf(tutor)}: ${outcome(await execute(world.app, restoreTutor, actor, input))}`;
  },
};

const PASSWORD = 'a-long-password';

/** Somebody deletes their account, if nothing is in the way, and somebody new comes in their place. */
const erase: Operation = {
  name: 'erase',
  weight: 2,
  async run(world, dice) {
    const { app, cast } = world;
    const isTutor = dice.chance(0.4);
    const me = dice.pick(isTutor ? cast.tutors : cast.students);
    if (world.depth > 0) return null; // slow: a password is asked for
    await givePassword(world, me.personId);
    const allowed = may(me, 'account.manage');
    assert(allowed.ok, 'everybody manages their own account');
    const { refundMinor } = await leavingPlan(app, allowed.value);
    const isStale = dice.chance(0.1);
    const expectedRefundMinor = refundMinor + (isStale ? 1 : 0);
    const input = { password: PASSWORD, confirm: 'on', expectedRefundMinor };
    try {
      const answer = await execute(app, eraseAccount, me, input);
      assert(!(answer.ok && isStale), 'nobody leaves for another refund than was shown');
      return `${nameOf(me)} for ${expectedRefundMinor}: ${outcome(answer)}`;
    } finally {
      await noteErased(world, me); // also when the process died before it could answer
    }
  },
};

async function noteErased({ app, cast, erased }: World, me: Actor): Promise<void> {
  const [row] = await app.db.select().from(person).where(eq(person.id, me.personId));
  if (row === undefined || row.erasedAt === null) return;
  erased.push({ personId: me.personId, name: me.name, email: me.email });
  await (cast.tutors.includes(me) ? replaceTutor(app, cast, me) : replaceStudent(app, cast, me));
}

let hashed: Promise<string> | null = null;

async function givePassword({ app }: World, personId: PersonId): Promise<void> {
  const known = await app.db.$count(authAccount, eq(authAccount.personId, personId));
  if (known > 0) return;
  hashed ??= hashPassword(app, PASSWORD);
  const hash = await hashed;
  await inTransaction(app.db, (tx) => storePassword(app, tx, personId, hash));
}

export const leavingOperations: readonly Operation[] = [suspend, restore, erase];
