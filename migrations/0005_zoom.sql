CREATE TABLE "meeting_presence" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"session_id" uuid NOT NULL,
	"event" text NOT NULL,
	"side" text,
	"happened_at" timestamp(3) with time zone NOT NULL,
	"webhook_event_id" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "zoom_host_day" (
	"host" text NOT NULL,
	"day" text NOT NULL,
	"used" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "zoom_host_day_day_host_pk" PRIMARY KEY("day","host")
);
--> statement-breakpoint
CREATE TABLE "zoom_meeting" (
	"session_id" uuid PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"host" text,
	"external_id" text,
	"join_url" text,
	"passcode" text,
	"starts_at" timestamp(3) with time zone,
	"outcome_unknown" boolean DEFAULT false NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_try_at" timestamp(3) with time zone,
	"last_error" text,
	"created_at" timestamp(3) with time zone NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "zoom_meeting_external_id_unique" UNIQUE("external_id")
);
--> statement-breakpoint
ALTER TABLE "meeting_presence" ADD CONSTRAINT "meeting_presence_session_id_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."session"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meeting_presence" ADD CONSTRAINT "meeting_presence_webhook_event_id_webhook_event_id_fk" FOREIGN KEY ("webhook_event_id") REFERENCES "public"."webhook_event"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "zoom_meeting" ADD CONSTRAINT "zoom_meeting_session_id_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."session"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "meeting_presence_session" ON "meeting_presence" USING btree ("session_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "meeting_presence_once" ON "meeting_presence" USING btree ("webhook_event_id");--> statement-breakpoint
CREATE INDEX "zoom_meeting_next_try" ON "zoom_meeting" USING btree ("next_try_at") WHERE next_try_at is not null;--> statement-breakpoint
CREATE INDEX "zoom_meeting_created" ON "zoom_meeting" USING btree ("starts_at") WHERE state = 'CREATED';--> statement-breakpoint
ALTER TABLE "zoom_meeting" ADD CONSTRAINT "zoom_meeting_state" CHECK (state IN ('WANTED', 'CREATED', 'REMOVED')),
  ADD CONSTRAINT "zoom_meeting_created" CHECK (state <> 'CREATED' OR (external_id IS NOT NULL AND join_url IS NOT NULL
    AND host IS NOT NULL AND starts_at IS NOT NULL)),
  ADD CONSTRAINT "zoom_meeting_unknown" CHECK (NOT outcome_unknown OR (state = 'WANTED' AND host IS NOT NULL));
--> statement-breakpoint
ALTER TABLE "zoom_host_day" ADD CONSTRAINT "zoom_host_day_used" CHECK (used BETWEEN 0 AND 100);
--> statement-breakpoint
ALTER TABLE "meeting_presence" ADD CONSTRAINT "meeting_presence_event" CHECK (event IN ('started', 'joined', 'left', 'ended')),
  ADD CONSTRAINT "meeting_presence_side" CHECK (side IN ('student', 'tutor'));
--> statement-breakpoint
ALTER TABLE "session" DROP CONSTRAINT "session_link",
  ADD CONSTRAINT "session_link" CHECK (meeting_url IS NULL OR meeting_url LIKE 'https://%'
    OR (meeting_provider IS NOT DISTINCT FROM 'zoom' AND meeting_url LIKE 'http://127.0.0.1:%'));
