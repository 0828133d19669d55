-- What the table definitions cannot say: exclusion, checks, append-only ledger, the client's view.
CREATE EXTENSION IF NOT EXISTS btree_gist;
--> statement-breakpoint
-- Nobody teaches or attends two things at once, in either role.
ALTER TABLE "taken_time" ADD CONSTRAINT "taken_time_no_overlap" EXCLUDE USING gist (person_id WITH =, during WITH &&);
--> statement-breakpoint
ALTER TABLE "taken_time" ADD CONSTRAINT "taken_time_not_empty" CHECK (NOT isempty(during) AND NOT lower_inf(during) AND NOT upper_inf(during));
--> statement-breakpoint
ALTER TABLE "installation" ADD CONSTRAINT "installation_single" CHECK (id = 1),
  ADD CONSTRAINT "installation_mode" CHECK (mode IN ('production', 'dev', 'demo', 'test')),
  ADD CONSTRAINT "installation_clock" CHECK (clock_offset_ms >= 0 AND (clock_offset_ms = 0 OR mode IN ('demo', 'test')));
--> statement-breakpoint
ALTER TABLE "person" ADD CONSTRAINT "person_role" CHECK (role IN ('STUDENT', 'TUTOR', 'MENTOR', 'ADMIN')),
  ADD CONSTRAINT "person_email_lower" CHECK (email = lower(email)),
  ADD CONSTRAINT "person_name" CHECK (char_length(name) BETWEEN 1 AND 80),
  ADD CONSTRAINT "person_verified" CHECK (verified_at IS NULL OR role IN ('TUTOR', 'MENTOR'));
--> statement-breakpoint
ALTER TABLE "course" ADD CONSTRAINT "course_price" CHECK (price_minor >= 0);
--> statement-breakpoint
ALTER TABLE "enrolment" ADD CONSTRAINT "enrolment_lessons" CHECK (lessons_done >= 0);
--> statement-breakpoint
ALTER TABLE "offering" ADD CONSTRAINT "offering_status" CHECK (status IN ('SCHEDULED', 'PAUSED', 'CANCELLED')),
  ADD CONSTRAINT "offering_duration" CHECK (duration_minutes IN (30, 45, 60, 90, 120, 180)),
  ADD CONSTRAINT "offering_price" CHECK (price_minor = 0 OR price_minor BETWEEN 5000 AND 1000000000),
  ADD CONSTRAINT "offering_modes" CHECK (takes_instant OR takes_request),
  ADD CONSTRAINT "offering_title" CHECK (char_length(title) BETWEEN 1 AND 120),
  ADD CONSTRAINT "offering_description" CHECK (char_length(description) <= 2000);
--> statement-breakpoint
ALTER TABLE "availability" ADD CONSTRAINT "availability_buffers" CHECK (buffer_before_minutes BETWEEN 0 AND 120 AND buffer_after_minutes BETWEEN 0 AND 120),
  ADD CONSTRAINT "availability_notice" CHECK (min_notice_minutes BETWEEN 0 AND 20160),
  ADD CONSTRAINT "availability_horizon" CHECK (horizon_days BETWEEN 1 AND 60),
  ADD CONSTRAINT "availability_cap" CHECK (daily_cap IS NULL OR daily_cap BETWEEN 1 AND 24),
  ADD CONSTRAINT "availability_policy" CHECK (refund_policy IN ('flexible', 'standard', 'strict')),
  ADD CONSTRAINT "availability_link" CHECK (meeting_url IS NULL OR meeting_url LIKE 'https://%');
