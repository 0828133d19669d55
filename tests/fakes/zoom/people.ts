import type { StandIn } from './stand-in.ts';
import type { FakeMeeting, FakeParticipant } from './store.ts';

export type Entering = { readonly name?: string; readonly email?: string; readonly customerKey?: string };

/** Somebody comes in: the first starts the meeting. Zoom tells of both. */
export function enter(standIn: StandIn, meeting: FakeMeeting, who: Entering): FakeParticipant {
  const { name = 'Guest', email = '', customerKey = '' } = who;
  const participant: FakeParticipant = {
    userId: String(16_778_240 + standIn.store.nextId()),
    name,
    email,
    customerKey,
    joinedAtMs: standIn.now(),
  };
  if (meeting.participants.length === 0) tell(standIn, 'meeting.started', meeting);
  meeting.participants.push(participant);
  standIn.store.save();
  tell(standIn, 'meeting.participant_joined', meeting, participant);
  return participant;
}

/** Somebody goes; with the last one the meeting ends. */
export function leave(standIn: StandIn, meeting: FakeMeeting, userId: string): boolean {
  const index = meeting.participants.findIndex((one) => one.userId === userId);
  const [gone] = index < 0 ? [] : meeting.participants.splice(index, 1);
  if (gone === undefined) return false;
  standIn.store.save();
  tell(standIn, 'meeting.participant_left', meeting, gone);
  if (meeting.participants.length === 0) tell(standIn, 'meeting.ended', meeting);
  return true;
}

function tell(
  { webhooks, credentials, now }: StandIn,
  event: string,
  meeting: FakeMeeting,
  who?: FakeParticipant,
): void {
  const { id, uuid, host, topic, startTime, duration, timezone } = meeting;
  const common = { id: String(id), uuid, host_id: `id-of-${host}`, topic, type: 2, duration, timezone };
  const participant = who && {
    user_id: who.userId,
    user_name: who.name,
    id: '',
    participant_uuid: `uuid-${who.userId}`,
    email: who.email,
    registrant_id: '',
    customer_key: who.customerKey,
    [event === 'meeting.participant_left' ? 'leave_time' : 'join_time']: new Date(now()).toISOString(),
  };
  webhooks.send(event, {
    account_id: credentials.accountId,
    object: { ...common, start_time: startTime, ...(participant && { participant }) },
  });
}
