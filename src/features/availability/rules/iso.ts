const DAY_MS = 24 * 60 * 60_000;
const MINUTE_MS = 60_000;

/** `HH:MM:00Z` of each minute of the day: writing a year of slots one by one costs more than finding them. */
const clocks: string[] = Array.from({ length: 24 * 60 }, (_, minute) => {
  const hours = String(Math.floor(minute / 60)).padStart(2, '0');
  return `${hours}:${String(minute % 60).padStart(2, '0')}:00Z`;
});

/** Ascending instants as `YYYY-MM-DDTHH:MM:SSZ`, whole seconds. */
export function isoInstants(instants: readonly number[]): string[] {
  let dayStart = NaN;
  let date = '';
  return instants.map((at) => {
    const sinceDayStart = at - dayStart;
    if (!(sinceDayStart < DAY_MS)) {
      dayStart = Math.floor(at / DAY_MS) * DAY_MS;
      date = new Date(dayStart).toISOString().slice(0, 11);
    }
    const clock = clocks[(at - dayStart) / MINUTE_MS];
    // Local mean times of long ago were seconds off the minute.
    return clock === undefined ? `${new Date(at).toISOString().slice(0, 19)}Z` : date + clock;
  });
}
