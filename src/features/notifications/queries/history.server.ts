import { sql } from 'drizzle-orm';
import type { Actor } from '#features/accounts/gates.server.ts';
import type { App } from '#infra/app.server.ts';
import { readId } from '#shared/id.ts';
import { settings } from '#shared/settings.ts';
import type { BellState, NotificationView } from '../types.ts';
import { toNotificationView, type NotificationRow } from '../view.server.ts';
import { bellStates } from './feed.server.ts';

export type NotificationPage = { notifications: NotificationView[]; nextCursor: string | null };

/** What a person was told, newest first. A cursor that we did not write begins at the newest. */
export async function notificationsOf(
  app: App,
  actor: Pick<Actor, 'personId'>,
  cursor?: string,
  limit: number = settings.pageSize,
): Promise<NotificationPage> {
  const before = cursor !== undefined && /^\d{1,15}$/.test(cursor) ? Number(cursor) : Number.MAX_SAFE_INTEGER;
  const { rows } = await app.db.execute<NotificationRow>(sql`
    select n.id, n.person_id, n.seq, n.kind, n.session_id, n.data, n.created_at, n.read_at, n.shows_toast,
      s.status as session_status, s.version as session_version
    from notification n left join session s on s.id = n.session_id
    where n.person_id = ${actor.personId} and n.seq < ${before}
    order by n.seq desc limit ${limit + 1}`);
  const page = rows.slice(0, limit).map(toNotificationView);
  return {
    notifications: page,
    nextCursor: rows.length > limit ? String(page.at(-1)?.seq) : null,
  };
}

/** One of a person's own; null for any other. */
export async function notificationOf(
  app: App,
  actor: Pick<Actor, 'personId'>,
  id: string,
): Promise<NotificationView | null> {
  const { rows } = await app.db.execute<NotificationRow>(sql`
    select n.id, n.person_id, n.seq, n.kind, n.session_id, n.data, n.created_at, n.read_at, n.shows_toast,
      s.status as session_status, s.version as session_version
    from notification n left join session s on s.id = n.session_id
    where n.person_id = ${actor.personId} and n.id = ${readId(id)}`);
  return rows[0] === undefined ? null : toNotificationView(rows[0]);
}

/** How the person's list stands: what the bell shows before anything is live. */
export async function bellOf(app: App, actor: Pick<Actor, 'personId'>): Promise<BellState> {
  const states = await bellStates(app, [actor.personId]);
  return states.get(actor.personId) ?? { lastSeq: 0, unread: 0, unreadSeqs: [] };
}
