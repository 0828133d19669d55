import type { App } from '#infra/app.server.ts';
import type { DemoMail } from '#infra/demo.server.ts';
import { forget, once } from '#infra/registry.server.ts';
import { createDemo } from './demo.server.ts';
import { examine, examineOne } from './doctor.server.ts';
import { figures } from './figures.server.ts';
import { listen, loadBuiltHandler, type HttpServer } from './http.server.ts';
import { jobHandlers } from './jobs.server.ts';
import { startLive } from './live.server.ts';
import { openApp, type OpenApp } from './open-app.server.ts';
import { startSweeping } from './sweep.server.ts';

export type Environment = Record<string, string | undefined>;
export type MailsOf = (() => Promise<readonly DemoMail[]>) | null;

/** Opens the app and puts it where the web application, in its bundle, finds it. */
export async function openRegisteredApp(env: Environment, mails: MailsOf = null): Promise<OpenApp> {
  const { app, close } = await openApp(env);
  once('app', () => app);
  once('doctor', () => ({
    all: () => examine(app),
    one: (subject: string, id: string) => examineOne(app, subject, id),
  }));
  once('figures', () => () => figures(app));
  const demo = createDemo(app, mails);
  if (demo !== null) once('demo', () => demo);
  return {
    app,
    async close() {
      forget('app');
      forget('demo');
      forget('figures');
      forget('doctor');
      await close();
    },
  };
}

/** Serves the built web application, and its sockets. */
export async function startWeb(app: App): Promise<HttpServer> {
  return listen(app.config, await loadBuiltHandler(), await startLive(app));
}

/** Runs jobs and the sweep in this process. */
export async function startWork(app: App): Promise<{ stop(): Promise<void> }> {
  await app.jobs.work(jobHandlers(app));
  return { stop: startSweeping(app) };
}
