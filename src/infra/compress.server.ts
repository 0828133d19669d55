import { constants, gzipSync, zstdCompressSync } from 'node:zlib';

/** Less fits into one packet anyway. */
const LEAST_BYTES = 1_400;

type Coding = 'zstd' | 'gzip';

/**
 * The best first. The marketplace's 79 kB become 9.9 in 0.10 ms with zstd, which Chrome, Edge, Opera and Firefox take,
 * and 11.4 in 0.30 ms with gzip; brotli's 9.9 take 0.23. Gzip's usual level 6 takes twice as long for 1 kB less.
 */
const PACKERS: readonly { readonly coding: Coding; pack(plain: Buffer): Uint8Array<ArrayBuffer> }[] = [
  {
    coding: 'zstd',
    pack: (plain) => zstdCompressSync(plain, { params: { [constants.ZSTD_c_compressionLevel]: 3 } }),
  },
  { coding: 'gzip', pack: (plain) => gzipSync(plain, { level: 3 }) },
];

/**
 * A page, the data of one, or an answer of the API, packed as its client likes it; anything else as it is. None
 * holds a secret that a stranger could guess from its length: the session is a cookie, and there are no tokens in forms.
 */
export async function compressed(request: Request, response: Response): Promise<Response> {
  const headers = response.headers;
  if (!isWritten(response) || headers.has('content-encoding')) return response;
  headers.append('vary', 'accept-encoding');
  const packer = PACKERS.find(({ coding }) => takes(request.headers, coding));
  if (request.method === 'HEAD' || packer === undefined) return response;
  const plain = Buffer.from(await response.arrayBuffer());
  const isSmall = plain.length < LEAST_BYTES;
  const body = isSmall ? plain : packer.pack(plain);
  if (!isSmall) headers.set('content-encoding', packer.coding);
  headers.set('content-length', String(body.byteLength));
  return new Response(body, response);
}

/** Data that a page still waits for has a type of its own, and is passed on as it comes. */
const WRITTEN_TYPES = /^(text\/html|application\/json)\s*(;|$)/;

function isWritten({ status, headers }: Response): boolean {
  return status !== 304 && WRITTEN_TYPES.test(headers.get('content-type') ?? '');
}

/** Whether it is named, and not with a weight of zero. Who takes anything, `*`, is given gzip. */
export function takes(headers: Headers, coding: Coding): boolean {
  const accepted = (headers.get('accept-encoding') ?? '').toLowerCase().split(',');
  return accepted.some((part) => {
    const [, name, weight] = /^\s*([a-z]+|\*)\s*(?:;\s*q=([\d.]+)\s*)?$/.exec(part) ?? [];
    return (name === coding || (name === '*' && coding === 'gzip')) && Number(weight ?? 1) > 0;
  });
}
