"""The danger level in force of a person, with its days: written with the decision, read by whoever must know it."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, text

from models.base import Frozen
from models.record import Consequence, Event

EVENT = "danger_level"
"""The line of the timeline that brings a level into force."""

_ADD = text("""
INSERT INTO danger_levels (person_id, kind, since, edition, rule, "case", set_at)
SELECT person_id, :kind, CAST(:since AS date), :edition, :rule, number, :at FROM cases WHERE number = :case
ON CONFLICT ("case", since, kind) DO NOTHING
""")

_IN_FORCE = text("""
SELECT person_id, kind, since, edition, rule, "case",
  lead(since) OVER (PARTITION BY person_id ORDER BY since, id) AS until
FROM danger_levels WHERE person_id = :person ORDER BY since, id
""")


class DangerLevel(Frozen):
    """One level of a person: from `since` until the day on which another took its place (None: in force)."""

    person_id: str
    kind: str
    since: date
    edition: str
    rule: str
    case: str
    until: date | None = None


def add(conn: Connection, c: Consequence, events: Sequence[Event]) -> None:
    """Keep the levels that a consequence brings into force."""
    rows = [
        {
            "kind": e.data["kind"],
            "since": e.data["since"],
            "edition": e.data["edition"],
            "rule": e.rule,
            "case": c.case,
            "at": c.at,
        }
        for e in events
        if e.event == EVENT
    ]
    if rows:
        conn.execute(_ADD, rows)


def history(conn: Connection, person: str) -> tuple[DangerLevel, ...]:
    """Every level a person has had, the oldest first."""
    rows = conn.execute(_IN_FORCE, {"person": person}).mappings()
    return tuple(DangerLevel.model_validate(dict(row)) for row in rows)


def in_force(conn: Connection, person: str, on: date) -> DangerLevel | None:
    """The level in force on a day; None when none was known by then."""
    found = [x for x in history(conn, person) if x.since <= on]
    return found[-1] if found else None
