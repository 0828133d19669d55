import type { JobDefinition, Sweep } from '#infra/job-definition.server.ts';
import { SESSION_CONFIRMED, SESSION_REPLANNED } from '#features/sessions/events.ts';
import type { SessionId } from '#shared/id.ts';
import { actOnLostZoomEvents, actOnZoomEvent } from './commands/act-on-zoom-event.server.ts';
import { checkMeetingsBeforeStart } from './commands/check-zoom-meeting.server.ts';
import { giveLostMeetings, giveMeeting } from './commands/give-meeting.server.ts';
import { ZOOM_EVENT } from './events.ts';

export const jobs: JobDefinition[] = [
  { queue: SESSION_CONFIRMED, run: (app, data) => giveMeeting(app, data['sessionId'] as SessionId) },
  { queue: SESSION_REPLANNED, run: (app, data) => giveMeeting(app, data['sessionId'] as SessionId) },
  { queue: ZOOM_EVENT, run: (app, data) => actOnZoomEvent(app, data['eventId'] ?? '') },
];

export const sweeps: Sweep[] = [
  { name: 'events of Zoom that nobody acted on', run: actOnLostZoomEvents },
  { name: 'sessions whose meeting is not as they want it', run: giveLostMeetings },
  { name: 'meetings at Zoom before their start', run: checkMeetingsBeforeStart },
];
