import { DataDirInUse } from '#infra/db/lock.server.ts';
import { examine, examineOne, SUBJECT_NAMES, type Subject } from '#processes/doctor.server.ts';
import { openApp } from '#processes/open-app.server.ts';
import type { Finding } from '#shared/finding.ts';
import { Mistake } from '#shared/mistake.ts';
import { runOnce } from './support/run-once.ts';

const USAGE = `Usage: bin/doctor, or bin/doctor ${SUBJECT_NAMES.join('|')} <id>`;
const MARKS: Record<Finding['state'], string> = { ok: '✓', attend: '!', bad: '✗' };

await runOnce(async () => {
  const asked = readArguments(process.argv.slice(2));
  const { app, close } = await open();
  try {
    const found = asked === null ? await examine(app) : await examineOne(app, asked.subject, asked.id);
    for (const { state, about, says, todo } of found) {
      console.log(`${MARKS[state]} ${about}: ${says}`);
      if (todo !== undefined) console.log(`    → ${todo}`);
    }
    if (found.some(({ state }) => state === 'bad')) process.exitCode = 1;
  } finally {
    await close();
  }
});

/** Looks only: no migration is applied. A configuration that is wrong is told by its own words before anything else. */
async function open() {
  try {
    return await openApp({ LOG_LEVEL: 'fatal', ...process.env }, { migrates: false });
  } catch (error) {
    if (!(error instanceof DataDirInUse)) throw error;
    throw new Mistake(
      `${error.message}\nThe running product examines itself: sign in as an admin and open /admin/doctor.`,
    );
  }
}

function readArguments([subject, id, ...rest]: string[]): { subject: Subject; id: string } | null {
  if (subject === undefined) return null;
  const known = SUBJECT_NAMES.find((name) => name === subject);
  if (known === undefined || id === undefined || rest.length > 0) throw new Mistake(USAGE);
  return { subject: known, id };
}
