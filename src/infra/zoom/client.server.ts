import {
  createMeeting,
  deleteMeeting,
  getMeeting,
  hostKey,
  listMeetings,
  patchMeeting,
  type ListedMeeting,
  type MeetingChange,
  type MeetingInput,
  type ZoomMeeting,
} from './meetings.server.ts';
import { createSend, type ZoomOptions } from './request.server.ts';
import type { ZoomResult } from './result.server.ts';

/** Zoom as the product uses it. No method throws for an outage; each says in its error whether to look or to retry. */
export type Zoom = {
  create(input: MeetingInput): Promise<ZoomResult<ZoomMeeting>>;
  /** `null`: Zoom knows no such meeting. */
  get(id: string): Promise<ZoomResult<ZoomMeeting | null>>;
  /** `gone`: somebody deleted it at Zoom. */
  patch(id: string, to: MeetingChange): Promise<ZoomResult<'changed' | 'gone'>>;
  /** Also well when it is not there any more. */
  delete(id: string): Promise<ZoomResult<null>>;
  list(host: string): Promise<ZoomResult<readonly ListedMeeting[]>>;
  /** A host's ZAK, for the embedded client. */
  hostKey(host: string): Promise<ZoomResult<string>>;
};

/** One a process: it holds the access token that all its calls share. */
export function createZoom(options: ZoomOptions): Zoom {
  const send = createSend(options);
  return {
    create: (input) => createMeeting(send, input),
    get: (id) => getMeeting(send, id),
    patch: (id, to) => patchMeeting(send, id, to),
    delete: (id) => deleteMeeting(send, id),
    list: (host) => listMeetings(send, host),
    hostKey: (host) => hostKey(send, host),
  };
}
