import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type ViteDevServer } from 'vite';
import type { App } from '#infra/app.server.ts';
import { listen, type HttpServer } from '#processes/http.server.ts';
import { startLive } from '#processes/live.server.ts';
import { runProcess } from '#processes/run.server.ts';
import { checkDependencies } from './support/dependencies.ts';
import { startLocal } from './support/local.ts';

await runProcess(async () => {
  checkDependencies();
  const dev = await startLocal(process.env, { mode: 'dev', dataDir: './data/dev', serve });
  console.log(
    `\nMentorship in dev at ${dev.app.config.publicUrl} (Paystack's stand-in at ${dev.standIns.paystack.url}, Zoom's at ${dev.standIns.zoom.url})\n`,
  );
  return dev;
});

/** Vite in place of the build, behind the same front door and on the same port. Early requests wait for it. */
async function serve(app: App): Promise<HttpServer> {
  const { promise: vite, resolve } = Promise.withResolvers<ViteDevServer>();
  const handler = (request: IncomingMessage, response: ServerResponse) => {
    void vite.then(({ middlewares }) => middlewares(request, response));
  };
  const http = await listen(app.config, handler, await startLive(app));
  resolve(createServer({ server: { middlewareMode: true, hmr: { server: http.server } }, appType: 'custom' }));
  const { close: closeVite } = await vite;
  const close = async () => {
    await closeVite();
    await http.close();
  };
  return { ...http, close };
}
