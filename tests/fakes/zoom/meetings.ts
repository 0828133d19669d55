import { z } from 'zod';
import { failure, type ApiAnswer, type StandIn } from './stand-in.ts';
import type { FakeMeeting } from './store.ts';

const times = {
  topic: z.string().max(200),
  start_time: z.iso.datetime(),
  duration: z.int().positive(),
  timezone: z.string(),
};
const createBody = z.object({
  ...times,
  type: z.literal(2),
  agenda: z.string().max(2000).default(''),
  settings: z.object({ join_before_host: z.boolean(), waiting_room: z.boolean() }).partial().default({}),
});
const patchBody = z.object(times).partial();

const PAGE_SIZE = 300;

export function create(standIn: StandIn, host: string, body: unknown): ApiAnswer {
  if (!isHost(standIn, host)) return noUser(host);
  const parsed = createBody.safeParse(body);
  if (!parsed.success) return invalid(parsed.error);
  const over = countCall(standIn, host);
  if (over !== null) return over;
  const { topic, agenda, start_time: startTime, duration, timezone } = parsed.data;
  const id = standIn.store.nextId();
  const meeting: FakeMeeting = {
    id,
    uuid: Buffer.from(`uuid-${id}`).toString('base64'),
    host,
    topic,
    agenda,
    startTime,
    duration,
    timezone,
    passcode: String(100_000 + (id % 900_000)),
    createdAtMs: standIn.now(),
    participants: [],
  };
  standIn.store.meetings.set(id, meeting);
  standIn.store.save();
  return { status: 201, body: bodyOf(standIn, meeting) };
}

export function get(standIn: StandIn, id: string): ApiAnswer {
  const meeting = find(standIn, id);
  return meeting === null ? noMeeting(id) : { status: 200, body: bodyOf(standIn, meeting) };
}

export function patch(standIn: StandIn, id: string, body: unknown): ApiAnswer {
  const meeting = find(standIn, id);
  if (meeting === null) return noMeeting(id);
  const parsed = patchBody.safeParse(body);
  if (!parsed.success) return invalid(parsed.error);
  const over = countCall(standIn, meeting.host);
  if (over !== null) return over;
  const { topic, start_time: startTime, duration, timezone } = parsed.data;
  const changes = { topic, startTime, duration, timezone };
  Object.assign(meeting, Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)));
  standIn.store.save();
  return { status: 204, body: undefined };
}

export function remove(standIn: StandIn, id: string): ApiAnswer {
  const meeting = find(standIn, id);
  if (meeting === null) return noMeeting(id);
  forget(standIn, meeting, 'api@zoom.test');
  return { status: 204, body: undefined };
}

/** However a meeting was deleted, an event says so. */
export function forget({ store, webhooks }: StandIn, meeting: FakeMeeting, operator: string): void {
  const { id, uuid, host, topic, startTime, duration, timezone } = meeting;
  store.meetings.delete(id);
  store.save();
  webhooks.send('meeting.deleted', {
    account_id: 'stand-in-account',
    operator,
    operation: 'single',
    object: { id, uuid, host_id: `id-of-${host}`, topic, type: 2, start_time: startTime, duration, timezone },
  });
}

export function list(standIn: StandIn, host: string, query: URLSearchParams): ApiAnswer {
  if (!isHost(standIn, host)) return noUser(host);
  const size = Math.min(Number(query.get('page_size') ?? 30), PAGE_SIZE);
  const from = Number(query.get('next_page_token') || 0);
  const all = [...standIn.store.meetings.values()].filter((one) => one.host === host);
  const page = all.slice(from, from + size).map((one) => {
    const { id, uuid, topic, agenda, startTime, duration, timezone } = one;
    return { id, uuid, topic, agenda: agenda.slice(0, 250), type: 2, start_time: startTime, duration, timezone };
  });
  const next = from + size < all.length ? String(from + size) : '';
  return { status: 200, body: { page_size: size, total_records: all.length, next_page_token: next, meetings: page } };
}

export function hostKey(standIn: StandIn, host: string): ApiAnswer {
  return isHost(standIn, host) ? { status: 200, body: { token: `zak-of-${host}` } } : noUser(host);
}

export function find({ store }: StandIn, id: string): FakeMeeting | null {
  return store.meetings.get(Number(id)) ?? null;
}

export function joinUrlOf({ publicUrl }: StandIn, { id, passcode }: FakeMeeting): string {
  return `${publicUrl()}/j/${id}?pwd=${passcode}`;
}

function bodyOf(standIn: StandIn, meeting: FakeMeeting) {
  const { id, uuid, host, topic, agenda, startTime, duration, timezone, passcode, participants } = meeting;
  return {
    id,
    uuid,
    host_id: `id-of-${host}`,
    host_email: host,
    topic,
    agenda,
    type: 2,
    status: participants.length > 0 ? 'started' : 'waiting',
    start_time: startTime,
    duration,
    timezone,
    password: passcode,
    join_url: joinUrlOf(standIn, meeting),
    start_url: `${standIn.publicUrl()}/s/${id}?zak=whoever-has-this-is-the-host`,
  };
}

function isHost({ knobs }: StandIn, host: string): boolean {
  return knobs.hosts === null || knobs.hosts.includes(host);
}

/** Zoom counts new and changed meetings by host and UTC day. Null: it may. */
function countCall({ store, knobs, now }: StandIn, host: string): ApiAnswer | null {
  const key = `${host} ${new Date(now()).toISOString().slice(0, 10)}`;
  const used = store.used.get(key) ?? 0;
  if (used >= knobs.dailyLimit) return tooManyToday(now());
  store.used.set(key, used + 1);
  return null;
}

export function tooManyToday(nowMs: number): ApiAnswer {
  const midnight = new Date(nowMs);
  midnight.setUTCHours(24, 0, 0, 0);
  return {
    ...failure(429, 429, 'You have exceeded the daily rate limit for Meeting Create/Update API requests of this user.'),
    headers: { 'retry-after': midnight.toISOString(), 'x-ratelimit-type': 'Daily-limit' },
  };
}

const noUser = (host: string) => failure(404, 1001, `User does not exist: ${host}.`);
const noMeeting = (id: string) => failure(404, 3001, `Meeting does not exist: ${id}.`);

function invalid(error: z.ZodError): ApiAnswer {
  const errors = error.issues.map(({ path, message }) => ({ field: path.join('.'), message }));
  return failure(400, 300, 'Validation Failed.', { errors });
}
