import { execute, type App } from '#features/accounts/command.server.ts';
import type { May } from '#features/accounts/gates.server.ts';
import { explainMentorshipTime } from '#features/availability/queries/explain.server.ts';
import type { TimeExplanation } from '#features/availability/types.ts';
import { clockText } from '#features/availability/ui/clock-text.ts';

type Why = {
  question: { offering: string; day: string; time: string };
  errors: Record<string, string>;
  explanation: TimeExplanation | null;
};

/** Answers the question "why is this time not offered?" that an address holds, if it does. */
export async function whyNotOffered(app: App, teacher: May<'session.teach'>, search: URLSearchParams): Promise<Why> {
  const question = {
    offering: search.get('offering') ?? '',
    day: search.get('day') ?? '',
    time: search.get('time') ?? '',
  };
  if (!search.has('day') && !search.has('time')) return { question, errors: {}, explanation: null };
  const { offering, day, time } = question;
  const input = { ...(offering === '' ? {} : { offeringId: offering }), date: day, time: clockText(time) };
  const answer = await execute(app, explainMentorshipTime, teacher, input);
  if (answer.ok) return { question, errors: {}, explanation: answer.value };
  return { question, errors: errorsOf(answer.fields ?? { offeringId: answer.message }), explanation: null };
}

/** A page's words for what the API says of a date or a time that it cannot read. */
function errorsOf(fields: Readonly<Record<string, string>>): Record<string, string> {
  const said = (name: string) => fields[name] !== undefined;
  return {
    ...fields,
    ...(said('date') && fields.date?.startsWith('must be') ? { date: 'Choose a day.' } : {}),
    ...(said('time') ? { time: 'Write a time like 09:00 or 17:30.' } : {}),
  };
}
