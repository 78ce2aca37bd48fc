"""A change of the calendar in the record: declared and told in one transaction, each case once, none forgotten."""

import threading
import time
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine, text

from models.terms import DayOff
from starter import calendar_change
from starter.calendar_change import Change, make
from starter.output import Stop
from storage import calendar, facts, outbox
from storage.facts import SystemFact
from storage.running_terms import running_terms
from tests.storage import samples
from tests.storage.samples import CASE, DAY, DUE, MANAGER, PROCESS

NOW = datetime(2026, 3, 5, 8, 0, tzinfo=UTC)
"""A Thursday; the sample's step is due on Monday the 9th."""

LAST_OFF = Change(days=(DayOff(day=DUE, act="Ordinance 1", entered_by=MANAGER),))


def made(engine: Engine, change: Change = LAST_OFF) -> calendar_change.Made:
    """Make the change, silently."""
    return make(engine, change, MANAGER, NOW, lambda n: None)


def test_a_step_keeps_what_its_date_was_counted_from(house: Engine) -> None:
    with house.begin() as conn:
        samples.open_step(conn)
        (term,) = running_terms(conn)
        assert (term.case, term.step, term.due, term.overdue) == (CASE, "screening", DUE, False)
        assert term.opening == samples.opening()
        assert running_terms(conn, ["PEN-2026-999999"]) == []
        samples.complete(conn)
        assert [t.step for t in running_terms(conn)] == ["screening+"]


def test_day_and_facts_are_written_together_and_each_case_is_told_once(house: Engine) -> None:
    with house.begin() as conn:
        samples.open_step(conn)
        samples.open_step(conn, "another")
    done = made(house)
    assert (done.changed, done.told, len(done.preview.moves)) == (True, 1, 2)
    start, message = (*outbox.claim_messages(house, NOW), None)
    assert message is None and start is not None and start.kind == "start", "the case starts before it is told"
    with house.begin() as conn:
        outbox.message_sent(conn, start.id, NOW)
    (message,) = outbox.claim_messages(house, NOW)
    told = message.told()
    assert (told.fact, told.on, told.source, told.codes) == (
        "calendar", date(2026, 3, 5), None, {"off": [DUE.isoformat()], "working": []},
    )  # fmt: skip
    with house.begin() as conn:
        assert facts.heard_of(conn, done.cause) == (0, 1)
        entries = conn.execute(text("SELECT action, actor FROM audit WHERE chain = 'system'")).all()
    assert ("day_declared", MANAGER) in [(e.action, e.actor) for e in entries]


def test_the_same_again_declares_nothing_and_tells_only_what_does_not_agree(house: Engine) -> None:
    with house.begin() as conn:
        samples.open_step(conn)
        calendar.declare(conn, LAST_OFF.days[0], NOW)
    again = made(house)
    assert (again.changed, again.told, len(again.preview.moves)) == (False, 1, 1)
    with house.begin() as conn:
        assert len(calendar.declared(conn)) == 1


def test_a_day_that_moves_nothing_tells_nobody(house: Engine) -> None:
    with house.begin() as conn:
        samples.open_step(conn)
    done = made(house, Change(days=(DayOff(day=date(2026, 3, 12), act="Ordinance 1", entered_by=MANAGER),)))
    assert (done.changed, done.told, done.preview.moves, done.preview.counted) == (True, 0, (), 1)


def test_what_is_no_longer_in_force_cannot_be_withdrawn(house: Engine) -> None:
    with pytest.raises(Stop, match="in force any more"):
        made(house, LAST_OFF.model_copy(update={"withdrawn": True}))


def test_same_cause_to_the_same_case_is_queued_once(house: Engine) -> None:
    fact = SystemFact(case=CASE, process=PROCESS, fact="calendar", on=DAY, cause="calendar:1")
    with house.begin() as conn:
        assert facts.queue_facts(conn, [fact, fact.model_copy(update={"cause": "calendar:12"})], NOW) == 2
        assert facts.queue_facts(conn, [fact], NOW) == 0
        assert facts.queue_facts(conn, [], NOW) == 0
        assert facts.heard_of(conn, "calendar:1") == (0, 1), "calendar:12 is another cause"


def test_a_step_that_was_just_being_dated_by_the_old_calendar_is_told_too(house: Engine) -> None:
    """The record's transaction has read the old calendar and ends after the declaration: it is waited for."""
    began, found = threading.Event(), []

    def dating() -> None:
        with house.begin() as conn:
            assert running_terms(conn) == []
            began.set()
            time.sleep(0.5)
            samples.open_step(conn)

    slow = threading.Thread(target=dating)
    slow.start()
    began.wait(5)
    found.append(made(house))
    slow.join()
    assert (found[0].told, len(found[0].preview.moves)) == (1, 0)
