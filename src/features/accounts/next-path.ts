const HERE = 'https://here.invalid';
const MAX_LENGTH = 2_000;

/**
 * Where to go after signing in: the path asked for if it is on this site, else `fallback`. Browsers read `\` as `/`
 * and drop tabs and line breaks, so `/\evil`, `//evil` and their like are refused before they are parsed.
 */
export function nextPath(wanted: string | null, fallback: string): string {
  if (wanted === null || wanted.length > MAX_LENGTH) return fallback;
  // eslint-disable-next-line no-control-regex -- control characters are exactly what is looked for
  if (!/^\/(?![/\\])[^\\\u0000-\u0020]*$/.test(wanted)) return fallback;
  const url = new URL(wanted, HERE);
  // `/./` and `/../` can leave a path that begins with two slashes.
  if (url.origin !== HERE || url.pathname.startsWith('//')) return fallback;
  return url.pathname + url.search + url.hash;
}
