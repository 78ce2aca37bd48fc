"""The terms that run: every open step with a date, and what that date was counted from."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, func, select, text

from models.calendar_change import RunningTerm

_RUNNING = text("""
SELECT s."case", c.process, c.institution, s.key AS step, s.rule, s.due, s.overdue, s.holder, s.opening,
       d.rule AS counted_by, d.start, s.anchor_event
FROM steps s JOIN cases c ON c.number = s."case"
LEFT JOIN deadlines d ON d."case" = s."case" AND d.step = s.key AND d.superseded_at IS NULL
WHERE s.state IN ('open', 'waiting') AND s.due IS NOT NULL AND c.closed IS NULL
  AND (CAST(:cases AS text[]) IS NULL OR s."case" = ANY(:cases))
ORDER BY s."case", s.key
""")


def running_terms(conn: Connection, cases: Sequence[str] | None = None) -> list[RunningTerm]:
    """The terms of all open cases, or of these; those that have ended and are not done are among them."""
    rows = conn.execute(_RUNNING, {"cases": list(cases) if cases is not None else None}).mappings()
    return [RunningTerm.model_validate(dict(row)) for row in rows]


_OLDER = text("""
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start < :moment AND state <> 'idle'
""")


def database_now(conn: Connection) -> datetime:
    """The instant by the database's clock: technical, never a legal fact."""
    now: datetime = conn.execute(select(func.clock_timestamp())).scalar_one()
    return now


def older_work(conn: Connection, moment: datetime) -> int:
    """How many units of work that began before `moment` still run: they may yet date a step by the old calendar."""
    return int(conn.execute(_OLDER, {"moment": moment}).scalar_one())
