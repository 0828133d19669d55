/** What is judged: a request's method, path and the two headers by which a browser says where it comes from. */
export type OriginQuestion = {
  readonly method: string;
  readonly path: string;
  readonly origin: string | null;
  readonly secFetchSite: string | null;
};

export type OriginConfig = { readonly publicUrl: string; readonly mode: string; readonly port: number };

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Providers call these from their own servers; a signature, not an origin, says who they are. */
const SIGNED_CALLS = '/api/webhooks/';

/** The origins that are this product. On a developer's machine `localhost` and `127.0.0.1` are the same place. */
export function sameOrigins(config: OriginConfig): string[] {
  const own = new URL(config.publicUrl).origin;
  if (config.mode === 'production') return [own];
  return [...new Set([own, `http://localhost:${config.port}`, `http://127.0.0.1:${config.port}`])];
}

/**
 * True for a write that another site's page caused: a foreign or `null` Origin, or, without one, a browser that
 * says `cross-site` or `same-site`. Without both headers it is no browser, which needs no protection from itself.
 */
export function isForeign(question: OriginQuestion, config: OriginConfig): boolean {
  if (READS.has(question.method) || question.path.startsWith(SIGNED_CALLS)) return false;
  if (question.origin !== null) return !sameOrigins(config).includes(question.origin);
  return question.secFetchSite === 'cross-site' || question.secFetchSite === 'same-site';
}
