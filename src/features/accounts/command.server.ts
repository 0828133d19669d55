import { type z } from 'zod';
import type { App } from '#infra/app.server.ts';
import { refuse, type Refusal, type Result } from '#shared/result.ts';
import { may, type Actor, type May } from './gates.server.ts';
import type { Permission } from './permissions.ts';

export type { App };

/**
 * A command or query that people call by name: who may, what it takes, what it does. Pages and
 * `POST /action/<name>` reach it only through `execute`.
 */
export type Command<P extends Permission, Input extends z.ZodType, Output> = {
  readonly name: string;
  readonly permission: P;
  readonly input: Input;
  run(app: App, actor: May<P>, input: z.output<Input>): Promise<Result<Output>>;
};

/** Names a command; the types of its input and output follow from its parts. */
export function defineCommand<P extends Permission, Input extends z.ZodType, Output>(
  command: Command<P, Input, Output>,
): Command<P, Input, Output> {
  return command;
}

/** Authorises, parses, runs. Refusals in this order: 401, 403, 422 (`unknown_key` or `invalid` with `fields`), the command's own. */
export async function execute<P extends Permission, Input extends z.ZodType, Output>(
  app: App,
  command: Command<P, Input, Output>,
  actor: Actor | null,
  raw: unknown,
): Promise<Result<Output>> {
  const allowed = may(actor, command.permission);
  if (!allowed.ok) return allowed;
  const parsed = command.input.safeParse(raw);
  if (!parsed.success) return refuseInput(parsed.error);
  return command.run(app, allowed.value, parsed.data);
}

/** What zod found, as a refusal: `unknown_key` first, else `invalid` with one message a field. */
export function refuseInput(error: z.ZodError): Refusal {
  const unknown = error.issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : []));
  if (unknown.length > 0) {
    return refuse('unknown_key', {
      fields: Object.fromEntries(unknown.map((key) => [key, 'We do not know this field.'])),
    });
  }
  const fields: Record<string, string> = {};
  for (const issue of error.issues) fields[issue.path.join('.') || 'input'] ??= issue.message;
  return refuse('invalid', { fields });
}
