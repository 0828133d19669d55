/** Half-open `[start, end)` in epoch milliseconds. */
export type Interval = { readonly start: number; readonly end: number };

/** The union of intervals, sorted; touching and overlapping ones become one, empty ones vanish. */
export function union(intervals: readonly Interval[]): Interval[] {
  const sorted = intervals.filter((interval) => interval.start < interval.end).sort((a, b) => a.start - b.start);
  const merged: { start: number; end: number }[] = [];
  let last: { start: number; end: number } | undefined;
  for (const { start, end } of sorted) {
    if (last !== undefined && start <= last.end) {
      if (end > last.end) last.end = end;
    } else {
      last = { start, end };
      merged.push(last);
    }
  }
  return merged;
}

/** What of `whole` no `taken` covers. Both must be unions as `union()` returns them; so is the answer. */
export function subtract(whole: readonly Interval[], taken: readonly Interval[]): Interval[] {
  const free: Interval[] = [];
  let first = 0;
  for (const { start, end } of whole) {
    while (first < taken.length && taken[first]!.end <= start) first += 1;
    let from = start;
    for (let index = first; index < taken.length && taken[index]!.start < end; index += 1) {
      const block = taken[index]!;
      if (block.start > from) free.push({ start: from, end: block.start });
      from = block.end;
    }
    if (from < end) free.push({ start: from, end });
  }
  return free;
}
