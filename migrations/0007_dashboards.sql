CREATE TABLE "ledger_month" (
	"month" date NOT NULL,
	"currency" text NOT NULL,
	"transfer_kind" text NOT NULL,
	"account_kind" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	CONSTRAINT "ledger_month_month_currency_transfer_kind_account_kind_pk" PRIMARY KEY("month","currency","transfer_kind","account_kind")
);
--> statement-breakpoint
DROP INDEX "session_offering";--> statement-breakpoint
CREATE INDEX "person_words" ON "person" USING gin (to_tsvector('simple', name || ' ' || email));--> statement-breakpoint
CREATE INDEX "offering_words" ON "offering" USING gin (to_tsvector('simple', title));--> statement-breakpoint
CREATE INDEX "session_tutor_over" ON "session" USING btree ("tutor_id","starts_at","id") WHERE status in ('COMPLETED', 'NO_SHOW', 'CANCELLED', 'EXPIRED', 'REJECTED');--> statement-breakpoint
CREATE INDEX "session_student_over" ON "session" USING btree ("student_id","starts_at","id") WHERE status in ('COMPLETED', 'NO_SHOW', 'CANCELLED', 'EXPIRED');--> statement-breakpoint
CREATE INDEX "session_when" ON "session" USING btree ("starts_at","id");--> statement-breakpoint
CREATE INDEX "session_overview" ON "session" USING btree ("status","payment_status","starts_at","id");--> statement-breakpoint
CREATE INDEX "session_disputed" ON "session" USING btree ("tutor_id","starts_at","id") WHERE disputed_at is not null and resolved_at is null;--> statement-breakpoint
CREATE INDEX "session_offering" ON "session" USING btree ("offering_id","status","starts_at","id");
--> statement-breakpoint
-- The platform's months begin at midnight in Lagos.
CREATE FUNCTION ledger_entry_counts_in_month() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO ledger_month (month, currency, transfer_kind, account_kind, amount_minor)
  SELECT date_trunc('month', t.happened_at AT TIME ZONE 'Africa/Lagos')::date, a.currency, t.kind, a.kind, NEW.amount_minor
  FROM ledger_transfer t, ledger_account a WHERE t.id = NEW.transfer_id AND a.id = NEW.account_id
  ON CONFLICT (month, currency, transfer_kind, account_kind)
  DO UPDATE SET amount_minor = ledger_month.amount_minor + excluded.amount_minor;
  RETURN NULL;
END $$;
--> statement-breakpoint
-- Named to fire after ledger_entry_balance: first the account's lock, then the month's, always in this order.
CREATE TRIGGER ledger_entry_month AFTER INSERT ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_entry_counts_in_month();
--> statement-breakpoint
INSERT INTO ledger_month (month, currency, transfer_kind, account_kind, amount_minor)
SELECT date_trunc('month', t.happened_at AT TIME ZONE 'Africa/Lagos')::date, a.currency, t.kind, a.kind, sum(e.amount_minor)
FROM ledger_entry e JOIN ledger_transfer t ON t.id = e.transfer_id JOIN ledger_account a ON a.id = e.account_id
GROUP BY 1, 2, 3, 4;
