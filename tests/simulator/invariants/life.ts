import { doorTimes } from '#features/sessions/rules/attendance.ts';
import { isBefore } from '#shared/time.ts';
import type { Everything } from './read.ts';

type Session = Everything['sessions'][number];

const MAX_STUDENT_MOVES = 2;
const CLOSED = new Set(['COMPLETED', 'NO_SHOW', 'CANCELLED']);

/** What arrivals, moves, disputes and releases say of a session fits its state. */
export function findBrokenLives(all: Everything): string[] {
  const asked = new Set(all.tasks.filter(({ status }) => status === 'OPEN').map(({ subjectId }) => subjectId));
  return [
    ...staleQuestions(all),
    ...all.sessions.flatMap((row) =>
      brokenLife(row, asked).map((what) => `session ${row.id} (${row.status}): ${what}`),
    ),
  ];
}

function brokenLife(row: Session, asked: ReadonlySet<string>): string[] {
  const { opensAt } = doorTimes(row);
  const arrivals = [row.studentArrivedAt, row.tutorArrivedAt].filter((when) => when !== null);
  const broken: string[] = [];
  if (arrivals.some((when) => isBefore(when, opensAt))) broken.push('somebody arrived before its door opened');
  if (row.status === 'IN_PROGRESS' && row.startedAt === null) broken.push('runs without having started');
  if ((row.status === 'COMPLETED' || row.status === 'NO_SHOW') && row.endedAt === null)
    broken.push('closed at no time');
  if (row.studentMoves > MAX_STUDENT_MOVES) broken.push(`moved ${row.studentMoves} times by the student`);
  if (row.moneyState === 'RELEASED' && !CLOSED.has(row.status)) broken.push('released before it was closed');
  if (row.moneyState === 'FROZEN' && (row.disputedAt === null || !asked.has(row.id)))
    broken.push('frozen without a question');
  if (row.status === 'CANCELLED' && row.meetingUrl !== null) broken.push('still shows where to meet');
  if (/PENDING|FAILED/.test(row.paymentStatus) && row.meetingUrl !== null) broken.push('has a place to meet unpaid');
  return broken;
}

/** Nobody is asked about a refund on its way that has ended. */
function staleQuestions({ tasks, refunds }: Everything): string[] {
  const ended = new Set(
    refunds.filter(({ status }) => /^(PROCESSED|FAILED)$/.test(status)).map(({ id }) => String(id)),
  );
  return tasks
    .filter(({ kind, status, subjectId }) => status === 'OPEN' && kind !== 'refund_failed' && ended.has(subjectId))
    .map(({ kind, subjectId }) => `${kind} is still asked about the refund ${subjectId}, which has ended`);
}
