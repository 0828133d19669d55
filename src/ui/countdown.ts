/** Time left as a clock reads it: `08:42`, `1:08:42`, `2 days 03:10`. Never below zero. */
export function clockText(leftMs: number): string {
  const seconds = Math.max(0, Math.ceil(leftMs / 1000));
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor((seconds % 86_400) / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  if (days > 0) return `${days} ${days === 1 ? 'day' : 'days'} ${pad(hours)}:${pad(minutes)}`;
  if (hours > 0) return `${hours}:${pad(minutes)}:${pad(seconds % 60)}`;
  return `${pad(minutes)}:${pad(seconds % 60)}`;
}

/** The same in words, to the minute, for whoever reads it with their ears: `8 minutes left`, `Less than a minute left`. */
export function spokenText(leftMs: number): string {
  // in whole seconds, as `clockText` counts them: 35:00 is 35 minutes, not 34 and almost 60 seconds
  const minutes = Math.floor(Math.ceil(leftMs / 1000) / 60);
  if (leftMs <= 0) return 'Time is up';
  if (minutes < 1) return 'Less than a minute left';
  if (minutes < 60) return `${minutes} ${minutes === 1 ? 'minute' : 'minutes'} left`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} ${hours === 1 ? 'hour' : 'hours'} left`;
  return `${Math.floor(hours / 24)} days left`;
}

/** Minutes before the end at which a countdown speaks up by itself. */
const MARKS = [60, 30, 15, 10, 5, 1];

/** What is announced without being asked for: words for the minute from each mark on, else nothing; `over` when the time is up. */
export function announcedText(leftMs: number, over: string): string {
  if (leftMs <= 0) return over;
  const minutes = Math.ceil(leftMs / 60_000);
  return MARKS.includes(minutes) ? spokenText(minutes * 60_000) : '';
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
