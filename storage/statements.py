"""The statements that write one consequence: as few as its order allows, with its rows as JSON.

What one statement changes its own parts do not see, but the next statement does: so the steps are put before the
case is made to agree with them.
"""

from itertools import product

from sqlalchemy import text

_CLAIM = """
WITH locked AS (
  SELECT * FROM cases WHERE number = :case FOR NO KEY UPDATE
), claimed AS (
  INSERT INTO consequences ("case", key, at, result) SELECT number, :key, :at, CAST(:result AS jsonb) FROM locked
  ON CONFLICT DO NOTHING RETURNING key
){filed}
SELECT l.number, l.seq, l.stage, l.institution, l.closed, l.overdue_steps, l.escalation_level, l.next_due,
       EXISTS (SELECT FROM claimed) AS new, {done} AS filed
FROM locked l
"""

LOCK_AND_CLAIM = text(_CLAIM.format(filed="", done="true"))
LOCK_CLAIM_AND_FILE = text(
    _CLAIM.format(
        filed=""", filed AS (
  UPDATE documents SET state = 'filed', filed_at = :at
  WHERE id = :document AND "case" = :case AND state = 'received' AND EXISTS (SELECT FROM claimed) RETURNING id
)""",
        done="EXISTS (SELECT FROM filed)",
    )
)

_CLOSE = """
UPDATE steps s SET state = r.state, done_on = r.done_on, late = r.late, entered_at = :at,
  next_alarm_at = NULL,
  because = coalesce(r.because, s.because), document = coalesce(:document, s.document), overdue = false,
  entered_late = r.state = 'done' AND r.late IS FALSE AND s.due IS NOT NULL AND s.due < :entered
FROM jsonb_to_recordset(CAST(:close AS jsonb)) AS r(key text, state text, done_on date, late boolean, because text)
WHERE s."case" = :case AND s.key = r.key
"""

_OPEN = """
INSERT INTO steps AS s ("case", key, rule, rules, actor, form, opened_at, opens_at, anchor, anchor_event, due, ladder,
  next_alarm_at, holder, state, because, period, opening)
SELECT :case, r.* FROM jsonb_to_recordset(CAST(:open AS jsonb)) AS r(key text, rule text, rules jsonb, actor text,
  form text, opened_at timestamptz, opens_at timestamptz, anchor date, anchor_event text, due date, ladder jsonb,
  next_alarm_at timestamptz, holder text, state text, because text, period boolean, opening jsonb)
ON CONFLICT ("case", key) DO UPDATE SET rule = excluded.rule, rules = excluded.rules, actor = excluded.actor,
  form = excluded.form, anchor = excluded.anchor, anchor_event = excluded.anchor_event, opens_at = excluded.opens_at,
  due = excluded.due, ladder = excluded.ladder, next_alarm_at = excluded.next_alarm_at, state = excluded.state,
  because = excluded.because, period = excluded.period, opening = excluded.opening, done_on = NULL,
  entered_at = NULL, late = NULL, document = NULL, overdue = false, entered_late = false, level = 0,
  opened_at = CASE WHEN s.state IN ('open', 'waiting') THEN coalesce(s.opened_at, excluded.opened_at)
              ELSE excluded.opened_at END,
  holder = CASE WHEN s.state IN ('open', 'waiting') AND s.actor = excluded.actor
           THEN coalesce(s.holder, excluded.holder) ELSE excluded.holder END
"""
"""A step whose key was used before goes on: a running one keeps its opening and its holder, and every one its
first breach (`overdue_at`)."""

CLOSE, OPEN = text(_CLOSE), text(_OPEN)
CLOSE_AND_OPEN = text("WITH closed AS (" + _CLOSE + ")" + _OPEN)

