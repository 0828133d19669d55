import { and, eq, inArray, ne, or, sql } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import type { Tx } from '#infra/db/client.server.ts';
import {
  adminTask,
  mailLink,
  session,
  sessionEvent,
  sessionMessage,
  timeProposal,
} from '#infra/db/tables/sessions.server.ts';
import type { PersonId } from '#shared/id.ts';
import { ERASED_NAME } from '../rules/session-words.ts';

type Person = { id: PersonId; name: string; email: string };

/** What stands where they had written to somebody: a message is never empty. */
const ERASED_WORDS = '(deleted with the account)';

/**
 * Blanks what a person wrote into their sessions, on either side, and takes their name out of what others wrote there.
 * What took place, when and for how much stays.
 */
export async function forgetPersonInSessions(tx: Tx, person: Person): Promise<void> {
  const { id } = person;
  const mine = tx
    .select({ id: session.id })
    .from(session)
    .where(or(eq(session.studentId, id), eq(session.tutorId, id)));
  await forgetInRows(tx, person);
  // The history may forget a reason and never change one: another's that names them goes as a whole.
  const namesThem = or(names(sessionEvent.why, person.name), names(sessionEvent.why, person.email));
  await tx
    .update(sessionEvent)
    .set({ why: null })
    .where(or(eq(sessionEvent.personId, id), and(inArray(sessionEvent.sessionId, mine), namesThem)));
  await tx.update(sessionMessage).set({ body: ERASED_WORDS }).where(eq(sessionMessage.authorId, id));
  await tx
    .update(sessionMessage)
    .set({ body: without(sessionMessage.body, person) })
    .where(and(inArray(sessionMessage.sessionId, mine), ne(sessionMessage.authorId, id)));
  await tx.delete(timeProposal).where(inArray(timeProposal.sessionId, mine));
  await tx.delete(mailLink).where(eq(mailLink.personId, id));
  // Questions repeat what people claimed; only closed ones are left by now.
  await tx
    .update(adminTask)
    .set({ detail: '', resolution: null })
    .where(
      and(
        ne(adminTask.status, 'OPEN'),
        inArray(sql`${adminTask.subjectId}`, sql`(select id::text from (${mine}) as own)`),
      ),
    );
}

/** The words in the sessions themselves: theirs go, and in the other side's stands no name any more. */
async function forgetInRows(tx: Tx, person: Person): Promise<void> {
  const asStudent = eq(session.studentId, person.id);
  const asTutor = eq(session.tutorId, person.id);
  const reason = (side: 'student' | 'tutor') =>
    sql`case when ${session.disputedBy} = ${side} then null else ${without(session.disputeReason, person)} end`;
  await tx
    .update(session)
    .set({
      description: '',
      approvalNotes: without(session.approvalNotes, person),
      disputeReason: reason('student'),
    })
    .where(asStudent);
  await tx
    .update(session)
    .set({
      title: without(session.title, person),
      description: without(session.description, person),
      approvalNotes: null,
      disputeReason: reason('tutor'),
      meetingUrl: null,
    })
    .where(asTutor);
}

/** What others wrote is theirs; only the whole name and the address in it are ours to take out. */
function without(text: AnyPgColumn, { name, email }: Person) {
  return sql`replace(replace(${text}, ${email}, ${ERASED_NAME}), ${name}, ${ERASED_NAME})`;
}

function names(text: AnyPgColumn, word: string) {
  return sql`position(${word} in ${text}) > 0`;
}
