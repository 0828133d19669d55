/** An event of Zoom was stored and is to be acted on: `{ eventId }`. */
export const ZOOM_EVENT = 'meetings.zoomEvent';
