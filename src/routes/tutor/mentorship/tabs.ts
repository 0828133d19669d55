import type { SessionStatus } from '#features/sessions/types.ts';

export const HERE = '/tutor/mentorship';

export const TABS = ['approvals', 'pending', 'active', 'completed'] as const;
export type Tab = (typeof TABS)[number];

export const TAB_LABELS: Record<Tab, string> = {
  approvals: 'Approvals',
  pending: 'Pending',
  active: 'Active',
  completed: 'Completed',
};

/** The outcomes that a tab can be narrowed to. */
export const OUTCOMES: Record<Tab, readonly SessionStatus[]> = {
  approvals: [],
  pending: [],
  active: [],
  completed: ['COMPLETED', 'NO_SHOW', 'CANCELLED', 'EXPIRED', 'REJECTED'],
};

/** The tab that the address names, or null for the page as it opens. */
export function readTab(text: string | null): Tab | null {
  return TABS.find((tab) => tab === text) ?? null;
}

/** What is still missing before students can book. */
export type NextStep = 'offering' | 'hours' | 'verification' | 'link' | null;

type Words = { title: string; text: string; action?: { href: string; label: string } };

const SCHEDULE = '/tutor/mentorship/schedule';

export const NEXT_STEPS: Record<Exclude<NextStep, null>, Words> = {
  offering: {
    title: 'Create your first offering',
    text: 'It says what a student gets, how long it takes and what it costs. Then you set your hours.',
    action: { href: `${SCHEDULE}?new`, label: 'Create Offering' },
  },
  hours: {
    title: 'Set your hours',
    text: 'Your offering has no free time yet, so nobody can book it. It takes a minute.',
    action: { href: `${SCHEDULE}#hours`, label: 'Set your hours' },
  },
  verification: {
    title: 'Waiting to be verified',
    text: 'Your offerings are ready. They are listed as soon as an admin has verified you: nothing more for you to do.',
  },
  link: {
    title: 'Add your meeting link',
    text: 'Students get it once they have paid. Without it, they do not know where to meet you.',
    action: { href: `${SCHEDULE}#meeting`, label: 'Add your link' },
  },
};

/** What an empty tab says when nothing is missing. */
export const EMPTY: Record<Tab, Words> = {
  approvals: {
    title: 'No one is waiting for you',
    text: 'Requests for your “Ask me first” offerings appear here, with the time you have to answer.',
  },
  pending: {
    title: 'Nothing booked yet',
    text: 'Booked and paid sessions appear here, soonest first.',
    action: { href: SCHEDULE, label: 'Look at your offerings' },
  },
  active: { title: 'No session right now', text: 'A session moves here when it begins.' },
  completed: { title: 'Nothing here yet', text: 'Sessions that are over, for whatever reason, stay here.' },
};
