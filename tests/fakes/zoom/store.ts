import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const participant = z.object({
  userId: z.string(),
  name: z.string(),
  email: z.string(),
  customerKey: z.string(),
  joinedAtMs: z.int(),
});
export type FakeParticipant = z.infer<typeof participant>;

const meeting = z.object({
  id: z.int(),
  uuid: z.string(),
  host: z.string(),
  topic: z.string(),
  agenda: z.string(),
  startTime: z.string(),
  duration: z.int(),
  timezone: z.string(),
  passcode: z.string(),
  createdAtMs: z.int(),
  participants: z.array(participant),
});
export type FakeMeeting = z.infer<typeof meeting>;

const snapshot = z.object({ lastId: z.int(), meetings: z.array(meeting) });

/** Beyond 32 bits, as Zoom's ids are: whoever keeps them in an int4 finds out here. */
const FIRST_ID = 85_000_000_000;

export type Store = {
  readonly meetings: Map<number, FakeMeeting>;
  /** Created and changed, by host and UTC day. */
  readonly used: Map<string, number>;
  nextId(): number;
  /** To be called after each change; writes the state file if there is one. */
  save(): void;
};

/** What the stand-in remembers. With a file it outlives its process, so that a restarted demo knows its meetings. */
export function openStore(stateFile: string | null): Store {
  const before = stateFile === null ? null : readSnapshot(stateFile);
  const meetings = new Map(before?.meetings.map((one) => [one.id, one]));
  let lastId = before?.lastId ?? FIRST_ID;
  return {
    meetings,
    used: new Map(),
    nextId: () => (lastId += 7),
    save() {
      if (stateFile === null) return;
      writeFileSync(`${stateFile}.new`, JSON.stringify({ lastId, meetings: [...meetings.values()] }));
      renameSync(`${stateFile}.new`, stateFile); // when whole, so a kill leaves the old one
    },
  };
}

function readSnapshot(stateFile: string): z.infer<typeof snapshot> | null {
  try {
    return snapshot.parse(JSON.parse(readFileSync(stateFile, 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
