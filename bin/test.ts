import { buildIfStale } from './support/build.ts';
import { checkDependencies } from './support/dependencies.ts';
import { lookOutside } from './support/outside.ts';
import { runOnce } from './support/run-once.ts';
import { countStories, runPlaywright, runVitest } from './support/suites.ts';

const say = (line: string) => console.log(line);

await runOnce(async () => {
  checkDependencies();
  const { postgresql, redis, browser } = await lookOutside(process.env);
  buildIfStale(say);

  const tests = await runVitest();
  const stories = browser.found ? await runPlaywright() : { passed: 0, failed: 0, skipped: await countStories() };

  const twins = postgresql.found ? 0 : tests.pgliteTests;
  const skippedFor = [postgresql, redis, browser].filter(({ found }) => !found);
  for (const { name, howToGet } of skippedFor) say(`${name} tests were skipped. To run them: ${howToGet}`);

  const failed = tests.failed + stories.failed;
  if (failed > 0) process.exitCode = 1;
  say('');
  say(`${tests.passed + stories.passed} passed, ${failed} failed, ${tests.skipped + twins + stories.skipped} skipped`);
});
