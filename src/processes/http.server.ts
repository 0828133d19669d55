import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Config } from '#infra/config.server.ts';
import type { Live } from '#infra/realtime/live.server.ts';
import { Mistake } from '#shared/mistake.ts';
import { ADDRESS_HEADER, frontDoor, HOST_HEADER, MAX_BODY_BYTES, PROTOCOL_HEADER } from './front-door.server.ts';

const MAX_HEADER_BYTES = 16 * 1024;
const HEADERS_TIMEOUT_MS = 15_000;
const REQUEST_TIMEOUT_MS = 60_000;
/** Longer than the minute that load balancers keep idle connections, so that they close first. */
const KEEP_ALIVE_TIMEOUT_MS = 65_000;
const DRAIN_MS = 10_000;

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** The port is taken. */
export class PortInUse extends Mistake {}

export type HttpServer = { server: Server; port: number; close(): Promise<void> };

/** The built web application. What it must know of us it reads from the environment when it is loaded. */
export async function loadBuiltHandler(): Promise<Handler> {
  Object.assign(process.env, { PROTOCOL_HEADER, HOST_HEADER, ADDRESS_HEADER, BODY_SIZE_LIMIT: String(MAX_BODY_BYTES) });
  // Computed, so that the type checker does not follow it into the build.
  const url = new URL('../../build/handler.js', import.meta.url).href;
  const built = (await import(url)) as { handler: Handler };
  return built.handler;
}

/** Listens where the configuration says, with the sockets of `live` on the same port. Throws `PortInUse`. */
export async function listen(config: Config, handler: Handler, live: Live): Promise<HttpServer> {
  const server = createServer(
    { maxHeaderSize: MAX_HEADER_BYTES, requestTimeout: REQUEST_TIMEOUT_MS },
    frontDoor(config, (request, response) =>
      live.handles(request.url) ? live.request(request, response) : handler(request, response),
    ),
  );
  server.on('upgrade', (request, socket, head) => {
    if (live.handles(request.url)) live.upgrade(request, socket, head);
    // In dev Vite listens here, too.
    else if (server.listenerCount('upgrade') === 1) socket.destroy();
  });
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.keepAliveTimeout = KEEP_ALIVE_TIMEOUT_MS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(isTaken(error) ? new PortInUse(portMessage(config)) : error));
    server.listen(config.port, config.host, resolve);
  }).catch(async (error: unknown) => {
    await live.close();
    throw error;
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : config.port;
  return { server, port, close: () => live.close().then(() => drain(server)) };
}

/** Takes no new connection, lets the requests under way end, then cuts what is left. */
async function drain(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
  clearTimeout(timer);
}

function isTaken(error: Error): boolean {
  return 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES');
}

function portMessage({ host, port }: Config): string {
  return `Port ${port} on ${host} is not free. Stop what listens there, or choose another: PORT=${port + 1}.`;
}
