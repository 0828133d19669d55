import type { Everything } from './read.ts';

const TAKING = new Set(['PENDING_PAYMENT', 'SCHEDULED', 'IN_PROGRESS', 'COMPLETED', 'NO_SHOW']);
const MINUTE_MS = 60_000;

type Books = Pick<Everything, 'sessions' | 'taken'>;

/** Nobody is in two places at once, and time is taken exactly by the sessions that take it. */
export function findBrokenTimes({ sessions, taken }: Books): string[] {
  return [...overlaps(taken), ...wrongRows({ sessions, taken }), ...wrongSessions({ sessions, taken })];
}

function overlaps(taken: Books['taken']): string[] {
  const inOrder = [...taken].sort((a, b) =>
    a.personId < b.personId ? -1 : a.personId > b.personId ? 1 : a.fromMs - b.fromMs,
  );
  return inOrder.flatMap((row, at) => {
    const after = inOrder[at + 1];
    if (after === undefined || after.personId !== row.personId || after.fromMs >= row.toMs) return [];
    return [`person ${row.personId} is in ${row.sessionId} and ${after.sessionId} at once`];
  });
}

function wrongRows({ sessions, taken }: Books): string[] {
  const byId = new Map(sessions.map((row) => [row.id, row]));
  return taken.flatMap(({ sessionId, personId, fromMs, toMs }) => {
    const row = byId.get(sessionId);
    if (row === undefined || !TAKING.has(row.status))
      return [`${sessionId} is ${row?.status} and takes time of ${personId}`];
    const isTutor = personId === row.tutorId;
    if (!isTutor && personId !== row.studentId) return [`${sessionId} takes the time of a stranger`];
    const from = row.startsAt.epochMilliseconds - (isTutor ? row.bufferBeforeMinutes : 0) * MINUTE_MS;
    const to = row.endsAt.epochMilliseconds + (isTutor ? row.bufferAfterMinutes : 0) * MINUTE_MS;
    return fromMs === from && toMs === to ? [] : [`${sessionId} takes another time of ${personId} than its own`];
  });
}

function wrongSessions({ sessions, taken }: Books): string[] {
  const rows = new Map<string, number>();
  for (const { sessionId } of taken) rows.set(sessionId, (rows.get(sessionId) ?? 0) + 1);
  return sessions
    .filter((row) => TAKING.has(row.status) && rows.get(row.id) !== 2)
    .map((row) => `${row.id} is ${row.status} and takes the time of ${rows.get(row.id) ?? 0} people`);
}
