import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';

export type Ask = { path: string; cookie?: string; body?: unknown };

export type Reply = {
  status: number;
  /** Unpacked only when read, since nobody reads most of them. */
  text(): string;
  /** From when it was to be asked until its last byte, so that waiting for a free connection counts. */
  ms: number;
};

export type Drive = { replies: Reply[]; perSecond: number };

const REPLY_TIMEOUT_MS = 30_000;

/** Asks everything in order over `connections` kept alive, each asking again as soon as it is answered. */
export async function drive(port: number, asks: readonly Ask[], connections: number): Promise<Drive> {
  const wires = asks.map((ask) => encode(port, ask));
  const lines = await open(port, Math.min(connections, wires.length));
  const replies: Reply[] = [];
  let next = 0;
  const startedMs = performance.now();
  await Promise.all(
    lines.map(async (line) => {
      for (let wire = wires[next++]; wire !== undefined; wire = wires[next++]) {
        replies.push(await line.ask(wire, performance.now()));
      }
    }),
  );
  const elapsedMs = performance.now() - startedMs;
  lines.forEach((line) => line.close());
  return { replies, perSecond: (replies.length / elapsedMs) * 1000 };
}

/** Asks at a steady rate, whether or not earlier answers have come. */
export async function drivePaced(
  port: number,
  asks: readonly Ask[],
  { perSecond, connections }: { perSecond: number; connections: number },
): Promise<Drive> {
  const wires = asks.map((ask) => encode(port, ask));
  const free = await open(port, connections);
  const all = [...free];
  const waiting: ((line: Line) => void)[] = [];
  const take = (): Promise<Line> => {
    const line = free.pop();
    return line === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(line);
  };
  const give = (line: Line) => {
    const next = waiting.shift();
    if (next === undefined) free.push(line);
    else next(line);
  };
  const startedMs = performance.now();
  const pending: Promise<Reply>[] = [];
  for (const [index, wire] of wires.entries()) {
    const dueMs = startedMs + (index / perSecond) * 1000;
    const aheadMs = dueMs - performance.now();
    if (aheadMs > 1) await pause(aheadMs);
    // From now, not from when it was due: that this process came late is not the server's doing.
    const askedMs = performance.now();
    pending.push(
      take().then(async (line) => {
        const reply = await line.ask(wire, askedMs);
        give(line);
        return reply;
      }),
    );
  }
  const replies = await Promise.all(pending);
  const elapsedMs = performance.now() - startedMs;
  all.forEach((line) => line.close());
  return { replies, perSecond: (replies.length / elapsedMs) * 1000 };
}

type Line = { ask(wire: Buffer, sinceMs: number): Promise<Reply>; close(): void };

function open(port: number, count: number): Promise<Line[]> {
  return Promise.all(Array.from({ length: count }, () => openLine(port)));
}

/** A bare socket: node:http's own client would cost as much as the servers that it measures. */
async function openLine(port: number): Promise<Line> {
  const socket = await connected(port);
  let received: Buffer = Buffer.alloc(0);
  let settle: { sinceMs: number; resolve(reply: Reply): void; reject(error: Error): void } | null = null;
  const fail = (error: Error) => {
    settle?.reject(error);
    settle = null;
  };
  socket.on('data', (chunk) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const reply = readReply(received);
    if (reply === null || settle === null) return;
    received = received.subarray(reply.length);
    const { sinceMs, resolve } = settle;
    settle = null;
    resolve({ status: reply.status, text: reply.text, ms: performance.now() - sinceMs });
  });
  socket.on('error', fail).on('close', () => fail(new Error('the server closed the connection')));
  socket.setTimeout(REPLY_TIMEOUT_MS, () => fail(new Error(`no answer within ${REPLY_TIMEOUT_MS} ms`)));
  return {
    ask: (wire, sinceMs) =>
      new Promise((resolve, reject) => {
        settle = { sinceMs, resolve, reject };
        socket.write(wire);
      }),
    close: () => socket.destroy(),
  };
}

function connected(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    socket.once('connect', () => resolve(socket)).once('error', reject);
  });
}

function encode(port: number, { path, cookie, body }: Ask): Buffer {
  const method = body === undefined ? 'GET' : 'POST';
  const head = [`${method} ${path} HTTP/1.1`, `host: 127.0.0.1:${port}`, 'accept-encoding: gzip, deflate, br, zstd'];
  if (cookie !== undefined) head.push(`cookie: ${cookie}`);
  const text = body === undefined ? '' : JSON.stringify(body);
  if (body !== undefined) head.push('content-type: application/json', `content-length: ${Buffer.byteLength(text)}`);
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${text}`);
}

const HEAD_END = Buffer.from('\r\n\r\n');
const CHUNKS_END = Buffer.from('\r\n0\r\n\r\n');

/** A whole answer at the front of what was received, or null while some of it is missing. */
function readReply(received: Buffer): { status: number; text(): string; length: number } | null {
  const headEnd = received.indexOf(HEAD_END);
  if (headEnd < 0) return null;
  const head = received.toString('latin1', 0, headEnd);
  const start = headEnd + HEAD_END.length;
  const end = endOfBody(received, head, start);
  if (end === null || received.length < end.length) return null;
  const body = received.subarray(start, end.body);
  const coding = /\r\ncontent-encoding: *(gzip|zstd)/i.exec(head)?.[1];
  const unpack = coding === undefined ? (plain: Buffer) => plain : coding === 'zstd' ? zstdDecompressSync : gunzipSync;
  return {
    status: Number(head.slice(9, 12)),
    text: () => unpack(body).toString(),
    length: end.length,
  };
}

function endOfBody(received: Buffer, head: string, start: number): { body: number; length: number } | null {
  const declared = /\r\ncontent-length: *(\d+)/i.exec(head);
  if (declared !== null) return { body: start + Number(declared[1]), length: start + Number(declared[1]) };
  if (!/\r\ntransfer-encoding: *chunked/i.test(head)) return { body: start, length: start };
  const end = received.indexOf(CHUNKS_END, start - 2);
  return end < 0 ? null : { body: end, length: end + CHUNKS_END.length };
}
