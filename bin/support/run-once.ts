import { tell } from '#processes/run.server.ts';

/** Runs a command that does one thing and ends; exit code 1 when it could not. */
export async function runOnce(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    tell(error);
    process.exitCode = 1;
  }
}
