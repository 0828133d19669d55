ALTER TABLE "zoom_meeting" ADD COLUMN "checked_for" timestamp(3) with time zone;
--> statement-breakpoint
ALTER TABLE "webhook_event" ADD COLUMN "handled_at" timestamp(3) with time zone;
--> statement-breakpoint
-- Those that noted somebody were acted on. Of the others, the sweep looks at the last two days.
UPDATE "webhook_event" SET "handled_at" = "received_at" WHERE provider = 'zoom'
  AND EXISTS (SELECT 1 FROM "meeting_presence" p WHERE p.webhook_event_id = "webhook_event".id);
--> statement-breakpoint
CREATE INDEX "webhook_event_unhandled" ON "webhook_event" USING btree ("received_at") WHERE provider = 'zoom' and handled_at is null;