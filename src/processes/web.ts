import { openRegisteredApp, startWeb } from './parts.server.ts';
import { runProcess } from './run.server.ts';

await runProcess(async () => {
  const { app, close } = await openRegisteredApp(process.env);
  const web = await startWeb(app);
  app.log.info({ port: web.port }, 'serving');
  const stop = async () => {
    await web.close();
    await close();
  };
  return { stop };
});
