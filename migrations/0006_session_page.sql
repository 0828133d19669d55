ALTER TABLE "session_message" ADD COLUMN "late_minutes" integer;--> statement-breakpoint
ALTER TABLE "session_message" DROP CONSTRAINT "session_message_body",
  ADD CONSTRAINT "session_message_body" CHECK (char_length(body) <= 1000 AND (body <> '' OR late_minutes IS NOT NULL)),
  ADD CONSTRAINT "session_message_late" CHECK (late_minutes IN (5, 10, 15));
