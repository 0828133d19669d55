/** The address of a list with its filters, and `changes` made to them (null takes one away). */
export function listHref(
  path: string,
  texts: Readonly<Record<string, string | undefined>>,
  changes: Readonly<Record<string, string | null | undefined>> = {},
): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...texts, ...changes })) if (value) query.set(name, value);
  return query.size === 0 ? path : `${path}?${query}`;
}

/** A form action of this list's page, which stands there again, at the same place, when the action is refused. */
export function actionHref(action: string, texts: Readonly<Record<string, string | undefined>>, at: string): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(texts)) if (value) query.set(name, value);
  return `?/${action}${query.size === 0 ? '' : `&${query}`}#${at}`;
}
