/** `30 %` of a whole; below one half percent, but not nothing, `< 1 %`; of nothing, nothing can be said: `–`. */
export function percentWords(part: number, whole: number): string {
  if (whole === 0) return '–';
  const percent = Math.round((100 * part) / whole);
  return percent === 0 && part > 0 ? '< 1 %' : `${percent} %`;
}
