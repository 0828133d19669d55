import { z } from 'zod';
import { ok } from '#shared/result.ts';
import { parseInstant, toIso, type Instant } from '#shared/time.ts';
import type { Send } from './request.server.ts';
import { NO_SUCH_MEETING, type ZoomResult } from './result.server.ts';

export type MeetingInput = {
  /** The host's Zoom user id or e-mail; never `me`, which a Server-to-Server app is nobody of. */
  readonly host: string;
  /** At most 200 characters. */
  readonly topic: string;
  readonly agenda: string;
  readonly startsAt: Instant;
  readonly durationMinutes: number;
  /** IANA. */
  readonly timeZone: string;
};

export type ZoomMeeting = {
  /** Larger than 32 bits; kept as text. */
  readonly id: string;
  readonly joinUrl: string;
  /** Null when the account asks for none. */
  readonly passcode: string | null;
};

export type MeetingChange = Pick<MeetingInput, 'topic' | 'startsAt' | 'durationMinutes' | 'timeZone'>;

export type ListedMeeting = { readonly id: string; readonly agenda: string; readonly startsAt: Instant | null };

/** What people get when they are sent to a meeting. Plain http only at the stand-in, on this machine. */
const joinUrl = z.url({ protocol: /^https?$/ }).refine((url) => url.startsWith('https:') || isLoopback(url));
const isLoopback = (url: string) => new URL(url).hostname === '127.0.0.1';

const meetingId = z.union([z.int().positive(), z.string().regex(/^\d{1,20}$/)]).transform((id) => String(id));

// `start_url` signs in as the host: it is not read, so that it can be stored nowhere.
const meeting = z
  .object({ id: meetingId, join_url: joinUrl, password: z.string().max(50).nullish() })
  .transform(({ id, join_url, password }): ZoomMeeting => ({ id, joinUrl: join_url, passcode: password || null }));

const listed = z.object({
  next_page_token: z.string().nullish(),
  meetings: z.array(z.object({ id: meetingId, agenda: z.string().nullish(), start_time: z.string().nullish() })),
});
const nothing = z.unknown().transform(() => null);
const zak = z.object({ token: z.string().min(1) });

/** Anybody with the link may come, at any time and before the host: nobody of ours is signed in at Zoom. */
const SETTINGS = { join_before_host: true, jbh_time: 0, waiting_room: false, approval_type: 2 };
const SCHEDULED = 2;
const PAGE_SIZE = 300;
const MAX_PAGES = 20;

/** Makes a meeting. With `outcomeUnknown`, list the host's meetings before asking again. */
export function createMeeting(send: Send, input: MeetingInput): Promise<ZoomResult<ZoomMeeting>> {
  const body = { ...times(input), type: SCHEDULED, agenda: input.agenda, settings: SETTINGS };
  return send({ method: 'POST', path: `/users/${encodeURIComponent(input.host)}/meetings`, body, schema: meeting });
}

/** Null: Zoom knows no such meeting. */
export async function getMeeting(send: Send, id: string): Promise<ZoomResult<ZoomMeeting | null>> {
  const answer = await send({ method: 'GET', path: `/meetings/${encodeURIComponent(id)}`, schema: meeting });
  return isUnknown(answer) ? ok(null) : answer;
}

/** `gone`: Zoom knows no such meeting, somebody deleted it there. */
export async function patchMeeting(send: Send, id: string, to: MeetingChange): Promise<ZoomResult<'changed' | 'gone'>> {
  const path = `/meetings/${encodeURIComponent(id)}`;
  const answer = await send({ method: 'PATCH', path, body: times(to), schema: nothing });
  if (isUnknown(answer)) return ok('gone');
  return answer.ok ? ok('changed') : answer;
}

/** Takes a meeting away; one that is not there any more counts as taken away. */
export async function deleteMeeting(send: Send, id: string): Promise<ZoomResult<null>> {
  const path = `/meetings/${encodeURIComponent(id)}?schedule_for_reminder=false`;
  const answer = await send({ method: 'DELETE', path, schema: nothing });
  return isUnknown(answer) ? ok(null) : answer;
}

/** Every meeting that a host has planned, over all pages. */
export async function listMeetings(send: Send, host: string): Promise<ZoomResult<readonly ListedMeeting[]>> {
  const found: ListedMeeting[] = [];
  let page = '';
  for (let read = 0; read < MAX_PAGES; read += 1) {
    const query = new URLSearchParams({ type: 'scheduled', page_size: String(PAGE_SIZE) });
    if (page !== '') query.set('next_page_token', page);
    const path = `/users/${encodeURIComponent(host)}/meetings?${query}`;
    const answer = await send({ method: 'GET', path, schema: listed });
    if (!answer.ok) return answer;
    for (const one of answer.value.meetings) {
      found.push({ id: one.id, agenda: one.agenda ?? '', startsAt: parseInstant(one.start_time ?? '') });
    }
    page = answer.value.next_page_token ?? '';
    if (page === '') break;
  }
  return ok(found);
}

/** The key with which a host starts a meeting in the embedded client. Never stored. */
export async function hostKey(send: Send, host: string): Promise<ZoomResult<string>> {
  const path = `/users/${encodeURIComponent(host)}/token?type=zak`;
  const answer = await send({ method: 'GET', path, schema: zak });
  return answer.ok ? ok(answer.value.token) : answer;
}

function times({ topic, startsAt, durationMinutes, timeZone }: MeetingChange) {
  return { topic, start_time: toIso(startsAt), duration: durationMinutes, timezone: timeZone };
}

function isUnknown(answer: ZoomResult<unknown>): boolean {
  return !answer.ok && answer.error.kind === 'rejected' && answer.error.code === NO_SUCH_MEETING;
}
