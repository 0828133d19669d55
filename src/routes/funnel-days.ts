/** How far back a funnel looks: `days` of the address, one of these. */
export const FUNNEL_DAYS = [7, 30, 90] as const;
const DEFAULT_DAYS = 30;

export function readDays(text: string | null): number {
  return FUNNEL_DAYS.find((days) => String(days) === text) ?? DEFAULT_DAYS;
}

export function dayTabs(path: string): { href: string; label: string }[] {
  return FUNNEL_DAYS.map((days) => ({ href: `${path}?days=${days}`, label: `${days} days` }));
}
