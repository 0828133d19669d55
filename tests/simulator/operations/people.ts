import { inArray } from 'drizzle-orm';
import type { Actor } from '#features/accounts/gates.server.ts';
import { session, type SessionStatus } from '#infra/db/tables/sessions.server.ts';
import { instant, type Instant } from '#shared/time.ts';
import type { Dice } from '../dice.ts';
import type { World } from '../world.ts';
import { everyone, nameOf, outcome, short } from './operation.ts';
import type { Result } from '#shared/result.ts';

export type StorySession = typeof session.$inferSelect;
export type Side = 'student' | 'tutor' | 'admin';

/** A session in one of these states, usually one of the newest; null when there is none. */
export async function sessionIn(
  world: World,
  dice: Dice,
  statuses: readonly SessionStatus[],
  fits: (row: StorySession) => boolean = () => true,
): Promise<StorySession | null> {
  const rows = await world.app.db
    .select()
    .from(session)
    .where(inArray(session.status, [...statuses]))
    .orderBy(session.id);
  const fitting = rows.filter(fits);
  // Now and then one that does not fit: a person sees an old page, and is refused.
  return dice.pickAny(dice.chance(0.9) ? fitting.slice(-8) : rows);
}

/** The person on one of these sides of a session; now and then anybody at all. */
export function someoneOf(world: World, dice: Dice, row: StorySession, sides: readonly Side[]): Actor {
  const people = everyone(world);
  if (dice.chance(0.08)) return dice.pick(people);
  const side = dice.pick(sides);
  if (side === 'admin') return world.cast.admin;
  const id = side === 'student' ? row.studentId : row.tutorId;
  return people.find(({ personId }) => personId === id) ?? dice.pick(people);
}

/** What a command is told about the state that its caller saw: usually nothing, and not always the truth. */
export function seen(dice: Dice, row: StorySession): { sessionId: string; version?: number } {
  if (dice.chance(0.7)) return { sessionId: row.id };
  return { sessionId: row.id, version: dice.chance(0.8) ? row.version : Math.max(1, row.version - 1) };
}

/** A start on the half hour within some days, near enough to others that they quarrel. */
export function startSoon(world: World, dice: Dice, fromHours: number, withinHours: number): Instant {
  const halfHourMs = 30 * 60_000;
  const from = world.clock.now().epochMilliseconds + fromHours * 2 * halfHourMs;
  return instant((Math.ceil(from / halfHourMs) + dice.roll(withinHours * 2)) * halfHourMs);
}

export function noteOf(actor: Actor, row: StorySession, what: string, result: Result<unknown>): string {
  return `${nameOf(actor)} ${what} ${short(row.id)} (${row.status}): ${outcome(result)}`;
}

/** What somebody writes in a session, often with a name in it: one that must not stay when its person leaves. */
export function wordsAbout(world: World, dice: Dice, row: StorySession, words: string): string {
  const people = everyone(world).filter(({ personId }) => personId === row.studentId || personId === row.tutorId);
  const someone = dice.pickAny(people);
  return someone === null || dice.chance(0.5) ? words : `${words}, ${someone.name}`;
}
