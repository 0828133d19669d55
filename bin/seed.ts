import { parseArgs } from 'node:util';
import { grantRole } from '#features/accounts/commands.server.ts';
import { ROLES, type Role } from '#features/accounts/permissions.ts';
import { openApp } from '#processes/open-app.server.ts';
import { Mistake } from '#shared/mistake.ts';
import { runOnce } from './support/run-once.ts';

const USAGE = 'Usage: bin/seed --role TUTOR|MENTOR|ADMIN|STUDENT --email ada@example.com [--verified]';

await runOnce(async () => {
  const wanted = readArguments(process.argv.slice(2));
  const { app, close } = await openApp(process.env);
  try {
    const granted = await grantRole(app, wanted);
    if (!granted.ok) throw new Mistake(granted.message);
    const verified = wanted.verified ? ', verified' : '';
    console.log(`${granted.value.name} (${wanted.email}) is now ${wanted.role}${verified}.`);
  } finally {
    await close();
  }
});

function readArguments(args: string[]): { email: string; role: Role; verified: boolean } {
  const { role = '', email = '', verified = false } = parse(args);
  const known = ROLES.find((name) => name === role.toUpperCase());
  if (known === undefined) throw new Mistake(`--role must be one of ${ROLES.join(', ')}.\n${USAGE}`);
  if (!/^\S+@\S+$/.test(email))
    throw new Mistake(`--email must be the e-mail address somebody signed up with.\n${USAGE}`);
  return { role: known, email, verified };
}

function parse(args: string[]): { role?: string; email?: string; verified?: boolean } {
  try {
    const options = { role: { type: 'string' }, email: { type: 'string' }, verified: { type: 'boolean' } } as const;
    return parseArgs({ args, options }).values;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new Mistake(`${error.message}\n${USAGE}`);
  }
}
