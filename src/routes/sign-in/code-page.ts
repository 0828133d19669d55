/** Where a code is asked for, on the way to `next`. */
export function codePage(next: string): string {
  return `/sign-in/code?next=${encodeURIComponent(next)}`;
}
