import { Temporal, type Instant } from '#shared/time.ts';

/** When a zone's clocks show this date and time: once, or never or twice where they change. */
export function momentsAt(date: string, time: string, timeZone: string): Instant[] {
  const wanted = Temporal.PlainDateTime.from(`${date}T${time}`);
  const found = (['earlier', 'later'] as const)
    .map((disambiguation) => wanted.toZonedDateTime(timeZone, { disambiguation }))
    .filter((shown) => shown.toPlainDateTime().equals(wanted))
    .map((shown) => shown.toInstant());
  return found.filter((moment, index) => index === 0 || !moment.equals(found[0] ?? moment));
}
