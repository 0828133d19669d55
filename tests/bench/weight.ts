import { get } from 'node:http';

export type Weight = { count: number; gzBytes: number };
export type PageWeight = {
  html: { bytes: number; encoding: string | null };
  scripts: Weight;
  styles: Weight;
  fonts: Weight;
};

const MAX_FILES = 200;

/** What a browser loads for a page, by reading its HTML and following every import; bytes as they cross the line. */
export async function weigh(port: number, path: string): Promise<PageWeight> {
  const page = await load(port, path);
  const html = page.text;
  const attribute = (pattern: RegExp) => [...html.matchAll(pattern)].map((match) => resolve(path, match[1] ?? ''));
  const links = [...html.matchAll(/<link\b[^>]*>/g)].map(([tag]) => tag);
  const hrefs = (test: RegExp) =>
    links.filter((tag) => test.test(tag)).flatMap((tag) => /href="([^"]+)"/.exec(tag)?.[1]?.split('#')[0] ?? []);
  const entries = [
    ...hrefs(/rel="modulepreload"/),
    ...attribute(/<script\b[^>]*\bsrc="([^"]+)"/g),
    ...attribute(/\bimport\("([^"]+)"\)/g),
  ];
  return {
    html: { bytes: page.bytes, encoding: page.encoding },
    scripts: await sum(port, path, entries, importsOf),
    styles: await sum(port, path, hrefs(/rel="stylesheet"/)),
    fonts: await sum(port, path, hrefs(/as="font"/)),
  };
}

async function sum(
  port: number,
  from: string,
  entries: readonly string[],
  follow: (text: string) => string[] = () => [],
): Promise<Weight> {
  const seen = new Map<string, number>();
  const queue = entries.map((entry) => resolve(from, entry));
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (seen.has(path)) continue;
    if (seen.size >= MAX_FILES) throw new Error(`more than ${MAX_FILES} files`);
    const file = await load(port, path);
    seen.set(path, file.bytes);
    for (const imported of follow(file.text)) queue.push(resolve(path, imported));
  }
  return { count: seen.size, gzBytes: [...seen.values()].reduce((total, bytes) => total + bytes, 0) };
}

/** Static imports only: `import("…")` is loaded when it is needed, if ever. */
function importsOf(text: string): string[] {
  return [...text.matchAll(/(?:\bfrom|\bimport)\s*["']([^"']+\.js)["']/g)].map((match) => match[1] ?? '');
}

function resolve(from: string, to: string): string {
  return new URL(to, `http://localhost${from}`).pathname;
}

type Loaded = { text: string; bytes: number; encoding: string | null };

async function load(port: number, path: string): Promise<Loaded> {
  const sent = await request(port, path, 'gzip');
  if (sent.status !== 200) throw new Error(`${path} answered ${sent.status}`);
  const plain = sent.encoding === null ? sent : await request(port, path, 'identity');
  return { text: plain.body.toString(), bytes: sent.body.length, encoding: sent.encoding };
}

function request(
  port: number,
  path: string,
  accept: string,
): Promise<{ status: number; body: Buffer; encoding: string | null }> {
  return new Promise((resolve, reject) => {
    get({ port, host: '127.0.0.1', path, headers: { 'accept-encoding': accept } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          body: Buffer.concat(chunks),
          encoding: response.headers['content-encoding'] ?? null,
        }),
      );
    }).on('error', reject);
  });
}
