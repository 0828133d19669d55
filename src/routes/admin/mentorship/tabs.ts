export const TABS = ['tasks', 'sessions', 'tutors', 'money'] as const;
export type Tab = (typeof TABS)[number];

export const TAB_LABELS: Record<Tab, string> = {
  tasks: 'Questions',
  sessions: 'Sessions',
  tutors: 'Tutors',
  money: 'Money',
};

export function readTab(text: string | null): Tab {
  return TABS.find((tab) => tab === text) ?? 'tasks';
}

/** The address of a tab, with what narrows it; what is undefined is left out. */
export function hrefOf(tab: Tab, query: Record<string, string | undefined> = {}): string {
  const params = new URLSearchParams({ tab });
  for (const [name, value] of Object.entries(query)) if (value !== undefined) params.set(name, value);
  return `/admin/mentorship?${params}`;
}
