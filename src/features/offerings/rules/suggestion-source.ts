import { readId, type CourseId } from '#shared/id.ts';

/**
 * What the card of a completed course writes into the address of a checkout, so that a booking can be told apart from
 * one that began elsewhere: `course:<id>`. The server believes it only where it counted the click itself.
 */
const PREFIX = 'course:';

export function writeSuggestionSource(courseId: CourseId): string {
  return PREFIX + courseId;
}

/** The course of a `course:<id>`; null for anything else, which costs a booking nothing but its place in the funnel. */
export function readSuggestionSource(text: string): CourseId | null {
  if (!text.startsWith(PREFIX)) return null;
  const id = readId<CourseId>(text.slice(PREFIX.length));
  return id === text.slice(PREFIX.length).toLowerCase() ? id : null;
}
