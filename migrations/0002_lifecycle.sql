CREATE TABLE "mail_link" (
	"id" uuid PRIMARY KEY NOT NULL,
	"session_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"action" text NOT NULL,
	"version" integer NOT NULL,
	"expires_at" timestamp(3) with time zone NOT NULL,
	"used_at" timestamp(3) with time zone
);
--> statement-breakpoint
CREATE TABLE "session_message" (
	"id" uuid PRIMARY KEY NOT NULL,
	"session_id" uuid NOT NULL,
	"author_id" uuid NOT NULL,
	"body" text NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "time_proposal" (
	"session_id" uuid PRIMARY KEY NOT NULL,
	"starts_at" timestamp(3) with time zone NOT NULL,
	"message" text,
	"expires_at" timestamp(3) with time zone NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
DROP INDEX "refund_one_in_flight";--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "kept_minor" bigint;--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "money_state" text;--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "release_at" timestamp(3) with time zone;--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "student_moves" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "moved_from" timestamp(3) with time zone;--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "disputed_at" timestamp(3) with time zone;--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "disputed_by" text;--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "dispute_reason" text;--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "resolved_at" timestamp(3) with time zone;--> statement-breakpoint
ALTER TABLE "mail_link" ADD CONSTRAINT "mail_link_session_id_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."session"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mail_link" ADD CONSTRAINT "mail_link_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_message" ADD CONSTRAINT "session_message_session_id_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."session"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_message" ADD CONSTRAINT "session_message_author_id_person_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "time_proposal" ADD CONSTRAINT "time_proposal_session_id_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."session"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "mail_link_session" ON "mail_link" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "session_message_session" ON "session_message" USING btree ("session_id","created_at");--> statement-breakpoint
CREATE INDEX "session_release" ON "session" USING btree ("release_at") WHERE money_state = 'PENDING' and release_at is not null;--> statement-breakpoint
CREATE INDEX "session_to_settle" ON "session" USING btree ("ends_at") WHERE status in ('SCHEDULED', 'IN_PROGRESS');--> statement-breakpoint
CREATE UNIQUE INDEX "refund_one_in_flight" ON "refund" USING btree ("charge_id") WHERE status in ('PENDING', 'PROCESSING', 'NEEDS_ATTENTION') or (status = 'REQUESTED' and attempts > 0);--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_money_state" CHECK (money_state IN ('PENDING', 'FROZEN', 'RELEASED')),
  ADD CONSTRAINT "session_kept" CHECK ((kept_minor IS NULL) = (money_state IS NULL) AND kept_minor BETWEEN 0 AND price_minor),
  ADD CONSTRAINT "session_moves" CHECK (student_moves BETWEEN 0 AND 2 AND (student_moves = 0) = (moved_from IS NULL)),
  ADD CONSTRAINT "session_dispute" CHECK ((disputed_at IS NULL) = (disputed_by IS NULL));
--> statement-breakpoint
ALTER TABLE "session_message" ADD CONSTRAINT "session_message_body" CHECK (char_length(body) BETWEEN 1 AND 1000);
--> statement-breakpoint
ALTER TABLE "mail_link" ADD CONSTRAINT "mail_link_action" CHECK (action IN ('approve', 'reject'));
--> statement-breakpoint
UPDATE "session" SET kept_minor = price_minor, money_state = 'PENDING' WHERE settled_charge_id IS NOT NULL;
