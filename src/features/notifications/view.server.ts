import { readTimestamp } from '#infra/db/columns.server.ts';
import type { SessionId } from '#shared/id.ts';
import { toIso } from '#shared/time.ts';
import { wordsOf } from './rules.ts';
import type { NotificationData, NotificationKind, NotificationView } from './types.ts';

/** As the drivers give it: int8 is a number or a text, a timestamp a date or a text. */
export type NotificationRow = {
  id: string;
  person_id: string;
  seq: number | string;
  kind: string;
  session_id: string | null;
  data: unknown;
  created_at: unknown;
  read_at: unknown;
  shows_toast: boolean;
  session_status: string | null;
  session_version: number | null;
};

/** A row in words, the same as its mail's. */
export function toNotificationView(row: NotificationRow): NotificationView {
  const kind = row.kind as NotificationKind;
  const sessionId = row.session_id as SessionId | null;
  const { heading, paragraphs, action } = wordsOf(kind, row.data as NotificationData, sessionId ?? '');
  const isRequest = kind === 'request_submitted' && sessionId !== null;
  const waits = isRequest && row.session_status === 'PENDING_MENTOR_REVIEW';
  const look = { label: 'Open the session', path: `/mentorship/session/${sessionId}` };
  return {
    id: row.id,
    seq: Number(row.seq),
    kind,
    heading,
    text: inOneLine(paragraphs),
    action: isRequest && !waits ? look : action,
    createdAt: toIso(readTimestamp(row.created_at)),
    readAt: row.read_at === null ? null : toIso(readTimestamp(row.read_at)),
    showsToast: row.shows_toast,
    sessionId,
    ...(waits && sessionId !== null && row.session_version !== null
      ? { answer: { sessionId, version: row.session_version } }
      : {}),
  };
}

/** A mail's paragraphs in a row. What a person wrote may end without a full stop, and would run into the next sentence. */
function inOneLine(paragraphs: readonly string[]): string {
  return paragraphs.map((one) => (/[\p{L}\p{N}]$/u.test(one) ? `${one}.` : one)).join(' ');
}
