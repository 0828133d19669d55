import { createReadStream, readdirSync, readFileSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { once } from '../registry.server.ts';

export type SdkFile = {
  readonly bytes: number;
  readonly type: string;
  open(): ReadableStream;
  /** Compressed once a process, off the main thread; null for what does not shrink. 5.5 MB of code go as 1.5. */
  gzipped: (() => Promise<Uint8Array<ArrayBuffer>>) | null;
};

export type SdkFiles = {
  /** Of the package, such as `6.2.0`: part of every address, so that browsers may keep each file for ever. */
  readonly version: string;
  /** By the path that Zoom's own code asks for; null for anything that the package does not hold. */
  find(path: string): SdkFile | null;
};

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.mp3': 'audio/mpeg',
  '.wav': 'audio/wav',
  '.cur': 'image/x-icon',
  '.bin': 'application/octet-stream',
};

/** The files of the installed `@zoom/meetingsdk`. They are listed once; a path is looked up in that list and never joined to a folder. */
export function sdkFiles(): SdkFiles {
  return once('zoom.sdkFiles', listFiles);
}

function listFiles(): SdkFiles {
  const manifest = createRequire(import.meta.url).resolve('@zoom/meetingsdk/package.json');
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  const folder = join(dirname(manifest), 'dist');
  const files = new Map<string, SdkFile>();
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const type = TYPES[extname(name)];
    const full = join(folder, name);
    const stats = statSync(full);
    if (type === undefined || !stats.isFile()) continue;
    const open = () => Readable.toWeb(createReadStream(full)) as ReadableStream;
    const gzipped = SHRINKS.test(type) ? compressOnce(full) : null;
    files.set(name.replaceAll('\\', '/'), { bytes: stats.size, type, open, gzipped });
  }
  // Zoom's own server has the parts of its pages under lib/ui; the package has them under ui.
  return { version, find: (path) => files.get(path) ?? files.get(path.replace(/^lib\/ui\//, 'ui/')) ?? null };
}

const SHRINKS = /^text\/|json|svg/;
const compress = promisify(gzip);

function compressOnce(full: string): () => Promise<Uint8Array<ArrayBuffer>> {
  let made: Promise<Uint8Array<ArrayBuffer>> | null = null;
  return () => (made ??= readFile(full).then((content) => compress(content)));
}
