/** Text that people type, made fit to be kept and shown. Pure. */

/**
 * The text as the database can keep it: no NUL, which PostgreSQL has in no text, and no half of a surrogate pair, which
 * its JSON refuses. A half reads as `�` afterwards.
 */
export function storable(text: string): string {
  return wellFormed(text).replaceAll('\u0000', '');
}

/** The same text with `�` for each half of a surrogate pair. */
export function wellFormed(text: string): string {
  return text.toWellFormed();
}

/**
 * True for a line with marks that turn the direction of what comes after them (embeddings, overrides, isolates): a name
 * or title stands in the middle of our sentences, which it could then spell backwards. Right-to-left letters need none.
 */
export function turnsDirection(line: string): boolean {
  return /[\u202a-\u202e\u2066-\u2069]/.test(line);
}
