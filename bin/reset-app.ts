import { parseArgs } from 'node:util';
import { resetApps } from '#features/accounts/commands/second-factor.server.ts';
import { openApp } from '#processes/open-app.server.ts';
import { Mistake } from '#shared/mistake.ts';
import { runOnce } from './support/run-once.ts';

const USAGE = `Usage: bin/reset-app --email ada@example.com   of one account, once you have made sure whose it is
       bin/reset-app --lost                    of every account whose app was sealed with another AUTH_SECRET`;

await runOnce(async () => {
  const who = readArguments(process.argv.slice(2));
  const { app, close } = await openApp(process.env);
  try {
    const reset = await resetApps(app, who);
    if (!reset.ok) throw new Mistake(reset.message);
    for (const email of reset.value) console.log(`${email} signs in with the password alone now, and is told by mail.`);
    if (reset.value.length === 0)
      console.log('Every authenticator app can be read with this AUTH_SECRET: nothing to do.');
  } finally {
    await close();
  }
});

function readArguments(args: string[]): { email: string } | 'lost' {
  const { email, lost = false } = parse(args);
  if (lost && email === undefined) return 'lost';
  if (lost || email === undefined || !/^\S+@\S+$/.test(email)) throw new Mistake(USAGE);
  return { email };
}

function parse(args: string[]): { email?: string; lost?: boolean } {
  try {
    return parseArgs({ args, options: { email: { type: 'string' }, lost: { type: 'boolean' } } }).values;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new Mistake(`${error.message}\n${USAGE}`);
  }
}
