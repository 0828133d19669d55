import { demoPeople } from '#features/accounts/queries.server.ts';
import { DEMO_PASSWORD } from '#features/accounts/demo.server.ts';
import { runProcess } from '#processes/run.server.ts';
import { buildIfStale } from './support/build.ts';
import { checkDependencies } from './support/dependencies.ts';
import { startLocal, type Local } from './support/local.ts';

const say = (line: string) => console.log(line);

await runProcess(async () => {
  checkDependencies();
  buildIfStale(say);
  const demo = await startLocal(process.env, { mode: 'demo', dataDir: './data' });
  await welcome(demo);
  return demo;
});

async function welcome({ app, standIns }: Local): Promise<void> {
  const people = await demoPeople(app);
  const width = Math.max(0, ...people.map(({ email }) => email.length));
  say(`
Mentorship is running at ${app.config.publicUrl}

Sign in as one of these (password ${DEMO_PASSWORD}), or with the bar on top of each page:
${people.map(({ email, name, role }) => `  ${email.padEnd(width)}  ${name}, ${role.toLowerCase()}`).join('\n')}

Mails that would be sent: ${app.config.publicUrl}/demo/mails
Sessions meet at a stand-in for Zoom at ${standIns.zoom.url}: nobody is seen or heard.
Payments go to a stand-in for Paystack at ${standIns.paystack.url}: no money moves.
Everything is kept in ${app.config.databaseUrl === null ? app.config.dataDir : 'your database'}. Ctrl-C stops it.
`);
}
