import type { IncomingMessage, ServerResponse } from 'node:http';
import { isForeign } from '#features/accounts/origin.ts';
import { securityHeaders } from '#features/accounts/security-headers.ts';
import type { Config } from '#infra/config.server.ts';
import { DEFAULT_MESSAGES } from '#shared/reasons.ts';

/** Larger than any form or webhook of ours; uploads do not exist. */
export const MAX_BODY_BYTES = 512 * 1024;

/** Names under which the web framework is told what only we may say; a client's own are overwritten. */
export const PROTOCOL_HEADER = 'x-mentorship-protocol';
export const HOST_HEADER = 'x-mentorship-host';
export const ADDRESS_HEADER = 'x-mentorship-address';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * Stands before every request, built or in dev: says where it really comes from and where it arrived, and refuses
 * bodies that are too large and writes that another site's page caused.
 */
export function frontDoor(config: Config, next: Handler): Handler {
  const publicUrl = new URL(config.publicUrl);
  const protection = Object.entries(securityHeaders(config));
  const hosts = new Set([publicUrl.host, ...localHosts(config)]);
  return (request, response) => {
    const headers = request.headers;
    const host = headers.host !== undefined && hosts.has(headers.host) ? headers.host : publicUrl.host;
    const protocol = publicUrl.protocol.slice(0, -1);
    headers[PROTOCOL_HEADER] = protocol;
    headers[HOST_HEADER] = host;
    headers[ADDRESS_HEADER] = clientAddress(request, config.trustedProxies);
    // Files and refusals, which never reach the hooks, are protected like pages.
    for (const [name, value] of protection) response.setHeader(name, value);
    if (Number(headers['content-length'] ?? 0) > MAX_BODY_BYTES) return refuseBody(response);
    if (isForeign(question(request), config)) return refuseForeign(response);
    // Judged here, for every content type. What passed without an Origin (curl) passes the framework's own check too.
    if (request.method !== 'GET' && request.method !== 'HEAD') headers.origin = `${protocol}://${host}`;
    next(request, response);
  };
}

/** On a developer's machine both names of the machine itself are good; elsewhere only the public one. */
function localHosts(config: Config): string[] {
  return config.mode === 'production' ? [] : [`localhost:${config.port}`, `127.0.0.1:${config.port}`];
}

function question({ method, url, headers }: IncomingMessage) {
  const site = headers['sec-fetch-site'];
  return {
    method: method ?? 'GET',
    // As the pages will read it: an address with dots in it may begin like one that providers call, and lead elsewhere.
    path: URL.parse(`http://here.invalid${url ?? '/'}`)?.pathname ?? '/',
    origin: headers.origin ?? null,
    secFetchSite: typeof site === 'string' ? site : null,
  };
}

/** The address of the client: the connection's, or as many steps back in X-Forwarded-For as proxies may be believed. */
export function clientAddress(request: IncomingMessage, trustedProxies: number): string {
  const own = request.socket.remoteAddress ?? 'unknown';
  if (trustedProxies === 0) return own;
  const forwarded = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return forwarded.at(-trustedProxies)?.slice(0, 64) ?? own;
}

// A refusal leaves the connection open: Node then reads what is still being sent and throws it away (for as long as a
// request may take), where closing it would cut off the sender and lose the answer.
function refuseBody(response: ServerResponse): void {
  response.writeHead(413, { 'content-type': 'text/plain; charset=utf-8' });
  response.end('That request is too large. Nothing was changed.\n');
}

function refuseForeign(response: ServerResponse): void {
  const error = { code: 'foreign_origin', message: DEFAULT_MESSAGES.foreign_origin };
  response.writeHead(403, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify({ ok: false, error }));
}
