import { aroundOperations } from './around.ts';
import { bookingOperations } from './booking.ts';
import { changingOperations } from './changing.ts';
import { decidingOperations } from './deciding.ts';
import { leavingOperations } from './leaving.ts';
import { meetingOperations } from './meeting.ts';
import type { Operation } from './operation.ts';
import { payingOperations } from './paying.ts';
import { suggestingOperations } from './suggesting.ts';
import { tellingOperations } from './telling.ts';
import { tutoringOperations } from './tutoring.ts';
import { workOperations } from './work.ts';
import { zoomingOperations } from './zooming.ts';

export type { Operation } from './operation.ts';

/** Everything that can happen in a story. */
export const allOperations: readonly Operation[] = [
  ...bookingOperations,
  ...tutoringOperations,
  ...changingOperations,
  ...meetingOperations,
  ...decidingOperations,
  ...payingOperations,
  ...aroundOperations,
  ...suggestingOperations,
  ...zoomingOperations,
  ...tellingOperations,
  ...leavingOperations,
  ...workOperations,
];
