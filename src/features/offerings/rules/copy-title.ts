import { settings } from '#shared/settings.ts';

const COPY = ' (copy)';

/** The title of a copy: shortened where it must be, and said once only. */
export function copyTitle(title: string): string {
  const bare = title.endsWith(COPY) ? title.slice(0, -COPY.length) : title;
  return `${[...bare]
    .slice(0, settings.titleMaxLength - COPY.length)
    .join('')
    .trimEnd()}${COPY}`;
}
