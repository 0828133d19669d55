-- What changed is announced when it commits. The row is the truth: a hint carries ids only, and never a secret.
CREATE FUNCTION announce_notification() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('notification_created', NEW.person_id || ':' || NEW.seq);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER notification_created AFTER INSERT ON notification FOR EACH ROW EXECUTE FUNCTION announce_notification();
--> statement-breakpoint
CREATE FUNCTION announce_notification_read() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('notification_read', NEW.person_id::text);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER notification_read AFTER UPDATE OF read_at ON notification FOR EACH ROW
  WHEN (OLD.read_at IS DISTINCT FROM NEW.read_at) EXECUTE FUNCTION announce_notification_read();
--> statement-breakpoint
CREATE FUNCTION announce_session() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('session_changed', NEW.id::text);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER session_changed AFTER UPDATE ON session FOR EACH ROW
  WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION announce_session();
--> statement-breakpoint
-- For what belongs to a session: its messages and its offered time.
CREATE FUNCTION announce_session_of() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('session_changed', (CASE TG_OP WHEN 'DELETE' THEN OLD.session_id ELSE NEW.session_id END)::text);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER session_message_announced AFTER INSERT ON session_message FOR EACH ROW EXECUTE FUNCTION announce_session_of();
--> statement-breakpoint
CREATE TRIGGER time_proposal_announced AFTER INSERT OR UPDATE OR DELETE ON time_proposal FOR EACH ROW EXECUTE FUNCTION announce_session_of();
--> statement-breakpoint
-- The id, never the token: whoever listens must not be able to sign in.
CREATE FUNCTION announce_auth_session_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('auth_session_ended', OLD.id::text);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER auth_session_ended AFTER DELETE ON auth_session FOR EACH ROW EXECUTE FUNCTION announce_auth_session_end();
