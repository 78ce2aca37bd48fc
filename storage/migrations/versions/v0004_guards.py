"""What may never happen to the record is refused by the database itself, whoever connects."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

AUDIT_HASH = """
CREATE FUNCTION audit_hash(chain text, seq int, at timestamptz, actor text, action text, entity text,
                           detail jsonb, prev text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT encode(sha256(convert_to(jsonb_build_array(chain, seq, extract(epoch FROM at), actor, action, entity,
                                                    detail, prev)::text, 'UTF8')), 'hex')
$$;

CREATE FUNCTION audit_link() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE head audit_heads%ROWTYPE;
BEGIN
  SELECT * INTO head FROM audit_heads h WHERE h.chain = NEW.chain FOR UPDATE;
  IF NOT FOUND THEN
    INSERT INTO audit_heads (chain, seq, hash) VALUES (NEW.chain, 0, '') ON CONFLICT DO NOTHING;
    SELECT * INTO head FROM audit_heads h WHERE h.chain = NEW.chain FOR UPDATE;
  END IF;
  NEW.seq := head.seq + 1;
  NEW.prev := head.hash;
  NEW.hash := audit_hash(NEW.chain, NEW.seq, NEW.at, NEW.actor, NEW.action, NEW.entity, NEW.detail, NEW.prev);
  UPDATE audit_heads SET seq = NEW.seq, hash = NEW.hash WHERE chain = NEW.chain;
  RETURN NEW;
END $$;

CREATE TRIGGER audit_link BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION audit_link();

CREATE FUNCTION audit_heads_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF pg_trigger_depth() < 2 OR TG_OP NOT IN ('INSERT', 'UPDATE') THEN
    RAISE EXCEPTION 'audit_heads is kept by the audit itself: % is refused', TG_OP
      USING ERRCODE = 'integrity_constraint_violation', HINT = 'Write an entry into audit instead.';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER guard BEFORE INSERT OR UPDATE OR DELETE ON audit_heads
  FOR EACH ROW EXECUTE FUNCTION audit_heads_guard();
"""

NEVER = """
CREATE FUNCTION never() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is part of the statutory record: % is refused', TG_TABLE_NAME, TG_OP
    USING ERRCODE = 'integrity_constraint_violation', HINT = 'A wrong entry is corrected by a new one.';
END $$;
"""

UNCHANGED = """
CREATE FUNCTION deadline_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.superseded_at IS NOT NULL
     OR to_jsonb(NEW) - 'superseded_at' IS DISTINCT FROM to_jsonb(OLD) - 'superseded_at' THEN
    RAISE EXCEPTION 'a date once given to a step stays as it was: only superseded_at may be set, and once'
      USING ERRCODE = 'integrity_constraint_violation', HINT = 'Give the step a new date.';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER unchanged BEFORE UPDATE ON deadlines FOR EACH ROW EXECUTE FUNCTION deadline_guard();

CREATE FUNCTION document_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE fate text[] := ARRAY['state', 'filed_at', 'refused_at', 'refusal', 'answer', 'attempts',
                             'last_sent_at'];
BEGIN
  IF to_jsonb(NEW) - fate IS DISTINCT FROM to_jsonb(OLD) - fate THEN
    RAISE EXCEPTION 'a document stays as it was handed in'
      USING ERRCODE = 'integrity_constraint_violation', HINT = 'Hand in a corrected version.';
  END IF;
  IF NEW.state <> OLD.state AND NOT (OLD.state, NEW.state) IN
     (('received', 'filed'), ('received', 'refused'), ('filed', 'settled')) THEN
    RAISE EXCEPTION 'a document that is % cannot become %', OLD.state, NEW.state
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER unchanged BEFORE UPDATE ON documents FOR EACH ROW EXECUTE FUNCTION document_guard();
"""

CALENDAR = """
INSERT INTO calendar_version (token) VALUES (gen_random_uuid()::text);

CREATE FUNCTION calendar_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE calendar_version SET token = gen_random_uuid()::text;
  RETURN NULL;
END $$;

CREATE TRIGGER moved AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON calendar_days
  FOR EACH STATEMENT EXECUTE FUNCTION calendar_moved();
"""

APPEND_ONLY = ("audit", "timeline", "decisions", "signatures", "consequences")
KEPT = ("documents", "deadlines", "cases", "steps", "calendar_days", "notices")


def upgrade() -> None:
    """Set the guards."""
    for statements in (AUDIT_HASH, NEVER, UNCHANGED, CALENDAR):
        op.execute(statements)
    for table in (*APPEND_ONLY, *KEPT):
        verbs = "UPDATE OR DELETE" if table in APPEND_ONLY else "DELETE"
        op.execute(f"CREATE TRIGGER never BEFORE {verbs} ON {table} FOR EACH ROW EXECUTE FUNCTION never()")
        op.execute(f"CREATE TRIGGER never_all BEFORE TRUNCATE ON {table} EXECUTE FUNCTION never()")
    op.execute("CREATE TRIGGER never_all BEFORE TRUNCATE ON audit_heads EXECUTE FUNCTION never()")


def downgrade() -> None:
    """The record is never taken back."""
    raise NotImplementedError("the record is not taken back; write the next migration")
