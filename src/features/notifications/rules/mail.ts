import type { Action, Words } from '../types.ts';
import { layOut, type Link, type MailParts } from './mail-layout.ts';

export type Mail = { subject: string; text: string; html: string };

/** The last lines of a mail: why somebody gets it, and where that is changed. Paths are ours. */
export type Foot = { why: string; links: readonly Action[] };

const ACCOUNT_FOOT: Foot = { why: 'You get this mail because you have an account here.', links: [] };

const MAX_SUBJECT_LENGTH = 200;

/** Words as a mail, in plain text and in HTML: both say the same. `more` are further links below the first. A reader without a name is only greeted. */
export function mailOf(
  words: Words,
  reader: { name: string | null },
  publicUrl: string,
  more: readonly Action[] = [],
  foot: Foot = ACCOUNT_FOOT,
): Mail {
  const linked = ({ label, path }: Action) => ({ label, href: `${publicUrl}${path}` });
  const parts = {
    heading: words.heading,
    greeting: reader.name === null ? 'Hello,' : `Hello ${reader.name},`,
    paragraphs: words.paragraphs,
    button: linked(words.action),
    links: more.map(linked),
    why: foot.why,
    footLinks: foot.links.map(linked),
    home: publicUrl,
  };
  return { subject: oneLine(words.heading), text: textOf(parts), html: layOut(parts) };
}

function textOf(parts: MailParts): string {
  const lines = (links: readonly Link[]) => links.map(({ label, href }) => `${label}: ${href}`);
  return [
    parts.heading,
    parts.greeting,
    ...parts.paragraphs,
    ...lines([parts.button, ...parts.links]),
    ['-- ', 'Mentorship', parts.why, ...lines(parts.footLinks)].join('\n'),
  ].join('\n\n');
}

/** A subject is one line: whatever a person typed into a title cannot begin another header. */
function oneLine(text: string): string {
  const line = text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  return Array.from(line).slice(0, MAX_SUBJECT_LENGTH).join('').slice(0, MAX_SUBJECT_LENGTH);
}
