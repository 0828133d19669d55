CREATE TABLE "notification_setting" (
	"person_id" uuid NOT NULL,
	"event_group" text NOT NULL,
	"channel" text NOT NULL,
	"enabled" boolean NOT NULL,
	CONSTRAINT "notification_setting_person_id_event_group_channel_pk" PRIMARY KEY("person_id","event_group","channel")
);
--> statement-breakpoint
ALTER TABLE "mail_delivery" ADD COLUMN "worth_until" timestamp(3) with time zone;--> statement-breakpoint
ALTER TABLE "notification" ADD COLUMN "shows_toast" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "notification_setting" ADD CONSTRAINT "notification_setting_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "session_to_remind" ON "session" USING btree ("starts_at") WHERE status = 'SCHEDULED' and payment_status in ('PAID', 'NOT_REQUIRED', 'PARTIALLY_REFUNDED');--> statement-breakpoint
ALTER TABLE "notification_setting" ADD CONSTRAINT "notification_setting_channel" CHECK (channel IN ('mail', 'toast')),
  ADD CONSTRAINT "notification_setting_group" CHECK (char_length(event_group) BETWEEN 1 AND 40);
--> statement-breakpoint
ALTER TABLE "mail_delivery" DROP CONSTRAINT "mail_delivery_status";
--> statement-breakpoint
ALTER TABLE "mail_delivery" ADD CONSTRAINT "mail_delivery_status" CHECK (status IN ('QUEUED', 'SENT', 'FAILED', 'DROPPED') AND (status = 'SENT') = (sent_at IS NOT NULL));
