import { sql } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import type { PersonId } from '#shared/id.ts';
import type { BellState, NotificationView } from '../types.ts';
import { toNotificationView, type NotificationRow } from '../view.server.ts';

export type Told = { personId: PersonId; view: NotificationView };

/** How many of the newest unread ones a state names. */
const UNREAD_NAMED = 50;

/** What each person was told after a number, oldest first, at most `limit` a person. One query for all of them. */
export async function toldAfter(
  app: App,
  wants: readonly { personId: string; after: number }[],
  limit: number,
): Promise<Told[]> {
  const { rows } = await app.db.execute<NotificationRow>(sql`
    select n.*, s.status as session_status, s.version as session_version
    from jsonb_to_recordset(${JSON.stringify(wants)}::jsonb) as want("personId" uuid, "after" bigint)
    cross join lateral (
      select id, person_id, seq, kind, session_id, data, created_at, read_at, shows_toast from notification
      where person_id = want."personId" and seq > want."after" order by seq limit ${limit}
    ) n
    left join session s on s.id = n.session_id
    order by n.person_id, n.seq`);
  return rows.map((row) => ({ personId: row.person_id as PersonId, view: toNotificationView(row) }));
}

/** How these people's lists stand, each read in one moment. */
export async function bellStates(app: App, personIds: readonly string[]): Promise<Map<string, BellState>> {
  const { rows } = await app.db.execute<{ person_id: string; last_seq: string; unread: string; seqs: string }>(sql`
    select p.person_id, coalesce(c.last_seq, 0) as last_seq, u.unread, u.seqs
    from jsonb_array_elements_text(${JSON.stringify(personIds)}::jsonb) as asked(id)
    cross join lateral (select asked.id::uuid as person_id) p
    left join notification_counter c on c.person_id = p.person_id
    cross join lateral (
      select count(*) as unread, coalesce(string_agg(seq::text, ',' order by seq desc) filter (where place <= ${UNREAD_NAMED}), '') as seqs
      from (
        select seq, row_number() over (order by seq desc) as place from notification
        where person_id = p.person_id and read_at is null
      ) unread
    ) u`);
  return new Map(
    rows.map(({ person_id, last_seq, unread, seqs }) => [
      person_id,
      {
        lastSeq: Number(last_seq),
        unread: Number(unread),
        unreadSeqs: seqs === '' ? [] : seqs.split(',').map(Number),
      },
    ]),
  );
}
