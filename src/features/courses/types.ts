import type { CourseId, PersonId } from '#shared/id.ts';
import type { Minor } from '#shared/money.ts';
import type { Instant } from '#shared/time.ts';

/** A course as the rest of the product knows it. */
export type CatalogCourse = {
  readonly id: CourseId;
  readonly slug: string;
  readonly title: string;
  readonly summary: string;
  readonly thumbnail: string | null;
  readonly priceMinor: Minor;
  readonly currency: string;
  /** Who teaches it and who made it; either owns it. */
  readonly tutorId: PersonId | null;
  readonly creatorId: PersonId | null;
};

/**
 * Where courses come from: all that the rest of the product asks about them. Our own small catalogue answers from its
 * tables (`databaseCatalog`); a platform with its own courses answers these four questions in its place
 * (docs/ARCHITECTURE.md, "Courses of your own").
 */
export interface CourseCatalog {
  courseById(id: CourseId): Promise<CatalogCourse | null>;
  courseBySlug(slug: string): Promise<CatalogCourse | null>;
  /** As tutor or as creator, by title. */
  coursesOwnedBy(personId: PersonId): Promise<CatalogCourse[]>;
  /** When this person completed it, or null while they have not. */
  completedAt(personId: PersonId, courseId: CourseId): Promise<Instant | null>;
}

/** A course as a tutor picks it for an offering; `price` is naira. */
export type TutorCourse = { id: string; title: string; slug: string; price: number; thumbnail: string | null };

/** A course as the catalogue shows it to one viewer. */
export type CourseView = {
  id: string;
  slug: string;
  title: string;
  summary: string;
  thumbnail: string | null;
  teacher: { name: string; avatar: string | null } | null;
  /** How many. */
  lessons: number;
  /** The viewer's; null when they are not enrolled, or signed out. */
  progress: CourseProgress | null;
  /** The viewer teaches it or made it. */
  isOwn: boolean;
};

export type CourseProgress = {
  /** Lessons done. */
  done: number;
  /** ISO, UTC; null while some are left. */
  completedAt: string | null;
};

export type CoursePage = { courses: CourseView[]; nextCursor: string | null };

/** One line of a course's contents. */
export type LessonLine = { id: string; position: number; title: string; isDone: boolean };

/** Where a student stands after a step of theirs. */
export type LearningAnswer = {
  courseId: string;
  lessons: number;
  done: number;
  completedAt: string | null;
  /** The position of the lesson to go on with; null when none is left. */
  nextLesson: number | null;
};
