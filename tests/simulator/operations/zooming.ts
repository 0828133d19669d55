import { createHmac } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { receiveZoomWebhook } from '#features/meetings/commands/receive-zoom-webhook.server.ts';
import { presenceKey } from '#features/meetings/presence-key.server.ts';
import { person } from '#infra/db/tables/accounts.server.ts';
import { session } from '#infra/db/tables/sessions.server.ts';
import { assert } from '#shared/assert.ts';
import type { SessionId } from '#shared/id.ts';
import type { Dice } from '../dice.ts';
import type { World } from '../world.ts';
import { liveMeetings, postEvent, type HostedMeeting, type ZoomPost } from '../zoom-account.ts';
import type { Operation } from './operation.ts';

const KINDS = [
  'meeting.started',
  'meeting.participant_joined',
  'meeting.participant_joined',
  'meeting.participant_left',
  'meeting.ended',
  'meeting.updated',
];

/** Something happens in a meeting, its session being near or not: Zoom asks nobody. */
const meet: Operation = {
  name: 'meet at Zoom',
  weight: 7,
  async run(world, dice) {
    const { zoom } = world;
    if (zoom === null) return null;
    const meeting = await nearest(world, dice);
    if (meeting === null) return null;
    const event = dice.pick(KINDS);
    const participant = event.includes('participant') ? await someoneThere(world, dice, meeting) : undefined;
    postEvent(zoom, meeting, event, world.clock.now(), participant);
    return `${event} in ${meeting.id}`;
  },
};

async function nearest({ zoom, clock }: World, dice: Dice): Promise<HostedMeeting | null> {
  if (zoom === null) return null;
  const now = clock.now().epochMilliseconds;
  const distance = ({ startsAt }: HostedMeeting) => Math.abs(startsAt.epochMilliseconds - now);
  const byDistance = liveMeetings(zoom).toSorted((a, b) => distance(a) - distance(b));
  return dice.pickAny(dice.chance(0.8) ? byDistance.slice(0, 1) : zoom.meetings);
}

/** One of the two, by the key that our page gave them or by the address of their Zoom account, or a stranger. */
async function someoneThere({ app }: World, dice: Dice, { agenda }: HostedMeeting) {
  const id = agenda.split(' ').at(-1) as SessionId;
  const [row] = await app.db.select().from(session).where(eq(session.id, id));
  const side = dice.pick(['student', 'tutor'] as const);
  const personId = side === 'student' ? row?.studentId : row?.tutorId;
  const [who] = personId === undefined ? [] : await app.db.select().from(person).where(eq(person.id, personId));
  if (who === undefined || dice.chance(0.15)) return { user_name: 'A guest', email: '', customer_key: '' };
  const customer_key = dice.chance(0.6) ? presenceKey(app, id, side) : '';
  return { user_name: who.name, email: who.email, customer_key };
}

const deliverPost: Operation = {
  name: 'deliver from Zoom',
  weight: 9,
  async run(world, dice) {
    const { zoom } = world;
    if (zoom === null) return null;
    const isAgain = zoom.posts.length === 0 || dice.chance(0.2);
    const post = dice.pickAny(isAgain ? zoom.delivered : zoom.posts);
    if (post === null) return null;
    const how = dice.chance(0.9) ? 'signed' : dice.pick(['forged', 'stale'] as const);
    const answer = await deliverZoomPost(world, post, how);
    return `${post.event} of ${post.meetingId}${isAgain ? ' again' : ''}${how === 'signed' ? '' : `, ${how}`}: ${answer}`;
  },
};

/** Hands an event over as Zoom would, or as somebody who is not Zoom, or who plays an old one again. */
export async function deliverZoomPost(
  { app, clock, zoom }: World,
  post: ZoomPost,
  how: 'signed' | 'forged' | 'stale' = 'signed',
): Promise<string> {
  assert(zoom !== null && app.config.zoom !== null, 'only a story with Zoom has posts of Zoom');
  const nowMs = clock.now().epochMilliseconds;
  const timestamp = String(Math.floor(nowMs / 1000) - (how === 'stale' ? 600 : 0));
  const secret = how === 'forged' ? 'not the secret' : app.config.zoom.webhookSecret;
  const hex = createHmac('sha256', secret).update(`v0:${timestamp}:${post.body}`).digest('hex');
  const headers = { signature: `v0=${hex}`, timestamp };
  const { is } = await receiveZoomWebhook(app, new TextEncoder().encode(post.body), headers, nowMs);
  const expected = how === 'signed' ? ['stored', 'known', 'not_ours'] : [how];
  assert(expected.includes(is), `an event that is ${how} is ${is}`);
  if (how === 'signed' && zoom.posts.includes(post)) {
    zoom.posts = zoom.posts.filter((one) => one !== post);
    zoom.delivered = [...zoom.delivered, post].slice(-20);
  }
  return is;
}

const deleteByHand: Operation = {
  name: 'delete at Zoom',
  weight: 1,
  async run({ zoom }, dice) {
    if (zoom === null) return null;
    const meeting = dice.pickAny(liveMeetings(zoom));
    if (meeting === null) return null;
    meeting.isLive = false;
    return meeting.id;
  },
};

export const zoomingOperations: readonly Operation[] = [meet, deliverPost, deleteByHand];
