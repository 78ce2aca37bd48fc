"""The danger level in force: kept for the person with its days, once, and never changed."""

from datetime import date

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DatabaseError

from models.record import Consequence, Event
from storage import levels
from tests.storage import samples


def level(kind: str, since: str) -> Event:
    return Event(event="danger_level", rule="dr2.5.3.s1", data={"kind": kind, "since": since, "edition": "dr2"})


def consequence(conn: Connection) -> tuple[Consequence, str]:
    samples.open_step(conn)
    person = conn.execute(text("SELECT person_id FROM cases WHERE number = :c"), {"c": samples.CASE}).scalar_one()
    head = {"process": "danger_review", "institution": "8", "key": "k", "at": samples.AT, "cause": "a decision"}
    return Consequence(case=samples.CASE, **head), str(person)


def test_the_level_in_force_by_day(conn: Connection) -> None:
    c, person = consequence(conn)
    levels.add(conn, c, [level("medium", "2026-03-02"), level("high", "2026-05-20")])
    levels.add(conn, c, [level("high", "2026-05-20")])
    assert [(x.kind, x.until) for x in levels.history(conn, person)] == [("medium", date(2026, 5, 20)), ("high", None)]
    by_day = {d: levels.in_force(conn, person, d) for d in (date(2026, 3, 1), date(2026, 5, 19), date(2026, 5, 20))}
    assert [x.kind if x else None for x in by_day.values()] == [None, "medium", "high"]


def test_a_level_is_never_changed(conn: Connection) -> None:
    c, _ = consequence(conn)
    levels.add(conn, c, [level("medium", "2026-03-02")])
    with pytest.raises(DatabaseError):
        conn.execute(text("UPDATE danger_levels SET kind = 'low'"))
