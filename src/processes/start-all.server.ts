import type { App } from '#infra/app.server.ts';
import { openRegisteredApp, startWeb, startWork, type Environment, type MailsOf } from './parts.server.ts';
import type { Running } from './run.server.ts';

export type RunningApp = Running & { app: App; port: number };

type Options = {
  mails?: MailsOf;
  /** Called once everything is open and before anything is served: the demo's world is made here. */
  prepare?: (app: App) => Promise<void>;
  /** Serves something other than the build: dev. */
  serve?: typeof startWeb;
};

/** Web and worker in one process: the default. */
export async function startAll(
  env: Environment,
  { mails = null, prepare, serve = startWeb }: Options = {},
): Promise<RunningApp> {
  const { app, close } = await openRegisteredApp(env, mails);
  try {
    await prepare?.(app);
    const web = await serve(app);
    const work = await startWork(app);
    const stop = async () => {
      await web.close();
      await work.stop();
      await close();
    };
    return { app, port: web.port, stop };
  } catch (error) {
    await close();
    throw error;
  }
}
