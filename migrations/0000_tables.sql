CREATE TABLE "auth_account" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"person_id" uuid NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp (3) with time zone,
	"refresh_token_expires_at" timestamp (3) with time zone,
	"scope" text,
	"password" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "auth_session" (
	"id" uuid PRIMARY KEY NOT NULL,
	"token" text NOT NULL,
	"person_id" uuid NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "auth_session_token_unique" UNIQUE("token")
);
--> statement-breakpoint
CREATE TABLE "auth_verification" (
	"id" uuid PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "person" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean DEFAULT false NOT NULL,
	"image" text,
	"role" text DEFAULT 'STUDENT' NOT NULL,
	"headline" text,
	"time_zone" text DEFAULT 'Africa/Lagos' NOT NULL,
	"verified_at" timestamp(3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "availability" (
	"tutor_id" uuid PRIMARY KEY NOT NULL,
	"time_zone" text NOT NULL,
	"buffer_before_minutes" integer NOT NULL,
	"buffer_after_minutes" integer NOT NULL,
	"min_notice_minutes" integer NOT NULL,
	"horizon_days" integer NOT NULL,
	"daily_cap" integer,
	"refund_policy" text NOT NULL,
	"meeting_url" text,
	"updated_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "date_override" (
	"tutor_id" uuid NOT NULL,
	"local_date" date NOT NULL,
	"ranges" jsonb NOT NULL,
	CONSTRAINT "date_override_tutor_id_local_date_pk" PRIMARY KEY("tutor_id","local_date")
);
--> statement-breakpoint
CREATE TABLE "weekly_hours" (
	"tutor_id" uuid NOT NULL,
	"weekday" integer NOT NULL,
	"start_minute" integer NOT NULL,
	"end_minute" integer NOT NULL,
	CONSTRAINT "weekly_hours_tutor_id_weekday_start_minute_pk" PRIMARY KEY("tutor_id","weekday","start_minute")
);
--> statement-breakpoint
CREATE TABLE "course" (
	"id" uuid PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"title" text NOT NULL,
	"summary" text NOT NULL,
	"thumbnail" text,
	"price_minor" bigint NOT NULL,
	"currency" text DEFAULT 'NGN' NOT NULL,
	"tutor_id" uuid,
	"creator_id" uuid,
	"created_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "course_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "enrolment" (
	"course_id" uuid NOT NULL,
	"student_id" uuid NOT NULL,
	"lessons_done" integer DEFAULT 0 NOT NULL,
	"enrolled_at" timestamp(3) with time zone NOT NULL,
	"completed_at" timestamp(3) with time zone,
	CONSTRAINT "enrolment_student_id_course_id_pk" PRIMARY KEY("student_id","course_id")
);
--> statement-breakpoint
CREATE TABLE "lesson" (
	"id" uuid PRIMARY KEY NOT NULL,
	"course_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"title" text NOT NULL,
	"body" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "installation" (
	"id" integer PRIMARY KEY NOT NULL,
	"mode" text NOT NULL,
	"clock_offset_ms" bigint NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ledger_account" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"owner_id" uuid,
	"currency" text NOT NULL,
	"balance_minor" bigint NOT NULL,
	"guard" smallint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ledger_entry" (
	"transfer_id" uuid NOT NULL,
	"account_id" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"seq" bigserial NOT NULL,
	CONSTRAINT "ledger_entry_transfer_id_account_id_pk" PRIMARY KEY("transfer_id","account_id")
);
--> statement-breakpoint
CREATE TABLE "ledger_transfer" (
	"id" uuid PRIMARY KEY NOT NULL,
	"idempotency_key" text NOT NULL,
	"kind" text NOT NULL,
	"charge_id" uuid,
	"session_id" uuid,
	"refund_id" uuid,
	"happened_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "ledger_transfer_idempotency_key_unique" UNIQUE("idempotency_key")
);
--> statement-breakpoint
CREATE TABLE "mail_delivery" (
	"notification_id" uuid PRIMARY KEY NOT NULL,
	"status" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_try_at" timestamp(3) with time zone,
	"last_error" text,
	"sent_at" timestamp(3) with time zone
);
--> statement-breakpoint
CREATE TABLE "notification" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"seq" bigint NOT NULL,
	"kind" text NOT NULL,
	"once_key" text NOT NULL,
	"session_id" uuid,
	"data" jsonb NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"read_at" timestamp(3) with time zone
);
--> statement-breakpoint
CREATE TABLE "notification_counter" (
	"person_id" uuid PRIMARY KEY NOT NULL,
	"last_seq" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "offering" (
	"id" uuid PRIMARY KEY NOT NULL,
	"tutor_id" uuid NOT NULL,
	"course_id" uuid,
	"title" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"duration_minutes" integer NOT NULL,
	"price_minor" bigint NOT NULL,
	"currency" text DEFAULT 'NGN' NOT NULL,
	"takes_instant" boolean NOT NULL,
	"takes_request" boolean NOT NULL,
	"status" text DEFAULT 'SCHEDULED' NOT NULL,
	"next_slot_at" timestamp(3) with time zone,
	"created_at" timestamp(3) with time zone NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "charge" (
	"id" uuid PRIMARY KEY NOT NULL,
	"reference" text NOT NULL,
	"payer_id" uuid NOT NULL,
	"amount_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	"status" text NOT NULL,
	"authorization_url" text,
	"access_code" text,
	"offers_bank_transfer" boolean NOT NULL,
	"provider_status" text,
	"provider_id" text,
	"channel" text,
	"captured_minor" bigint,
	"captured_currency" text,
	"fee_minor" bigint,
	"mismatch" text,
	"refunding_minor" bigint NOT NULL,
	"refunded_minor" bigint NOT NULL,
	"paid_at" timestamp(3) with time zone,
	"decided_at" timestamp(3) with time zone,
	"next_poll_at" timestamp(3) with time zone,
	"poll_until" timestamp(3) with time zone NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "charge_reference_unique" UNIQUE("reference")
);
--> statement-breakpoint
CREATE TABLE "charge_line" (
	"charge_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"amount_minor" bigint NOT NULL,
	CONSTRAINT "charge_line_charge_id_session_id_pk" PRIMARY KEY("charge_id","session_id")
);
--> statement-breakpoint
CREATE TABLE "refund" (
	"id" uuid PRIMARY KEY NOT NULL,
	"charge_id" uuid NOT NULL,
	"amount_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	"source" text NOT NULL,
	"reason" text NOT NULL,
	"status" text NOT NULL,
	"provider_id" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"last_error" text,
	"next_try_at" timestamp(3) with time zone,
	"created_at" timestamp(3) with time zone NOT NULL,
	"processed_at" timestamp(3) with time zone,
	"updated_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "webhook_event" (
	"id" uuid PRIMARY KEY NOT NULL,
	"provider" text NOT NULL,
	"event" text NOT NULL,
	"reference" text,
	"ours" boolean NOT NULL,
	"body_hash" text,
	"body" text NOT NULL,
	"received_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "admin_task" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"detail" text NOT NULL,
	"status" text DEFAULT 'OPEN' NOT NULL,
	"resolution" text,
	"created_at" timestamp(3) with time zone NOT NULL,
	"resolved_at" timestamp(3) with time zone
);
--> statement-breakpoint
CREATE TABLE "session" (
	"id" uuid PRIMARY KEY NOT NULL,
	"offering_id" uuid NOT NULL,
	"tutor_id" uuid NOT NULL,
	"student_id" uuid NOT NULL,
	"course_id" uuid,
	"title" text NOT NULL,
	"description" text NOT NULL,
	"duration_minutes" integer NOT NULL,
	"price_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	"platform_basis_points" integer NOT NULL,
	"refund_policy" text NOT NULL,
	"buffer_before_minutes" integer NOT NULL,
	"buffer_after_minutes" integer NOT NULL,
	"booking_mode" text NOT NULL,
	"status" text NOT NULL,
	"payment_status" text NOT NULL,
	"starts_at" timestamp(3) with time zone NOT NULL,
	"ends_at" timestamp(3) with time zone NOT NULL,
	"started_at" timestamp(3) with time zone,
	"ended_at" timestamp(3) with time zone,
	"approval_deadline" timestamp(3) with time zone,
	"payment_deadline" timestamp(3) with time zone,
	"deadline_extended_at" timestamp(3) with time zone,
	"approval_notes" text,
	"rejected_at" timestamp(3) with time zone,
	"no_show" text,
	"settled_charge_id" uuid,
	"meeting_url" text,
	"meeting_provider" text,
	"student_arrived_at" timestamp(3) with time zone,
	"tutor_arrived_at" timestamp(3) with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "session_event" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"session_id" uuid NOT NULL,
	"event" text NOT NULL,
	"person_id" uuid,
	"actor" text NOT NULL,
	"from_status" text,
	"to_status" text NOT NULL,
	"why" text,
	"happened_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "taken_time" (
	"session_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"during" "tstzrange" NOT NULL,
	CONSTRAINT "taken_time_session_id_person_id_pk" PRIMARY KEY("session_id","person_id")
);
--> statement-breakpoint
ALTER TABLE "auth_account" ADD CONSTRAINT "auth_account_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "auth_session" ADD CONSTRAINT "auth_session_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "availability" ADD CONSTRAINT "availability_tutor_id_person_id_fk" FOREIGN KEY ("tutor_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "date_override" ADD CONSTRAINT "date_override_tutor_id_person_id_fk" FOREIGN KEY ("tutor_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "weekly_hours" ADD CONSTRAINT "weekly_hours_tutor_id_person_id_fk" FOREIGN KEY ("tutor_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "course" ADD CONSTRAINT "course_tutor_id_person_id_fk" FOREIGN KEY ("tutor_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "course" ADD CONSTRAINT "course_creator_id_person_id_fk" FOREIGN KEY ("creator_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrolment" ADD CONSTRAINT "enrolment_course_id_course_id_fk" FOREIGN KEY ("course_id") REFERENCES "public"."course"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrolment" ADD CONSTRAINT "enrolment_student_id_person_id_fk" FOREIGN KEY ("student_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lesson" ADD CONSTRAINT "lesson_course_id_course_id_fk" FOREIGN KEY ("course_id") REFERENCES "public"."course"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_entry" ADD CONSTRAINT "ledger_entry_transfer_id_ledger_transfer_id_fk" FOREIGN KEY ("transfer_id") REFERENCES "public"."ledger_transfer"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_entry" ADD CONSTRAINT "ledger_entry_account_id_ledger_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."ledger_account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mail_delivery" ADD CONSTRAINT "mail_delivery_notification_id_notification_id_fk" FOREIGN KEY ("notification_id") REFERENCES "public"."notification"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification" ADD CONSTRAINT "notification_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification" ADD CONSTRAINT "notification_session_id_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."session"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification_counter" ADD CONSTRAINT "notification_counter_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offering" ADD CONSTRAINT "offering_tutor_id_person_id_fk" FOREIGN KEY ("tutor_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offering" ADD CONSTRAINT "offering_course_id_course_id_fk" FOREIGN KEY ("course_id") REFERENCES "public"."course"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "charge" ADD CONSTRAINT "charge_payer_id_person_id_fk" FOREIGN KEY ("payer_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "charge_line" ADD CONSTRAINT "charge_line_charge_id_charge_id_fk" FOREIGN KEY ("charge_id") REFERENCES "public"."charge"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "charge_line" ADD CONSTRAINT "charge_line_session_id_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."session"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refund" ADD CONSTRAINT "refund_charge_id_charge_id_fk" FOREIGN KEY ("charge_id") REFERENCES "public"."charge"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_offering_id_offering_id_fk" FOREIGN KEY ("offering_id") REFERENCES "public"."offering"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_tutor_id_person_id_fk" FOREIGN KEY ("tutor_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_student_id_person_id_fk" FOREIGN KEY ("student_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_course_id_course_id_fk" FOREIGN KEY ("course_id") REFERENCES "public"."course"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_event" ADD CONSTRAINT "session_event_session_id_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."session"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_event" ADD CONSTRAINT "session_event_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "taken_time" ADD CONSTRAINT "taken_time_session_id_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."session"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "taken_time" ADD CONSTRAINT "taken_time_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "auth_account_person" ON "auth_account" USING btree ("person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "auth_account_provider" ON "auth_account" USING btree ("provider_id","account_id");--> statement-breakpoint
CREATE INDEX "auth_session_person" ON "auth_session" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "auth_verification_identifier" ON "auth_verification" USING btree ("identifier");--> statement-breakpoint
CREATE UNIQUE INDEX "person_email" ON "person" USING btree ("email");--> statement-breakpoint
CREATE INDEX "person_role" ON "person" USING btree ("role","id");--> statement-breakpoint
CREATE INDEX "date_override_tutor" ON "date_override" USING btree ("tutor_id","local_date");--> statement-breakpoint
CREATE INDEX "course_tutor" ON "course" USING btree ("tutor_id","id");--> statement-breakpoint
CREATE INDEX "course_creator" ON "course" USING btree ("creator_id","id");--> statement-breakpoint
CREATE INDEX "enrolment_course" ON "enrolment" USING btree ("course_id","completed_at");--> statement-breakpoint
CREATE INDEX "lesson_course" ON "lesson" USING btree ("course_id","position");--> statement-breakpoint
CREATE INDEX "ledger_account_owner" ON "ledger_account" USING btree ("owner_id","kind");--> statement-breakpoint
CREATE INDEX "ledger_entry_account" ON "ledger_entry" USING btree ("account_id","seq");--> statement-breakpoint
CREATE INDEX "ledger_transfer_session" ON "ledger_transfer" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "ledger_transfer_charge" ON "ledger_transfer" USING btree ("charge_id");--> statement-breakpoint
CREATE INDEX "ledger_transfer_when" ON "ledger_transfer" USING btree ("happened_at","id");--> statement-breakpoint
CREATE INDEX "mail_delivery_queued" ON "mail_delivery" USING btree ("next_try_at") WHERE status = 'QUEUED';--> statement-breakpoint
CREATE UNIQUE INDEX "notification_person_seq" ON "notification" USING btree ("person_id","seq");--> statement-breakpoint
CREATE UNIQUE INDEX "notification_once" ON "notification" USING btree ("person_id","once_key");--> statement-breakpoint
CREATE INDEX "notification_unread" ON "notification" USING btree ("person_id") WHERE read_at is null;--> statement-breakpoint
CREATE INDEX "offering_tutor" ON "offering" USING btree ("tutor_id","status","id");--> statement-breakpoint
CREATE INDEX "offering_course" ON "offering" USING btree ("course_id","status","next_slot_at","id");--> statement-breakpoint
CREATE INDEX "offering_soonest" ON "offering" USING btree ("status","next_slot_at","id");--> statement-breakpoint
CREATE INDEX "offering_price" ON "offering" USING btree ("status","price_minor","id");--> statement-breakpoint
CREATE INDEX "offering_newest" ON "offering" USING btree ("status","created_at" DESC NULLS LAST,"id");--> statement-breakpoint
CREATE INDEX "charge_payer" ON "charge" USING btree ("payer_id","created_at");--> statement-breakpoint
CREATE INDEX "charge_poll" ON "charge" USING btree ("next_poll_at") WHERE next_poll_at is not null;--> statement-breakpoint
CREATE INDEX "charge_undecided" ON "charge" USING btree ("updated_at") WHERE status = 'SUCCEEDED' and decided_at is null;--> statement-breakpoint
CREATE INDEX "charge_line_session" ON "charge_line" USING btree ("session_id");--> statement-breakpoint
CREATE UNIQUE INDEX "refund_one_in_flight" ON "refund" USING btree ("charge_id") WHERE status in ('REQUESTED', 'PENDING', 'PROCESSING', 'NEEDS_ATTENTION');--> statement-breakpoint
CREATE INDEX "refund_charge" ON "refund" USING btree ("charge_id");--> statement-breakpoint
CREATE INDEX "refund_next_try" ON "refund" USING btree ("next_try_at") WHERE next_try_at is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "webhook_event_once" ON "webhook_event" USING btree ("provider","body_hash");--> statement-breakpoint
CREATE INDEX "webhook_event_reference" ON "webhook_event" USING btree ("reference");--> statement-breakpoint
CREATE INDEX "admin_task_open" ON "admin_task" USING btree ("status","created_at");--> statement-breakpoint
CREATE INDEX "session_tutor" ON "session" USING btree ("tutor_id","status","starts_at","id");--> statement-breakpoint
CREATE INDEX "session_student" ON "session" USING btree ("student_id","status","starts_at","id");--> statement-breakpoint
CREATE INDEX "session_offering" ON "session" USING btree ("offering_id","status");--> statement-breakpoint
CREATE INDEX "session_course" ON "session" USING btree ("course_id");--> statement-breakpoint
CREATE INDEX "session_unpaid_deadline" ON "session" USING btree ("payment_deadline") WHERE status in ('PENDING_PAYMENT', 'SCHEDULED') and payment_status in ('PENDING', 'FAILED');--> statement-breakpoint
CREATE INDEX "session_approval_deadline" ON "session" USING btree ("approval_deadline") WHERE status = 'PENDING_MENTOR_REVIEW';--> statement-breakpoint
CREATE INDEX "session_without_meeting" ON "session" USING btree ("starts_at") WHERE status = 'SCHEDULED' and payment_status in ('PAID', 'NOT_REQUIRED') and meeting_url is null;--> statement-breakpoint
CREATE INDEX "session_event_session" ON "session_event" USING btree ("session_id","id");