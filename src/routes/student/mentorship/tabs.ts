import type { StudentTab } from '#features/sessions/queries/own-arms.server.ts';
import type { SessionStatus } from '#features/sessions/types.ts';

type Tab = {
  tab: StudentTab;
  label: string;
  /** The outcomes that its list can be narrowed to. */
  outcomes: readonly SessionStatus[];
  /** Said when there is nothing: and the one next step. */
  empty: { title: string; text: string; action: { href: string; label: string } };
};

const FIND = { href: '/mentorship', label: 'Find a mentor' };

export const TABS: readonly Tab[] = [
  {
    tab: 'book',
    label: 'Book',
    outcomes: [],
    empty: {
      title: 'You hold no time now',
      text: 'Pick someone below, or search for what you want to learn.',
      action: FIND,
    },
  },
  {
    tab: 'awaiting',
    label: 'Awaiting Approval',
    outcomes: [],
    empty: {
      title: 'No request is waiting',
      text: 'When you ask a mentor first, their answer is awaited here.',
      action: FIND,
    },
  },
  {
    tab: 'approved',
    label: 'Approved',
    outcomes: [],
    empty: {
      title: 'Nothing to pay',
      text: 'When a mentor says yes to your request, you pay for it here.',
      action: FIND,
    },
  },
  {
    tab: 'pending',
    label: 'Pending',
    outcomes: [],
    empty: {
      title: 'No session is coming up',
      text: 'An hour with the right person can save you a month.',
      action: FIND,
    },
  },
  {
    tab: 'history',
    label: 'History',
    outcomes: ['COMPLETED', 'NO_SHOW', 'CANCELLED', 'EXPIRED'],
    empty: { title: 'Nothing here yet', text: 'Sessions that are over are kept here.', action: FIND },
  },
  {
    tab: 'rejected',
    label: 'Rejected',
    outcomes: [],
    empty: {
      title: 'No request was declined',
      text: 'If a mentor cannot take a request, their reason stands here.',
      action: FIND,
    },
  },
];

/** The tabs whose sessions go on: how many there are says something. */
export const COUNTED = ['book', 'awaiting', 'approved', 'pending'] as const satisfies readonly StudentTab[];

export const HERE = '/student/mentorship';

/** What the address keeps of a tab: the first one needs no name. */
export function keptOf(tab: StudentTab): { tab?: string } {
  return tab === 'book' ? {} : { tab };
}

export function tabOf(text: string | null): Tab {
  const first = TABS[0];
  const found = TABS.find(({ tab }) => tab === text) ?? first;
  if (found === undefined) throw new Error('there is at least one tab');
  return found;
}
