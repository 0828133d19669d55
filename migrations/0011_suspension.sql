ALTER TABLE "person" ADD COLUMN "verified_before_at" timestamp(3) with time zone;
--> statement-breakpoint
-- Nobody wrote down how it stood before. Whoever suspended them was told that lifting it verifies, so it still does.
UPDATE "person" SET "verified_before_at" = "suspended_at" WHERE "suspended_at" IS NOT NULL;
--> statement-breakpoint
ALTER TABLE "person" ADD CONSTRAINT "person_verified_before" CHECK (verified_before_at IS NULL OR suspended_at IS NOT NULL);
