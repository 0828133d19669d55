/** The one formatter of dates and times for people. `Intl` only, so that it costs the browser nothing. */

export type TimeStyle =
  'day' | 'time' | 'dayTime' | 'dateTime' | 'weekday' | 'month' | 'fullDay' | 'zone' | 'dayOfMonth' | 'monthShort';

const STYLES: Record<TimeStyle, Intl.DateTimeFormatOptions> = {
  day: { weekday: 'short', day: 'numeric', month: 'short' },
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  dayTime: { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  dateTime: {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  },
  weekday: { weekday: 'long' },
  month: { month: 'long', year: 'numeric' },
  monthShort: { month: 'short' },
  dayOfMonth: { day: 'numeric' },
  fullDay: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  zone: { timeZoneName: 'short', hour: '2-digit', hourCycle: 'h23' },
};

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(style: TimeStyle, timeZone: string): Intl.DateTimeFormat {
  const key = `${style} ${timeZone}`;
  // British English has no name for the clock of Lagos; Nigerian English calls it WAT.
  const locale = style === 'zone' ? 'en-NG' : 'en-GB';
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, { ...STYLES[style], timeZone });
  formats.set(key, format);
  return format;
}

/** `iso` (any ISO instant) as read on a wall clock in `timeZone`: `Wed 9 Dec, 10:00`; its `zone` is `WAT`, or `GMT-5` where a clock has no name. */
export function formatTime(iso: string, timeZone: string, style: TimeStyle): string {
  const format = formatOf(style, timeZone);
  const when = new Date(iso);
  if (style === 'zone')
    return format.formatToParts(when).find((part) => part.type === 'timeZoneName')?.value ?? timeZone;
  return format.format(when);
}

/** `10:00–11:00` in `timeZone`. */
export function formatRange(startIso: string, endIso: string, timeZone: string): string {
  return `${formatTime(startIso, timeZone, 'time')}–${formatTime(endIso, timeZone, 'time')}`;
}

/** The zone as people write it: `Africa/Lagos (WAT)`. */
export function zoneLabel(timeZone: string, atIso: string): string {
  return `${timeZone.replaceAll('_', ' ')} (${formatTime(atIso, timeZone, 'zone')})`;
}

/** The local date `YYYY-MM-DD` of an instant in a zone. */
export function localDate(iso: string, timeZone: string): string {
  const key = `iso ${timeZone}`;
  const format =
    formats.get(key) ??
    new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  formats.set(key, format);
  return format.format(new Date(iso));
}

/** `3 days`, `2 h 5 min`, `40 min`: how long something takes or is still open. */
export function formatDuration(minutes: number): string {
  const whole = Math.max(0, Math.round(minutes));
  if (whole >= 48 * 60) return `${Math.floor(whole / (24 * 60))} days`;
  const hours = Math.floor(whole / 60);
  const rest = whole % 60;
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}
