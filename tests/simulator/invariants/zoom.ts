import { agendaOf } from '#features/meetings/rules.ts';
import { isBefore, type Instant } from '#shared/time.ts';
import type { World } from '../world.ts';
import { liveMeetings } from '../zoom-account.ts';
import { readEverything } from './read.ts';

const OFF = new Set(['CANCELLED', 'REJECTED', 'EXPIRED']);

/** Of what lay ahead when all was well again: no session has two meetings at Zoom, and none that is off has any. */
export async function findStrayMeetings({ app, zoom }: World, since: Instant): Promise<string[]> {
  if (zoom === null) return [];
  const { sessions } = await readEverything(app.db);
  const live = liveMeetings(zoom);
  return sessions.flatMap(({ id, status, startsAt }) => {
    const mine = live.filter(({ agenda }) => agenda === agendaOf(id));
    if (!isBefore(since, startsAt)) return [];
    if (mine.length > 1) return [`session ${id} has ${mine.length} meetings at Zoom`];
    return OFF.has(status) && mine.length > 0 ? [`session ${id} is ${status} and still has a meeting at Zoom`] : [];
  });
}
