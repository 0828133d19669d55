import type { NotificationKind } from '../types.ts';
import type { Foot } from './mail.ts';

export const CHANNELS = ['mail', 'toast'] as const;
export type Channel = (typeof CHANNELS)[number];

/** Events that are turned on and off together. */
export const EVENT_GROUPS = ['requests', 'bookings', 'reminders', 'meeting', 'completed', 'changes', 'money'] as const;
export type EventGroup = (typeof EVENT_GROUPS)[number];

type GroupWords = {
  label: string;
  /** What belongs to it. */
  about: string;
  /** In a sentence: `You get no more mails about …`. */
  inSentence: string;
  /** Why nobody can turn it off; null for those that can be. */
  whyAlways: string | null;
};

export const GROUP_WORDS: Record<EventGroup, GroupWords> = {
  requests: {
    label: 'Requests and other times',
    about: 'Somebody asks for a time, answers, offers another one or has a question.',
    inSentence: 'requests and other times',
    whyAlways: null,
  },
  bookings: {
    label: 'New bookings',
    about: 'A session is booked and paid, or a held time lapses.',
    inSentence: 'new bookings',
    whyAlways: null,
  },
  reminders: {
    label: 'Reminders',
    about: '24 hours, 1 hour and 15 minutes before a session.',
    inSentence: 'reminders before sessions',
    whyAlways: null,
  },
  meeting: {
    label: 'Meeting link and delays',
    about: 'The link to meet at is missing or has changed, or the other side is running late.',
    inSentence: 'meeting links and delays',
    whyAlways: null,
  },
  completed: {
    label: 'After a session',
    about: 'A session is completed.',
    inSentence: 'completed sessions',
    whyAlways: null,
  },
  changes: {
    label: 'Cancelled and moved sessions',
    about: 'A session is cancelled or takes place at another time.',
    inSentence: 'cancelled and moved sessions',
    whyAlways: 'Always on: otherwise you would wait for somebody who does not come.',
  },
  money: {
    label: 'Money, absences and disputes',
    about: 'A payment goes back, somebody did not come, a session is disputed or decided.',
    inSentence: 'money, absences and disputes',
    whyAlways: 'Always on: it is about your money, and you have 48 hours to disagree.',
  },
};

const GROUP_OF_KIND: Record<NotificationKind, EventGroup> = {
  request_submitted: 'requests',
  request_approved: 'requests',
  request_rejected: 'requests',
  request_expired: 'requests',
  booking_withdrawn: 'requests',
  time_proposed: 'requests',
  proposal_accepted: 'requests',
  proposal_declined: 'requests',
  tutor_asks: 'requests',
  session_message: 'requests',
  session_booked: 'bookings',
  hold_expired: 'bookings',
  session_starting: 'reminders',
  meeting_link_missing: 'meeting',
  meeting_link_changed: 'meeting',
  running_late: 'meeting',
  session_completed: 'completed',
  session_cancelled: 'changes',
  session_rescheduled: 'changes',
  payment_returned: 'money',
  payment_refunded: 'money',
  session_no_show: 'money',
  session_disputed: 'money',
  session_decided: 'money',
};

/** The group of one notification. A proposal that moved a booked session is a move, however it came about. */
export function groupOf(kind: NotificationKind, data: { movedFrom?: string }): EventGroup {
  if (kind === 'proposal_accepted' && data.movedFrom !== undefined) return 'changes';
  return GROUP_OF_KIND[kind];
}

export function canTurnOff(group: EventGroup): boolean {
  return GROUP_WORDS[group].whyAlways === null;
}

export function isEventGroup(text: string): text is EventGroup {
  return (EVENT_GROUPS as readonly string[]).includes(text);
}

export const SETTINGS_PATH = '/settings/notifications';

/** Under a mail: why one gets it, where to change that, and the link that stops mails like it (null where none does). */
export function footOf(group: EventGroup, stopPath: string | null): Foot {
  const { inSentence } = GROUP_WORDS[group];
  const settings = { label: 'Choose which mails you get', path: SETTINGS_PATH };
  if (stopPath === null) {
    const why = `You get this mail because it is about one of your sessions. Mails about ${inSentence} are always on.`;
    return { why, links: [settings] };
  }
  return {
    why: `You get this mail because it is about one of your sessions and mails about ${inSentence} are on.`,
    links: [settings, { label: `Stop mails about ${inSentence}`, path: stopPath }],
  };
}
