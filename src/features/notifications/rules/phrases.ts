import { formatDuration, formatRange, formatTime, zoneLabel } from '#shared/format-time.ts';
import { formatMoney, minor } from '#shared/money.ts';
import type { NotificationData } from '../types.ts';

/** Both clocks, where they differ: `Tue 24 Nov, 10:00–11:00, Africa/Lagos (WAT) (1 h). For Tunde: …` */
export function when(data: NotificationData): string {
  const mine = `${dayAndTime(data)} (${formatDuration(durationMinutes(data))})`;
  return `${mine}.${otherClock(data)}`;
}

/** The other side's clock as a sentence of its own, or nothing where it shows the same. */
export function otherClock(data: NotificationData): string {
  const { startsAt, timeZone, otherTimeZone } = data;
  if (formatTime(startsAt, timeZone, 'dateTime') === formatTime(startsAt, otherTimeZone, 'dateTime')) return '';
  return ` For ${data.otherName}: ${formatTime(startsAt, otherTimeZone, 'dayTime')}, ${zoneLabel(otherTimeZone, startsAt)}.`;
}

/** `Tue 24 Nov, 10:00–11:00, Africa/Lagos (WAT)`, on the reader's clock. */
export function dayAndTime(data: NotificationData): string {
  const day = formatTime(data.startsAt, data.timeZone, 'day');
  return `${day}, ${formatRange(data.startsAt, data.endsAt, data.timeZone)}, ${zoneLabel(data.timeZone, data.startsAt)}`;
}

export function shortTime(iso: string | undefined, data: NotificationData): string {
  return iso === undefined ? 'another time' : formatTime(iso, data.timeZone, 'dayTime');
}

/** `until Mon 23 Nov, 10:35` */
export function untilDeadline(data: NotificationData): string {
  return data.deadline === undefined ? 'soon' : `until ${formatTime(data.deadline, data.timeZone, 'dayTime')}`;
}

export function money(amountMinor: number, currency: string): string {
  return formatMoney(minor(amountMinor), currency);
}

/** What a person wrote, with who wrote it; nothing where nobody did. */
export function says(data: NotificationData): string[] {
  if (!data.message?.trim()) return [];
  if (data.by === 'admin') return [`Our team writes: ${data.message}`];
  return [isOwnDoing(data) ? `You wrote: ${data.message}` : `${data.otherName} writes: ${data.message}`];
}

/** The reader did it themselves: what they are told is a receipt. */
export function isOwnDoing(data: NotificationData): boolean {
  return data.by === data.side;
}

/** Who did it, to begin a sentence with: `You have`, `Tunde Adeyemi has`, `Our team has`. */
export function whoHas(data: NotificationData): string {
  if (data.by === 'admin') return 'Our team has';
  return isOwnDoing(data) ? 'You have' : `${data.otherName} has`;
}

const HOUR = 60;

/** `24 hours`, `1 hour`, `1 hour 5 minutes`, `15 minutes`. */
export function inWords(minutes: number): string {
  const count = (amount: number, unit: string) => `${amount} ${unit}${amount === 1 ? '' : 's'}`;
  const [hours, rest] = [Math.floor(minutes / HOUR), Math.round(minutes % HOUR)];
  const parts = [hours > 0 ? count(hours, 'hour') : '', rest > 0 ? count(rest, 'minute') : ''];
  return parts.filter((part) => part !== '').join(' ') || 'less than a minute';
}

function durationMinutes(data: NotificationData): number {
  return (Date.parse(data.endsAt) - Date.parse(data.startsAt)) / 60_000;
}
