import type { App } from '#infra/app.server.ts';
import { takes } from '#infra/compress.server.ts';
import { sdkFiles } from '#infra/zoom/sdk-files.server.ts';

export type SdkAnswer = { body: BodyInit; headers: Record<string, string> };

/** One file of Zoom's Meeting SDK; null when embedding is not configured, or the installed version has no such file. */
export async function sdkFile(
  app: App,
  { version, path }: { version: string; path: string },
  asked: Headers,
): Promise<SdkAnswer | null> {
  if (app.config.zoom?.sdk == null) return null;
  const files = sdkFiles();
  const file = version === files.version ? files.find(path) : null;
  if (file === null) return null;
  const headers = { 'content-type': file.type };
  if (file.gzipped === null)
    return { body: file.open(), headers: { ...headers, 'content-length': String(file.bytes) } };
  const vary = { ...headers, vary: 'accept-encoding' };
  if (!takes(asked, 'gzip')) return { body: file.open(), headers: { ...vary, 'content-length': String(file.bytes) } };
  const body = await file.gzipped();
  return { body, headers: { ...vary, 'content-encoding': 'gzip', 'content-length': String(body.byteLength) } };
}