--> statement-breakpoint
ALTER TABLE "weekly_hours" ADD CONSTRAINT "weekly_hours_range" CHECK (weekday BETWEEN 0 AND 6 AND start_minute >= 0 AND end_minute <= 1440 AND start_minute < end_minute);
--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_status" CHECK (status IN ('PENDING_PAYMENT', 'PENDING_MENTOR_REVIEW', 'SCHEDULED', 'IN_PROGRESS', 'COMPLETED', 'NO_SHOW', 'CANCELLED', 'REJECTED', 'EXPIRED')),
  ADD CONSTRAINT "session_payment_status" CHECK (payment_status IN ('NOT_REQUIRED', 'PENDING', 'FAILED', 'PAID', 'PARTIALLY_REFUNDED', 'REFUNDED')),
  ADD CONSTRAINT "session_mode" CHECK (booking_mode IN ('INSTANT', 'REQUEST')),
  ADD CONSTRAINT "session_two_people" CHECK (tutor_id <> student_id),
  ADD CONSTRAINT "session_price" CHECK (price_minor >= 0),
  ADD CONSTRAINT "session_free" CHECK ((payment_status = 'NOT_REQUIRED') = (price_minor = 0)),
  ADD CONSTRAINT "session_times" CHECK (ends_at = starts_at + make_interval(mins => duration_minutes)),
  ADD CONSTRAINT "session_basis_points" CHECK (platform_basis_points BETWEEN 0 AND 10000),
  ADD CONSTRAINT "session_policy" CHECK (refund_policy IN ('flexible', 'standard', 'strict')),
  ADD CONSTRAINT "session_hold_deadline" CHECK (status <> 'PENDING_PAYMENT' OR (payment_deadline IS NOT NULL AND payment_deadline <= starts_at)),
  ADD CONSTRAINT "session_approval_deadline" CHECK (status <> 'PENDING_MENTOR_REVIEW' OR approval_deadline IS NOT NULL),
  ADD CONSTRAINT "session_unpaid_deadline" CHECK (status <> 'SCHEDULED' OR payment_status NOT IN ('PENDING', 'FAILED') OR payment_deadline IS NOT NULL),
  ADD CONSTRAINT "session_settled" CHECK (payment_status NOT IN ('PAID', 'PARTIALLY_REFUNDED', 'REFUNDED') OR settled_charge_id IS NOT NULL),
  ADD CONSTRAINT "session_rejected" CHECK (status <> 'REJECTED' OR rejected_at IS NOT NULL),
  ADD CONSTRAINT "session_no_show" CHECK (no_show IS NULL OR no_show IN ('student', 'tutor')),
  ADD CONSTRAINT "session_link" CHECK (meeting_url IS NULL OR meeting_url LIKE 'https://%');
--> statement-breakpoint
ALTER TABLE "session_event" ADD CONSTRAINT "session_event_actor" CHECK (actor IN ('student', 'tutor', 'admin', 'clock', 'paystack'));
--> statement-breakpoint
ALTER TABLE "admin_task" ADD CONSTRAINT "admin_task_status" CHECK (status IN ('OPEN', 'DONE') AND (status = 'OPEN') = (resolved_at IS NULL));
--> statement-breakpoint
CREATE UNIQUE INDEX "admin_task_one_open" ON "admin_task" (kind, subject_id) WHERE status = 'OPEN';
--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_settled_charge" FOREIGN KEY (settled_charge_id) REFERENCES "charge" (id);
--> statement-breakpoint
ALTER TABLE "charge" ADD CONSTRAINT "charge_status" CHECK (status IN ('CREATED', 'OPEN', 'SUCCEEDED', 'FAILED', 'ABANDONED')),
  ADD CONSTRAINT "charge_amount" CHECK (amount_minor > 0),
  ADD CONSTRAINT "charge_reference" CHECK (reference ~ '^mnt-[0-9a-f]{40}$'),
  ADD CONSTRAINT "charge_captured" CHECK ((status = 'SUCCEEDED') = (captured_minor IS NOT NULL) AND (captured_minor IS NULL) = (captured_currency IS NULL)),
  ADD CONSTRAINT "charge_refunds" CHECK (refunding_minor >= 0 AND refunded_minor >= 0 AND refunding_minor + refunded_minor <= coalesce(captured_minor, 0));
--> statement-breakpoint
ALTER TABLE "charge_line" ADD CONSTRAINT "charge_line_amount" CHECK (amount_minor > 0);
--> statement-breakpoint
ALTER TABLE "refund" ADD CONSTRAINT "refund_status" CHECK (status IN ('REQUESTED', 'PENDING', 'PROCESSING', 'NEEDS_ATTENTION', 'PROCESSED', 'FAILED')),
  ADD CONSTRAINT "refund_amount" CHECK (amount_minor > 0),
  ADD CONSTRAINT "refund_source" CHECK (source IN ('unapplied', 'session')),
  ADD CONSTRAINT "refund_processed" CHECK ((status = 'PROCESSED') = (processed_at IS NOT NULL));
