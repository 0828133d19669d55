import { Mistake } from '#shared/mistake.ts';

/** What a process started, with its own way to stop. */
export type Running = { stop(): Promise<void> };

/** One Ctrl-C reaches us twice: from the terminal, and passed on by npm. */
const SAME_PRESS_MS = 1_000;

/**
 * Runs a process until SIGTERM or SIGINT, then stops it in order; a second signal ends it at once. A mistake of the
 * operator is told in its own words, without a stack.
 */
export async function runProcess(start: () => Promise<Running>): Promise<void> {
  let stoppingSince = 0;
  let running: Running | null = null;
  const stop = () => {
    if (stoppingSince !== 0 && Date.now() - stoppingSince > SAME_PRESS_MS) process.exit(1);
    if (stoppingSince !== 0) return;
    stoppingSince = Date.now();
    if (running !== null) void end(running);
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);
  try {
    running = await start();
  } catch (error) {
    tell(error);
    process.exit(1);
  }
  if (stoppingSince !== 0) await end(running);
}

async function end(running: Running): Promise<void> {
  try {
    await running.stop();
    process.exit(0);
  } catch (error) {
    tell(error);
    process.exit(1);
  }
}

/** Tells why something could not be done: a mistake in its own words, a bug with its stack. */
export function tell(error: unknown): void {
  console.error(isOperatorMistake(error) ? messageOf(error) : error);
}

/** True for what needs no stack: a mistake of ours by name, or a database that cannot be reached or entered. */
function isOperatorMistake(error: unknown): boolean {
  return error instanceof Mistake || causes(error).some(isUnreachable);
}

function messageOf(error: unknown): string {
  if (error instanceof Mistake) return error.message;
  const why = causes(error).find(isUnreachable);
  return `The database cannot be reached: ${why?.message ?? String(error)}. Check DATABASE_URL.`;
}

function causes(error: unknown): Error[] {
  const list: Error[] = [];
  for (let at = error; at instanceof Error && list.length < 10; at = at.cause) list.push(at);
  return list;
}

/** No connection, a wrong password (SQLSTATE class 28), no such database. */
function isUnreachable(error: Error): boolean {
  return 'code' in error && /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|28\w{3}|3D000)$/.test(String(error.code));
}
