import { STATUS_LABELS } from '../rules/status-labels.ts';
import type { SessionStatus, SessionView } from '../types.ts';

type Option = { value: string; label: string };
export type FilterChoice = { name: string; label: string; emptyLabel: string; options: Option[] };

/** The outcomes of what is over. */
export function outcomeChoice(statuses: readonly SessionStatus[]): FilterChoice {
  const options = statuses.map((status) => ({ value: status, label: STATUS_LABELS[status] }));
  return { name: 'status', label: 'Outcome', emptyLabel: 'Any outcome', options };
}

/** What can be chosen of offerings and courses is what stands on the page, and what is chosen already. */
export function aboutChoices(
  sessions: readonly SessionView[],
  chosen: { readonly offering?: string | undefined; readonly course?: string | undefined },
): FilterChoice[] {
  const offerings = sessions.map(({ offeringId, title }) => ({ value: offeringId, label: title }));
  const courses = sessions.flatMap(({ course }) => (course ? [{ value: course.id, label: course.title }] : []));
  return [
    {
      name: 'offering',
      label: 'Offering',
      emptyLabel: 'Any offering',
      options: known(offerings, chosen.offering, 'The chosen offering'),
    },
    {
      name: 'course',
      label: 'Course',
      emptyLabel: 'Any course',
      options: known(courses, chosen.course, 'The chosen course'),
    },
  ];
}

function known(options: readonly Option[], chosen: string | undefined, name: string): Option[] {
  const byValue = new Map(options.map((option) => [option.value, option]));
  if (chosen !== undefined && !byValue.has(chosen)) byValue.set(chosen, { value: chosen, label: name });
  return [...byValue.values()].sort((a, b) => a.label.localeCompare(b.label, 'en'));
}
