import { z } from 'zod';
import { parseJson } from '../http.server.ts';

/** What an event of Zoom says, as far as it can be read. */
export type ZoomWebhook =
  | { readonly kind: 'url_validation'; readonly event: string; readonly plainToken: string }
  | ZoomPresence
  | (Event & { readonly kind: 'deleted' | 'other' });

/** What somebody does in a meeting. */
export type ZoomPresence = Event & { readonly kind: 'started' | 'ended' | 'joined' | 'left' };

type Event = {
  /** Zoom's name of it, such as `meeting.started`. */
  readonly event: string;
  /** Of the meeting; null when it names none. */
  readonly meetingId: string | null;
  /** For `joined` and `left`. */
  readonly participant: ZoomParticipant | null;
};

export type ZoomParticipant = {
  /** What our embedded client gave to Zoom for this person. */
  readonly customerKey: string | null;
  /** Known for people who are signed in at Zoom, and for those in our embedded client. */
  readonly email: string | null;
};

const MAX_TEXT = 254;
const textOrNull = z
  .unknown()
  .optional()
  .transform((text) => (typeof text === 'string' && text !== '' && text.length <= MAX_TEXT ? text : null));

const body = z.object({
  event: z.string().min(1).max(100),
  payload: z
    .object({
      plainToken: textOrNull,
      object: z
        .object({
          id: z
            .union([z.int().positive(), z.string().regex(/^\d{1,20}$/)])
            .transform((id) => String(id))
            .nullish()
            .catch(null),
          participant: z.object({ email: textOrNull, customer_key: textOrNull }).nullish().catch(null),
        })
        .nullish()
        .catch(null),
    })
    .nullish()
    .catch(null),
});

const KINDS = {
  'meeting.started': 'started',
  'meeting.ended': 'ended',
  'meeting.participant_joined': 'joined',
  'meeting.participant_left': 'left',
  'meeting.deleted': 'deleted',
} as const;

/** Reads an event's raw body; null when it is no JSON object with an event name. Unknown events read as `other`. */
export function parseZoomWebhook(rawBody: Uint8Array | string): ZoomWebhook | null {
  const text = typeof rawBody === 'string' ? rawBody : new TextDecoder().decode(rawBody);
  const parsed = body.safeParse(parseJson(text));
  if (!parsed.success) return null;
  const { event, payload } = parsed.data;
  if (event === 'endpoint.url_validation') {
    const plainToken = payload?.plainToken ?? null;
    return plainToken === null ? null : { kind: 'url_validation', event, plainToken };
  }
  const participant = payload?.object?.participant ?? null;
  return {
    kind: Object.hasOwn(KINDS, event) ? KINDS[event as keyof typeof KINDS] : 'other',
    event,
    meetingId: payload?.object?.id ?? null,
    participant: participant && {
      customerKey: participant.customer_key,
      email: participant.email?.toLowerCase() ?? null,
    },
  };
}
