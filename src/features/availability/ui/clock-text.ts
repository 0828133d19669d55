const DAY_MINUTES = 24 * 60;
const CLOCK = /^(\d{1,2})(?:[:.h ]?(\d{2}))?\s*(am|pm)?$/;

/**
 * A time of day as people type it (`9`, `0930`, `9.30`, `5pm`) as `HH:MM`, up to `24:00`; what cannot be read
 * stays as it was typed, for the form to say so.
 */
export function clockText(typed: string): string {
  const text = typed.trim().toLowerCase();
  const match = CLOCK.exec(text);
  if (match === null) return typed.trim();
  const hours = hoursOf(Number(match[1]), match[3]);
  const minutes = Number(match[2] ?? '0');
  const isClockTime = hours !== null && minutes < 60 && hours * 60 + minutes <= DAY_MINUTES;
  return isClockTime ? `${twoDigits(hours)}:${twoDigits(minutes)}` : typed.trim();
}

/** `12am` is midnight, `12pm` noon; `13pm` is nothing. */
function hoursOf(typed: number, half: string | undefined): number | null {
  if (half === undefined) return typed;
  if (typed < 1 || typed > 12) return null;
  return (typed % 12) + (half === 'pm' ? 12 : 0);
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

/** Minutes since midnight of `HH:MM` up to `24:00`, or null when it is no such time. */
export function minutesOfDay(clock: string): number | null {
  const match = /^(\d{2}):([0-5]\d)$/.exec(clock);
  const minutes = match === null ? DAY_MINUTES + 1 : Number(match[1]) * 60 + Number(match[2]);
  return minutes > DAY_MINUTES ? null : minutes;
}
