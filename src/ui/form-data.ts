/** What a form sent, as plain values: a list for each name in `lists`, the last text sent for any other. */
export type FormValues<Lists extends string = never> = { [name: string]: string | string[] } & {
  [name in Lists]: string[];
};

/**
 * Reads a form as a plain object, for a command's schema to parse. Files are left out: our forms send none.
 * A name in `lists` (checkboxes that share it) is always there, empty when nothing was ticked.
 */
export function formValues<const Lists extends string = never>(
  data: FormData,
  lists: readonly Lists[] = [],
): FormValues<Lists> {
  const values: Record<string, string | string[]> = Object.fromEntries(lists.map((name) => [name, []]));
  for (const [name, value] of data) {
    if (typeof value !== 'string') continue;
    const before = values[name];
    values[name] = Array.isArray(before) ? [...before, value] : value;
  }
  return values as FormValues<Lists>;
}

/** One text of a form, empty when it was not sent. */
export function textOf(values: FormValues, name: string): string {
  const value = values[name];
  return typeof value === 'string' ? value : '';
}