--> statement-breakpoint
ALTER TABLE "ledger_account" ADD CONSTRAINT "ledger_account_guard" CHECK (guard IN (-1, 0, 1) AND balance_minor * guard >= 0);
--> statement-breakpoint
ALTER TABLE "ledger_entry" ADD CONSTRAINT "ledger_entry_amount" CHECK (amount_minor <> 0);
--> statement-breakpoint
ALTER TABLE "notification" ADD CONSTRAINT "notification_seq" CHECK (seq > 0);
--> statement-breakpoint
ALTER TABLE "mail_delivery" ADD CONSTRAINT "mail_delivery_status" CHECK (status IN ('QUEUED', 'SENT', 'FAILED') AND (status = 'SENT') = (sent_at IS NOT NULL));
--> statement-breakpoint
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER ledger_transfer_append_only BEFORE UPDATE OR DELETE ON ledger_transfer FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER ledger_transfer_no_truncate BEFORE TRUNCATE ON ledger_transfer FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER ledger_entry_append_only BEFORE UPDATE OR DELETE ON ledger_entry FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER ledger_entry_no_truncate BEFORE TRUNCATE ON ledger_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER session_event_append_only BEFORE UPDATE OR DELETE ON session_event FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER session_event_no_truncate BEFORE TRUNCATE ON session_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- The balance moves with the entry, under the account's row lock; the guard refuses a balance on the wrong side of zero.
CREATE FUNCTION ledger_entry_moves_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE ledger_account SET balance_minor = balance_minor + NEW.amount_minor WHERE id = NEW.account_id;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER ledger_entry_balance AFTER INSERT ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_entry_moves_balance();
--> statement-breakpoint
CREATE FUNCTION ledger_transfer_balances(transfer uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM ledger_entry WHERE transfer_id = transfer) THEN
    RAISE EXCEPTION 'ledger transfer % has no entries', transfer USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (
    SELECT 1 FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id
    WHERE e.transfer_id = transfer GROUP BY a.currency HAVING sum(e.amount_minor) <> 0
  ) THEN
    RAISE EXCEPTION 'ledger transfer % does not balance', transfer USING ERRCODE = 'check_violation';
  END IF;
END $$;
--> statement-breakpoint
CREATE FUNCTION ledger_transfer_check() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM ledger_transfer_balances(NEW.id);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION ledger_entry_check() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM ledger_transfer_balances(NEW.transfer_id);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER ledger_transfer_balanced AFTER INSERT ON ledger_transfer DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_transfer_check();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER ledger_entry_balanced AFTER INSERT ON ledger_entry DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_entry_check();
--> statement-breakpoint
-- Offerings and sessions in one place, so that the debugging SQL platforms already use runs as written.
CREATE VIEW mentorship_sessions AS
  SELECT id, true AS isoffering, tutor_id AS tutorid, NULL::uuid AS studentid, course_id AS courseid, id AS offeringid, title, description,
    duration_minutes AS duration, price_minor / 100.0 AS price, price_minor AS priceminor, currency, status,
    NULL::text AS paymentstatus, NULL::text AS bookingmode, NULL::timestamptz AS scheduledat, NULL::text AS meetingurl,
    NULL::text AS approvalnotes, NULL::timestamptz AS rejectedat, NULL::timestamptz AS approvaldeadline, NULL::timestamptz AS paymentdeadline,
    created_at AS createdat, updated_at AS updatedat
  FROM offering
  UNION ALL
  SELECT id, false, tutor_id, student_id, course_id, offering_id, title, description,
    duration_minutes, price_minor / 100.0, price_minor, currency, status,
    payment_status, booking_mode, starts_at, meeting_url,
    approval_notes, rejected_at, approval_deadline, payment_deadline,
    created_at, updated_at
  FROM session;
