CREATE TABLE "lesson_done" (
	"student_id" uuid NOT NULL,
	"lesson_id" uuid NOT NULL,
	"course_id" uuid NOT NULL,
	"done_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "lesson_done_student_id_course_id_lesson_id_pk" PRIMARY KEY("student_id","course_id","lesson_id")
);
--> statement-breakpoint
CREATE TABLE "course_suggestion" (
	"student_id" uuid NOT NULL,
	"course_id" uuid NOT NULL,
	"offering_id" uuid NOT NULL,
	"shown_at" timestamp(3) with time zone NOT NULL,
	"clicked_at" timestamp(3) with time zone,
	"booked_at" timestamp(3) with time zone,
	"paid_at" timestamp(3) with time zone,
	CONSTRAINT "course_suggestion_student_id_course_id_offering_id_pk" PRIMARY KEY("student_id","course_id","offering_id")
);
--> statement-breakpoint
CREATE TABLE "course_suggestion_dismissal" (
	"student_id" uuid NOT NULL,
	"course_id" uuid NOT NULL,
	"dismissed_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "course_suggestion_dismissal_student_id_course_id_pk" PRIMARY KEY("student_id","course_id")
);
--> statement-breakpoint
DROP INDEX "lesson_course";--> statement-breakpoint
-- Two lessons of a course could have one position until now: those courses are numbered anew, in the order they were shown.
UPDATE "lesson" SET "position" = numbered.place
  FROM (SELECT id, row_number() OVER (PARTITION BY course_id ORDER BY position, id) AS place FROM "lesson"
    WHERE course_id IN (SELECT course_id FROM "lesson" GROUP BY course_id, position HAVING count(*) > 1)) numbered
  WHERE "lesson".id = numbered.id;--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "source_course_id" uuid;--> statement-breakpoint
ALTER TABLE "lesson_done" ADD CONSTRAINT "lesson_done_student_id_person_id_fk" FOREIGN KEY ("student_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lesson_done" ADD CONSTRAINT "lesson_done_lesson_id_lesson_id_fk" FOREIGN KEY ("lesson_id") REFERENCES "public"."lesson"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lesson_done" ADD CONSTRAINT "lesson_done_course_id_course_id_fk" FOREIGN KEY ("course_id") REFERENCES "public"."course"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "course_suggestion" ADD CONSTRAINT "course_suggestion_student_id_person_id_fk" FOREIGN KEY ("student_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "course_suggestion" ADD CONSTRAINT "course_suggestion_course_id_course_id_fk" FOREIGN KEY ("course_id") REFERENCES "public"."course"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "course_suggestion" ADD CONSTRAINT "course_suggestion_offering_id_offering_id_fk" FOREIGN KEY ("offering_id") REFERENCES "public"."offering"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "course_suggestion_dismissal" ADD CONSTRAINT "course_suggestion_dismissal_student_id_person_id_fk" FOREIGN KEY ("student_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "course_suggestion_dismissal" ADD CONSTRAINT "course_suggestion_dismissal_course_id_course_id_fk" FOREIGN KEY ("course_id") REFERENCES "public"."course"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "course_suggestion_offering" ON "course_suggestion" USING btree ("offering_id","shown_at");--> statement-breakpoint
CREATE INDEX "course_suggestion_shown" ON "course_suggestion" USING btree ("shown_at");--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_source_course_id_course_id_fk" FOREIGN KEY ("source_course_id") REFERENCES "public"."course"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "lesson_course" ON "lesson" USING btree ("course_id","position");--> statement-breakpoint
INSERT INTO "lesson_done" (student_id, lesson_id, course_id, done_at)
  SELECT e.student_id, l.id, l.course_id, coalesce(e.completed_at, e.enrolled_at)
  FROM "enrolment" e
  JOIN (SELECT id, course_id, row_number() OVER (PARTITION BY course_id ORDER BY position) AS place FROM "lesson") l
    ON l.course_id = e.course_id AND l.place <= e.lessons_done;
--> statement-breakpoint
ALTER TABLE "enrolment" DROP COLUMN "lessons_done";--> statement-breakpoint
ALTER TABLE "course_suggestion" ADD CONSTRAINT "course_suggestion_steps"
  CHECK ((booked_at IS NULL OR clicked_at IS NOT NULL) AND (paid_at IS NULL OR booked_at IS NOT NULL));