"""Conditions of institutions: each case of the house is told once, also one that comes later, and one that leaves."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from models.institution_condition import Concern, Concerned, Condition
from models.record import Tell
from models.register import sample_register
from storage import cases, conditions, record, register
from storage.conditions import ConditionStands
from tests.storage import samples
from tests.storage.samples import AT, CASE, MANAGER, PROCESS

SINCE = date(2026, 2, 20)
E, C = "o502.15.1.e", "o502.15.1.c"
LATER = datetime(2026, 3, 10, 8, 0, tzinfo=UTC)


def began(conn: Connection, ground: str = E, institution: str = "5") -> Condition:
    """The ground holds in the institution since 20 February."""
    return conditions.begin(conn, institution, ground, SINCE, [PROCESS], by=MANAGER, at=AT)


def facts(conn: Connection, case: str = CASE) -> list[tuple[str, str, str]]:
    """The facts queued for a case: what, from when, by which ground."""
    rows = conn.execute(
        text("SELECT fact, on_date, codes->>'ground' AS ground FROM messages WHERE target_case = :c AND kind = 'tell'"
             " ORDER BY n"), {"c": case},
    )  # fmt: skip
    return [(r.fact, str(r.on_date), r.ground) for r in rows]


def moved(conn: Connection, to: str, key: str) -> Any:
    """The case goes to another institution."""
    return record.write(
        conn, samples.consequence(key, institution=to, moved=True, at=LATER), recorded=samples.recorded()
    )


def test_every_open_case_is_told_once_and_of_the_end_too(conn: Connection) -> None:
    condition = began(conn)
    found = conditions.concerned(conn, "5", E, condition.processes)
    assert [c.case for c in found.cases] == [CASE]
    assert conditions.tell_all(conn, condition, found, SINCE, AT, begins=True) == 1
    assert conditions.tell_all(conn, condition, found, SINCE, AT, begins=True) == 0
    conditions.end(conn, condition, date(2026, 3, 1), by=MANAGER, at=LATER)
    assert conditions.tell_all(conn, condition, found, date(2026, 3, 1), LATER, begins=False) == 1
    assert facts(conn) == [("suspended", "2026-02-20", E), ("resumed", "2026-03-01", E)]
    assert conditions.conditions(conn) == ()
    (kept,) = conditions.conditions(conn, "5", ended=True)
    assert (kept.since, kept.until, kept.entered_by, kept.ended_by) == (SINCE, date(2026, 3, 1), MANAGER, MANAGER)
    actions = conn.execute(text("SELECT action FROM audit WHERE entity = '5' ORDER BY id")).scalars().all()
    assert actions == ["institution_suspended", "institution_resumed"]


def test_a_ground_that_holds_is_not_doubled_and_one_that_ended_does_not_end_again(conn: Connection) -> None:
    condition = began(conn)
    with pytest.raises(ConditionStands, match="since 2026-02-20"):
        began(conn)
    began(conn, C)
    conditions.end(conn, condition, SINCE, by=MANAGER, at=AT)
    with pytest.raises(ConditionStands, match="any more"):
        conditions.end(conn, condition, SINCE, by=MANAGER, at=AT)
    assert began(conn).id != condition.id, "it may begin again"


def test_a_condition_is_never_removed(conn: Connection) -> None:
    began(conn)
    with pytest.raises(IntegrityError, match="statutory record"):
        conn.execute(text("DELETE FROM institution_conditions"))


def test_a_case_that_begins_in_the_house_is_suspended_from_its_first_day(conn: Connection) -> None:
    began(conn)
    cases.create(conn, samples.new_case("PEN-2026-000002"))
    cases.create(conn, samples.new_case("PEN-2026-000002"))
    assert facts(conn, "PEN-2026-000002") == [("suspended", "2026-03-02", E)]
    cases.create(conn, samples.new_case("PEN-2026-000003", source="imported"))
    assert facts(conn, "PEN-2026-000003") == [("suspended", "2026-02-20", E)], "it was running when it was brought in"
    cases.create(conn, samples.new_case("PAR-2026-000001", process="parole_petition"))
    assert facts(conn, "PAR-2026-000001") == [], "a process without such a plan is not told"


def test_a_case_that_another_brings_into_being_is_told_after_the_fact_that_opens_it(conn: Connection) -> None:
    conditions.begin(conn, "5", E, SINCE, ["administrator_plan"], by=MANAGER, at=AT)
    tell = Tell(case="ADM-2026-000001", process="administrator_plan", fact="handed_over", on=samples.DAY)
    record.write(conn, samples.consequence(tell=(tell,)), recorded=samples.recorded())
    record.write(conn, samples.consequence("again", tell=(tell,)), recorded=samples.recorded())
    assert [f[0] for f in facts(conn, "ADM-2026-000001")] == ["handed_over", "suspended", "handed_over"]


def test_a_case_that_leaves_runs_on_and_one_that_comes_stops(conn: Connection) -> None:
    register.load(conn, sample_register(["8"]), at=AT)
    began(conn)
    moved(conn, "8", "left")
    assert facts(conn) == [("resumed", "2026-03-10", E)]
    moved(conn, "5", "came")
    moved(conn, "8", "left again")
    assert [f[0] for f in facts(conn)] == ["resumed", "suspended", "resumed"]
    began(conn, institution="8")
    moved(conn, "5", "came again")
    assert len(facts(conn)) == 3, "the same ground holds in both houses: nothing changes"
    moved(conn, "5", "stays")
    assert len(facts(conn)) == 3


def test_which_plans_stop_and_which_run_on() -> None:
    one = Concerned(case="1", process=PROCESS, running=1, stopped=0)
    two = Concerned(case="2", process=PROCESS, running=0, stopped=1, grounds=(C,))
    none = Concerned(case="3", process="administrator_plan", running=0, stopped=0)
    before = Concern(ground=E, cases=(one, two, none))
    assert before.sentence(True) == "1 plan stops, in 3 cases that are told; 1 stands still by another ground"
    first, both = (
        one.model_copy(update={"running": 0, "stopped": 1, "grounds": (E,)}),
        two.model_copy(update={"grounds": (C, E)}),
    )
    after = Concern(ground=E, cases=(first, both, none))
    assert after.sentence(False) == "1 plan runs on, in 3 cases that are told; 1 stands still by another ground"
    assert after.by_process() == [("administrator_plan", 1), (PROCESS, 2)]
