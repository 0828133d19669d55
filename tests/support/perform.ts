import type { z } from 'zod';
import { execute, type Command } from '#features/accounts/command.server.ts';
import type { Actor } from '#features/accounts/gates.server.ts';
import type { Permission } from '#features/accounts/permissions.ts';
import type { App } from '#infra/app.server.ts';

/** Runs a command that must succeed: a refusal is thrown with its words. */
export async function perform<P extends Permission, I extends z.ZodType, O>(
  app: App,
  command: Command<P, I, O>,
  actor: Actor,
  input: object,
): Promise<O> {
  const result = await execute(app, command, actor, input);
  if (!result.ok) throw new Error(`${command.name}: ${result.reason}: ${result.message}`);
  return result.value;
}
