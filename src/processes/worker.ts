import { openRegisteredApp, startWork } from './parts.server.ts';
import { runProcess } from './run.server.ts';

await runProcess(async () => {
  const { app, close } = await openRegisteredApp(process.env);
  const work = await startWork(app);
  app.log.info('working');
  const stop = async () => {
    await work.stop();
    await close();
  };
  return { stop };
});
