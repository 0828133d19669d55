import { inArray } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import type { Tx } from '#infra/db/client.server.ts';
import { person } from '#infra/db/tables/accounts.server.ts';
import { notify } from '#features/notifications/commands/notify.server.ts';
import type { Notice, NotificationData, NotificationKind } from '#features/notifications/types.ts';
import { assert } from '#shared/assert.ts';
import { split } from '#shared/money.ts';
import { toIso } from '#shared/time.ts';
import { calendarSequence } from '../queries/calendar-sequence.server.ts';
import { isPaid } from '../state.ts';
import type { SessionRow } from './move.server.ts';

type Side = 'student' | 'tutor';
type Extra = Partial<Omit<NotificationData, 'side' | 'otherName'>> & {
  /** What the tutor is told in place of `message`, where that is written to the student. */
  tutorMessage?: string;
};

/** Tells one or both sides of a session what happened, but for those who deleted their account. `occasion` tells this time from another of the same kind. */
export async function tell(
  app: App,
  tx: Tx,
  row: SessionRow,
  kind: NotificationKind,
  sides: readonly Side[],
  { tutorMessage, ...extra }: Extra = {},
  occasion: string = row.id,
): Promise<void> {
  const people = await tx
    .select({ id: person.id, name: person.name, timeZone: person.timeZone, erasedAt: person.erasedAt })
    .from(person)
    .where(inArray(person.id, [row.studentId, row.tutorId]));
  const student = people.find(({ id }) => id === row.studentId);
  const tutor = people.find(({ id }) => id === row.tutorId);
  assert(student !== undefined && tutor !== undefined, `session ${row.id} has two people`);
  const calendar = await calendarOf(tx, row, kind, extra);
  const notices = sides.flatMap((side): Notice[] => {
    const [reader, other] = side === 'student' ? [student, tutor] : [tutor, student];
    // Nobody reads it, and the address is gone: a mail would only come back.
    if (reader.erasedAt !== null) return [];
    const notice: Notice = {
      personId: reader.id,
      kind,
      onceKey: `${kind}:${occasion}`,
      sessionId: row.id,
      data: {
        title: row.title,
        side,
        otherName: other.name,
        startsAt: toIso(row.startsAt),
        endsAt: toIso(row.endsAt),
        timeZone: reader.timeZone,
        otherTimeZone: other.timeZone,
        priceMinor: row.priceMinor,
        currency: row.currency,
        ...(row.courseId !== null && { courseId: row.courseId }),
        ...moneyFor(side, row),
        ...calendar,
        ...extra,
        ...(side === 'tutor' && tutorMessage !== undefined && { message: tutorMessage }),
      },
    };
    return [notice];
  });
  await notify(app, tx, notices);
}

/** What the words say of the money: whether it was paid, what is kept, and to the tutor alone, their share. */
function moneyFor(side: Side, row: SessionRow): Partial<NotificationData> {
  const { priceMinor, keptMinor, platformBasisPoints } = row;
  const kept = keptMinor === null ? { paid: false } : { paid: true, keptMinor };
  if (side === 'student') return kept;
  const shareOf = (amountMinor: typeof priceMinor) => split(amountMinor, platformBasisPoints).tutor;
  const keptShare = keptMinor === null ? {} : { keptShareMinor: shareOf(keptMinor) };
  return { ...kept, shareMinor: shareOf(priceMinor), ...keptShare };
}

/** What calendars are told: a booking, every move of it, and its end. Anything that was never sure is in no calendar. */
async function calendarOf(tx: Tx, row: SessionRow, kind: NotificationKind, extra: Extra): Promise<Extra> {
  const isChange = kind === 'session_booked' || kind === 'session_cancelled' || extra.movedFrom !== undefined;
  return isChange && isPaid(row.paymentStatus) ? { calendarSequence: await calendarSequence(tx, row.id) } : {};
}
