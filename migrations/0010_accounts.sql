CREATE TABLE "account_link" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"new_email" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "account_mail" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid,
	"email" text NOT NULL,
	"kind" text NOT NULL,
	"data" jsonb NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_try_at" timestamp(3) with time zone NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "recovery_code" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"code_hash" text NOT NULL,
	"used_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "second_factor" (
	"person_id" uuid PRIMARY KEY NOT NULL,
	"sealed_secret" text NOT NULL,
	"confirmed_at" timestamp (3) with time zone,
	"last_step" bigint DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tutor_application" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"role" text NOT NULL,
	"headline" text NOT NULL,
	"bio" text NOT NULL,
	"why" text NOT NULL,
	"status" text DEFAULT 'OPEN' NOT NULL,
	"reason" text,
	"created_at" timestamp(3) with time zone NOT NULL,
	"decided_at" timestamp(3) with time zone
);
--> statement-breakpoint
CREATE TABLE "tutor_decision" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"admin_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"reason" text NOT NULL,
	"decided_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "person" ADD COLUMN "bio" text;--> statement-breakpoint
ALTER TABLE "person" ADD COLUMN "suspended_at" timestamp(3) with time zone;--> statement-breakpoint
ALTER TABLE "person" ADD COLUMN "erased_at" timestamp(3) with time zone;--> statement-breakpoint
ALTER TABLE "account_link" ADD CONSTRAINT "account_link_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_mail" ADD CONSTRAINT "account_mail_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recovery_code" ADD CONSTRAINT "recovery_code_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "second_factor" ADD CONSTRAINT "second_factor_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tutor_application" ADD CONSTRAINT "tutor_application_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tutor_decision" ADD CONSTRAINT "tutor_decision_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tutor_decision" ADD CONSTRAINT "tutor_decision_admin_id_person_id_fk" FOREIGN KEY ("admin_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "account_link_person" ON "account_link" USING btree ("person_id","purpose");--> statement-breakpoint
CREATE INDEX "account_mail_due" ON "account_mail" USING btree ("next_try_at");--> statement-breakpoint
CREATE INDEX "recovery_code_person" ON "recovery_code" USING btree ("person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "tutor_application_one_open" ON "tutor_application" USING btree ("person_id") WHERE status = 'OPEN';--> statement-breakpoint
CREATE INDEX "tutor_application_status" ON "tutor_application" USING btree ("status","id");--> statement-breakpoint
CREATE INDEX "tutor_decision_person" ON "tutor_decision" USING btree ("person_id","id");--> statement-breakpoint
ALTER TABLE "account_link" ADD CONSTRAINT "account_link_purpose" CHECK (purpose IN ('reset_password', 'confirm_email', 'stop_email', 'second_step'));
--> statement-breakpoint
ALTER TABLE "tutor_application" ADD CONSTRAINT "tutor_application_role" CHECK (role IN ('TUTOR', 'MENTOR'));
--> statement-breakpoint
ALTER TABLE "tutor_application" ADD CONSTRAINT "tutor_application_status_known" CHECK (status IN ('OPEN', 'ACCEPTED', 'DECLINED') AND (status = 'OPEN') = (decided_at IS NULL));
--> statement-breakpoint
ALTER TABLE "tutor_decision" ADD CONSTRAINT "tutor_decision_kind" CHECK (kind IN ('ACCEPTED', 'DECLINED', 'SUSPENDED', 'RESTORED'));
--> statement-breakpoint
ALTER TABLE "person" ADD CONSTRAINT "person_suspended_unverified" CHECK (suspended_at IS NULL OR verified_at IS NULL);
--> statement-breakpoint
-- What happened stays for ever. Why, in a person's own words, goes when they ask us to forget them.
CREATE FUNCTION refuse_change_but_forgetting_why() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NEW.why IS NULL AND to_jsonb(NEW) - 'why' = to_jsonb(OLD) - 'why' THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;
--> statement-breakpoint
DROP TRIGGER session_event_append_only ON session_event;
--> statement-breakpoint
CREATE TRIGGER session_event_append_only BEFORE UPDATE OR DELETE ON session_event FOR EACH ROW EXECUTE FUNCTION refuse_change_but_forgetting_why();