RING = text("""
UPDATE steps s SET next_alarm_at = r.next_alarm_at, level = greatest(s.level, r.level),
  state = CASE WHEN r.opens AND s.state = 'waiting' THEN 'open' ELSE s.state END,
  opened_at = CASE WHEN r.opens THEN coalesce(s.opened_at, :at) ELSE s.opened_at END,
  overdue = s.overdue OR (r.overdue AND NOT s.period),
  overdue_at = CASE WHEN r.overdue AND NOT s.period THEN coalesce(s.overdue_at, r.alarm_at) ELSE s.overdue_at END
FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(key text, level int, opens boolean, overdue boolean,
                                                   alarm_at timestamptz, next_alarm_at timestamptz)
WHERE s."case" = :case AND s.key = r.key AND s.state IN ('open', 'waiting')
""")


_DEADLINES = """superseded AS (
  UPDATE deadlines SET superseded_at = :at
  WHERE "case" = :case AND step = ANY(CAST(:keys AS text[])) AND superseded_at IS NULL RETURNING id
), dated AS (
  INSERT INTO deadlines ("case", set_at, step, rule, start, raw_end, due, strict_due, first_open, opens,
    calendar_version, why, why_ka, skipped, skipped_because, was, because)
  SELECT :case, :at, r.* FROM jsonb_to_recordset(CAST(:deadlines AS jsonb)) AS r(step text, rule text, start date,
    raw_end date, due date, strict_due date, first_open date, opens date, calendar_version text, why text,
    why_ka text, skipped jsonb, skipped_because jsonb, was date, because text)
  WHERE (SELECT count(*) FROM superseded) >= 0
), """
"""A step has one date in force: so the old ones are superseded, and counted, before a new one is put in."""

_LINES = """lines AS (
  INSERT INTO timeline ("case", at, seq, event, rule, step, data)
  SELECT :case, :at, r.* FROM jsonb_to_recordset(CAST(:lines AS jsonb))
    AS r(seq int, event text, rule text, step text, data jsonb)
), """

_NOTICES = """told AS (
  INSERT INTO notices ("case", queued_at, id, key, about, to_role, to_staff, to_person, rule, step, level, facts)
  SELECT :case, :at, r.* FROM jsonb_to_recordset(CAST(:notices AS jsonb)) AS r(id text, key text, about text,
    to_role text, to_staff text, to_person text, rule text, step text, level int, facts jsonb)
  ON CONFLICT (key) DO NOTHING
), """

_CASE_AND_AUDIT = """standing AS (
  SELECT min(due) FILTER (WHERE state IN ('open', 'waiting')) AS next_due,
         min(next_alarm_at) FILTER (WHERE state IN ('open', 'waiting')) AS next_alarm_at,
         count(*) FILTER (WHERE state = 'open' AND overdue) AS overdue_steps,
         coalesce(max(level) FILTER (WHERE state = 'open'), 0) AS escalation_level
  FROM steps WHERE "case" = :case
), changed AS (
  UPDATE cases c SET seq = c.seq + :added, stage = coalesce(nullif(:stage, ''), c.stage),
    facts = c.facts || CAST(:facts AS jsonb), institution = :institution,
    opened_at = coalesce(c.opened_at, :at), next_due = s.next_due, overdue_steps = s.overdue_steps,
    next_alarm_at = CASE WHEN coalesce(CAST(:closed AS text), c.closed) IS NULL THEN s.next_alarm_at END,
    escalation_level = s.escalation_level, closed = coalesce(:closed, c.closed),
    closed_at = CASE WHEN c.closed IS NULL AND CAST(:closed AS text) IS NOT NULL THEN :at ELSE c.closed_at END
  FROM standing s WHERE c.number = :case
  RETURNING c.stage, c.institution, c.closed, c.overdue_steps, c.escalation_level, c.next_due
)
INSERT INTO audit (chain, at, actor, action, entity, detail)
SELECT :case, :at, :actor, :cause, :entity, CAST(:detail AS jsonb) || jsonb_build_object('after', to_jsonb(changed))
FROM changed
"""

FINISH = {
    chosen: text(
        "WITH " + "".join(part for part, used in zip((_DEADLINES, _LINES, _NOTICES), chosen, strict=True) if used)
        + _CASE_AND_AUDIT
    )
    for chosen in product((False, True), repeat=3)
}  # fmt: skip
"""The last statement of a consequence, by what it has to write: deadlines, lines, notices."""
