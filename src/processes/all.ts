import { runProcess } from './run.server.ts';
import { startAll } from './start-all.server.ts';

await runProcess(async () => {
  const running = await startAll(process.env);
  running.app.log.info({ port: running.port }, 'serving and working');
  return running;
});
