/** Stops the program on a bug. Expected failures are values (`result.ts`), never assertions. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Assertion failed: ${message}`);
}
