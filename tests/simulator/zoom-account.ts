import type { Instant } from '#shared/time.ts';

/** A meeting as Zoom itself has it: the truth that ours is compared with. */
export type HostedMeeting = { id: string; host: string; agenda: string; startsAt: Instant; isLive: boolean };

/** An event that Zoom wants to post: its raw body, and what it is about for the story's notes. */
export type ZoomPost = { event: string; meetingId: string; body: string };

/** Zoom's own account. */
export type ZoomAccount = {
  /** Also those that were deleted. */
  meetings: HostedMeeting[];
  /** Waiting to be delivered, in no order. */
  posts: ZoomPost[];
  /** Delivered before, and perhaps again. */
  delivered: ZoomPost[];
  nextId(): string;
};

const FIRST_ID = 83_000_000_000;

export function openZoomAccount(): ZoomAccount {
  let lastId = FIRST_ID;
  return { meetings: [], posts: [], delivered: [], nextId: () => String((lastId += 1)) };
}

export function liveMeetings(account: ZoomAccount): HostedMeeting[] {
  return account.meetings.filter(({ isLive }) => isLive);
}

type Participant = { user_name: string; email: string; customer_key: string };

/** Something happens in a meeting, and Zoom wants to say so. `at` makes two of the same kind two posts. */
export function postEvent(
  account: ZoomAccount,
  { id, agenda }: HostedMeeting,
  event: string,
  at: Instant,
  participant?: Participant,
): void {
  const object = { id: Number(id), topic: agenda, ...(participant && { participant }) };
  const body = JSON.stringify({ event, event_ts: at.epochMilliseconds, payload: { account_id: 'a', object } });
  account.posts.push({ event, meetingId: id, body });
}
