import type { Actor } from '#features/accounts/gates.server.ts';
import type { Result } from '#shared/result.ts';
import type { Dice } from '../dice.ts';
import type { World } from '../world.ts';

/** Something that somebody does. Answers with what happened, in a few words for the story's notes; null when there is nothing to do it with. */
export type Operation = {
  readonly name: string;
  /** How often it is picked, against the others. */
  readonly weight: number;
  run(world: World, dice: Dice): Promise<string | null>;
};

export function everyone({ cast }: World): Actor[] {
  return [...cast.students, ...cast.tutors, cast.admin];
}

export function nameOf(actor: Actor | null): string {
  return actor?.name.split(' ')[0] ?? 'Somebody';
}

/** A session or a reference, short enough to follow through the notes. */
export function short(id: string): string {
  return id.slice(-5);
}

export function outcome(result: Result<unknown>): string {
  return result.ok ? 'ok' : result.reason;
}
