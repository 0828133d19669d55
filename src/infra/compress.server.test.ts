import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { compressed } from './compress.server.ts';

const LONG = '<p>₦5,000 an hour</p>'.repeat(500);

function page(body = LONG, headers: Record<string, string> = {}): Response {
  return new Response(body, { headers: { 'content-type': 'text/html', 'x-request-id': 'one', ...headers } });
}

function ask(acceptEncoding?: string, method = 'GET'): Request {
  return new Request('http://localhost/mentorship', {
    method,
    headers: acceptEncoding === undefined ? {} : { 'accept-encoding': acceptEncoding },
  });
}

describe('compressing pages', () => {
  it.each(['gzip', 'gzip, deflate, br', 'br;q=1, gzip;q=0.8', 'zstd;q=0, gzip', '*', 'GZIP'])(
    'sends gzip to %s',
    async (accepted) => {
      const sent = await compressed(ask(accepted), page());
      expect(sent.headers.get('content-encoding')).toBe('gzip');
      expect(sent.headers.get('vary')).toBe('accept-encoding');
      expect(sent.headers.get('x-request-id')).toBe('one');
      const bytes = Buffer.from(await sent.arrayBuffer());
      expect(bytes.length).toBeLessThan(LONG.length / 10);
      expect(gunzipSync(bytes).toString()).toBe(LONG);
    },
  );

  it.each(['gzip, deflate, br, zstd', 'zstd', 'ZSTD;q=0.5, gzip;q=1'])('sends zstd to %s', async (accepted) => {
    const sent = await compressed(ask(accepted), page());
    expect(sent.headers.get('content-encoding')).toBe('zstd');
    const bytes = Buffer.from(await sent.arrayBuffer());
    expect(bytes.length).toBeLessThan(LONG.length / 10);
    expect(zstdDecompressSync(bytes).toString()).toBe(LONG);
  });

  it.each([undefined, '', 'br', 'identity', 'gzip;q=0', 'gzip; q=0.0', 'gzip;q=.', 'xgzip'])(
    'sends it plain to %s',
    async (accepted) => {
      const sent = await compressed(ask(accepted), page());
      expect(sent.headers.get('content-encoding')).toBeNull();
      expect(sent.headers.get('vary')).toBe('accept-encoding');
      expect(await sent.text()).toBe(LONG);
    },
  );

  it('makes the data of a page and the answers of the API small, too', async () => {
    const sent = await compressed(ask('gzip'), Response.json({ text: LONG }));
    expect(sent.headers.get('content-encoding')).toBe('gzip');
    const bytes = Buffer.from(await sent.arrayBuffer());
    expect(sent.headers.get('content-length')).toBe(String(bytes.length));
    expect(JSON.parse(gunzipSync(bytes).toString())).toEqual({ text: LONG });
  });

  it.each(['image/svg+xml', 'text/sveltekit-data', 'application/json-seq'])('leaves %s alone', async (type) => {
    const other = new Response(LONG, { headers: { 'content-type': type } });
    expect(await compressed(ask('gzip'), other)).toBe(other);
  });

  it('leaves alone what is short, and what was asked for by HEAD', async () => {
    const short = await compressed(ask('gzip'), page('<p>Hello</p>'));
    expect(short.headers.get('content-encoding')).toBeNull();
    expect(await short.text()).toBe('<p>Hello</p>');
    const head = page();
    expect(await compressed(ask('gzip', 'HEAD'), head)).toBe(head);
  });

  it('keeps status, cookies and other headers', async () => {
    const refused = new Response(LONG, { status: 422, headers: { 'content-type': 'text/html; charset=utf-8' } });
    refused.headers.append('set-cookie', 'a=1');
    refused.headers.append('set-cookie', 'b=2');
    const sent = await compressed(ask('gzip'), refused);
    expect(sent.status).toBe(422);
    expect(sent.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  });

  it('never compresses twice', async () => {
    const already = page(LONG, { 'content-encoding': 'br' });
    expect(await compressed(ask('gzip'), already)).toBe(already);
  });
});
