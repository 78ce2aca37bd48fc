"""What people see: what they owe and until when, how a case stands, what happened."""

from datetime import date

import pytest
from sqlalchemy import Connection

from models.register import Absence, sample_register
from models.views import CaseFilter, Inbox
from storage import cases, record, register, worklists
from storage.errors import CaseMissing
from tests.storage import samples
from tests.storage.samples import AT, CASE, MANAGER

TODAY = date(2026, 3, 10)
OTHER = "PEN-2026-000002"


def keys(inbox: Inbox) -> dict[str, list[str]]:
    """The steps of each group."""
    return {name: [item.step for item in getattr(inbox, name)] for name in Inbox.model_fields}


def fill(conn: Connection) -> None:
    """Steps of every kind."""
    samples.open_step(conn, "late", date(2026, 3, 9))
    samples.open_step(conn, "later-late", date(2026, 3, 6))
    samples.open_step(conn, "today", TODAY)
    samples.open_step(conn, "in-a-week", date(2026, 3, 17))
    samples.open_step(conn, "in-eight-days", date(2026, 3, 18))
    samples.open_step(conn, "no-term", None)
    samples.open_step(conn, "plan", opening=samples.opening("plan", period=True))
    waiting = samples.opening("window", wait_for_window=True)
    samples.open_step(conn, "window", opening=waiting, opens_at=AT)


def test_inbox_puts_the_most_pressing_first(conn: Connection) -> None:
    fill(conn)
    inbox = worklists.inbox(conn, MANAGER, TODAY)
    assert keys(inbox) == {
        "overdue": ["later-late", "late"],
        "this_week": ["today", "in-a-week"],
        "later": ["in-eight-days"],
        "without_term": ["no-term"],
        "to_come": ["window"],
    }
    assert [item.days_left for item in inbox.overdue] == [-4, -1]
    assert inbox.overdue[0].person == "ნიმუში სინთეზური"


def test_a_decision_that_grants_and_is_not_issued_stands_on_top(conn: Connection) -> None:
    fill(conn)
    number = "PAR-2026-000001"
    cases.create(conn, samples.new_case(number, process="parole_petition"))
    issue = samples.dated("issue#1", date(2026, 3, 20))
    for n, (result, group, steps) in enumerate((
        ("refuse", "later", ["in-eight-days", "issue#1"]),
        ("grant_parole", "this_week", ["issue#1", "today", "in-a-week"]),
    )):  # fmt: skip
        new = (issue,) if n == 0 else ()
        what = samples.consequence(f"s-{n}", case=number, process="parole_petition", facts={"result": result},
                                   open=tuple(s.opening for s in new))  # fmt: skip
        record.write(conn, what, steps=new, notices=(), events=(), recorded=samples.recorded(*new))
        assert keys(worklists.inbox(conn, MANAGER, TODAY))[group] == steps


def test_step_that_nobody_holds_is_shown_to_its_role_at_the_institution(conn: Connection) -> None:
    samples.open_step(conn, "anyone", holder=None)
    register.load(conn, sample_register(["8"]), at=AT)
    for staff in (MANAGER, f"{MANAGER}-2"):
        assert [item.step for item in worklists.inbox(conn, staff, TODAY).overdue] == ["anyone"]
    assert keys(worklists.inbox(conn, "S-05-psychologist", TODAY))["overdue"] == []
    assert keys(worklists.inbox(conn, "S-08-case_manager", TODAY))["overdue"] == []


def test_deputy_sees_what_the_absent_colleague_owes(conn: Connection) -> None:
    samples.open_step(conn)
    away = Absence(staff_id=MANAGER, from_date=date(2026, 3, 8), deputy_staff_id="S-05-psychologist")
    register.be_absent(conn, away, at=AT, by="S-1")
    (item,) = worklists.inbox(conn, "S-05-psychologist", TODAY).overdue
    assert (item.step, item.in_place_of) == ("screening", MANAGER)
    assert worklists.inbox(conn, "S-05-psychologist", date(2026, 3, 7)).this_week == ()


def test_ended_step_leaves_the_inbox(conn: Connection) -> None:
    samples.open_step(conn)
    samples.complete(conn)
    assert keys(worklists.inbox(conn, MANAGER, TODAY))["overdue"] == ["screening+"]


def test_cases_are_found(conn: Connection) -> None:
    cases.create(conn, samples.new_case(OTHER, institution="8"))
    samples.open_step(conn)
    assert [c.number for c in worklists.cases(conn)] == [CASE, OTHER]
    for wanted, found in (
        (CaseFilter(institution="8"), [OTHER]),
        (CaseFilter(holder=MANAGER), [CASE]),
        (CaseFilter(process="parole_petition"), []),
        (CaseFilter(text="000002"), [OTHER]),
        (CaseFilter(text="სინთეზ"), [CASE, OTHER]),
        (CaseFilter(text="100%"), []),
        (CaseFilter(overdue_only=True), []),
        (CaseFilter(person_id="P-1", limit=1, offset=1), [OTHER]),
    ):
        assert [c.number for c in worklists.cases(conn, wanted)] == found


def test_closed_cases_are_listed_when_asked_for(conn: Connection) -> None:
    record.write(conn, samples.consequence(closed="released"), recorded=samples.recorded())
    assert worklists.cases(conn) == ()
    assert [c.closed for c in worklists.cases(conn, CaseFilter(open_only=False))] == ["released"]


def test_unknown_case(conn: Connection) -> None:
    with pytest.raises(CaseMissing, match="there is no case"):
        worklists.case(conn, "PEN-2026-999999")


def test_documents_and_timeline_are_in_their_order(conn: Connection) -> None:
    samples.open_step(conn)
    samples.complete(conn)
    assert [d.id for d in worklists.documents(conn, CASE)] == ["D-1"]
    lines = worklists.timeline(conn, CASE)
    assert [line.event for line in lines] == ["step_opened", "step_completed", "step_opened"]
    assert lines[0].data == {"due": "2026-03-09"}
    assert worklists.timeline(conn, CASE, OTHER) == lines
    assert [s.key for s in worklists.steps(conn, CASE, open_only=True)] == ["screening+"]
