const EMAIL = /[^\s@"'<>(),;]+@[^\s@"'<>(),;]+\.[a-z]{2,}/gi;
/** Drizzle ends its message with the values of the failing statement: up to the stack, or to the end. */
const VALUES = /\nparams: [\s\S]*?(?=\n {4}at |$)/g;

/** A message or stack as it may stand in a log: the failing statement is told, the values that stood in it are not. */
export function withoutPersons(text: string): string {
  return text.replace(VALUES, '').replace(EMAIL, '[e-mail]');
}
