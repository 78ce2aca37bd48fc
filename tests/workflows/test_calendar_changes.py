"""A day declared while cases run: their open terms move by a fact from the outbox, the old date is kept (T12)."""

import asyncio
import sys
from datetime import date
from pathlib import Path

from models.terms import Body, DayOff
from rules.terms.dates import local_date
from starter.calendar_change import Change, Made, look, make
from storage import calendar, facts, outbox, worklists
from tests.support.servers import House, fresh_number
from tests.workflows.tales import Tale, tale

FIRST, LAST = date(2026, 6, 1), date(2026, 6, 8)


def off(*days: date, is_off: bool = True, body: Body = "all") -> Change:
    """These days declared by one ordinance."""
    by = "S-08-case_manager"
    return Change(
        days=tuple(DayOff(day=d, off=is_off, act="Ordinance 1", entered_by=by, applies_to=body) for d in days)
    )


def quiet(n: int) -> None:
    """Progress of which nothing is said."""


async def made(case: Tale, change: Change) -> Made:
    """Make the change at the case's moment; nothing is delivered yet."""
    now = case.clock.now()
    seen = await case.gateway.in_transaction(lambda conn: look(conn, change, local_date(now), quiet))
    done = make(case.house.pool, change, "S-08-case_manager", now, quiet)
    assert done.preview == seen, "what was previewed is what is done"
    return done


async def due(case: Tale, step: str = "screening") -> date | None:
    """The last day of a step, by the record; the workflow says the same."""
    steps = await case.gateway.in_transaction(lambda conn: worklists.steps(conn, case.number, open_only=True))
    found = next(s.due for s in steps if s.key == step)
    assert found == (await case.state()).steps[step].due
    return found


async def test_a_term_moves_and_an_overdue_one_does_not(house: House) -> None:
    """A late ordinance for 1 and 8 June: the week of the first case ends on the 9th, that of the second has ended."""
    case = await tale(house)
    running, late = case.number, fresh_number()
    await case.open("2026-06-01 09:30", late, left_classification_cell=date(2026, 5, 25))
    await case.go("2026-06-03 10:00")
    case.number = running
    static_due = await due(case, "static")
    change = await made(case, off(FIRST, LAST))
    assert [(m.case, m.step, m.was, m.to) for m in change.preview.moves if m.step == "screening"] == [
        (running, "screening", LAST, date(2026, 6, 9))
    ]
    assert [(m.case, m.step, m.to) for m in change.preview.stay] == [(late, "screening", date(2026, 6, 2))]
    assert await due(case) == LAST, "nothing moves before the fact arrives"
    await case.stage._relayed()
    heard = await case.gateway.in_transaction(lambda conn: facts.heard_of(conn, change.cause))
    assert heard == (change.told, change.told)

    assert await due(case) == date(2026, 6, 9)
    (line,) = await case.events("due_changed", step="screening")
    assert (line.data["from"], line.data["to"]) == ("2026-06-08", "2026-06-09")
    assert line.data["because"] == "1 June 2026, 8 June 2026 is a day off now"
    dates = await case.gateway.in_transaction(lambda conn: worklists.explain(conn, running, "screening"))
    assert [(d.due, d.was, d.superseded_at is None) for d in dates] == [
        (date(2026, 6, 9), LAST, True),
        (LAST, None, False),
    ]
    notices = await case.gateway.in_transaction(lambda conn: worklists.notices(conn, running))
    assert [n.step for n in notices if n.about == "due_changed"] == ["screening"] + (
        ["static"] if static_due == LAST else []
    )
    moved = {m.step for m in change.preview.moves if m.case == running}
    assert {x.step for x in await case.events("due_changed")} == moved, "a step whose date stays gives no line"
    await case.go("2026-06-10 08:00")
    assert await case.moments("step_overdue", "screening") == ["2026-06-10 00:00"]

    case.number = late
    assert await due(case) == date(2026, 6, 1)
    assert not await case.events("due_changed", step="screening")
    assert (await case.state()).steps["screening"].overdue


async def test_a_declaration_taken_back_moves_the_term_back_and_both_dates_stay(house: House) -> None:
    """Declared for the Service; the same day of the Agency moves nothing of a prison case."""
    case = await tale(house)
    await case.go("2026-06-03 10:00")
    assert not (await made(case, off(LAST, body="agency"))).told
    await made(case, off(LAST, body="service"))
    await case.stage._relayed()
    await case.go("2026-06-04 10:00")
    _, day = await case.gateway.in_transaction(calendar.declared)
    change = await made(case, Change(days=(day,), withdrawn=True))
    assert [(m.was, m.to) for m in change.preview.moves if m.step == "screening"] == [(date(2026, 6, 9), LAST)]
    await case.stage._relayed()
    assert await due(case) == LAST
    assert [x.data["to"] for x in await case.events("due_changed", step="screening")] == ["2026-06-09", "2026-06-08"]
    assert (await case.events("due_changed", step="screening"))[1].data["because"] == "8 June 2026 is a working day now"


async def test_a_term_whose_new_last_day_has_passed_is_overdue_at_once(house: House) -> None:
    """The 8th was off, so the week ended on the 9th; that the 8th was a working day after all is said on the 9th."""
    case = await tale(house)
    await made(case, off(LAST))
    await case.stage._relayed()
    await case.go("2026-06-09 10:00")
    change = await made(case, off(LAST, is_off=False))
    assert [(m.step, m.late) for m in change.preview.moves if m.step == "screening"] == [("screening", True)]
    assert change.preview.late >= 1
    await case.stage._relayed()
    await case.go("2026-06-09 11:00")
    assert len(await case.events("step_overdue", step="screening")) == 1
    assert (await case.state()).steps["screening"].due == LAST


async def test_a_repeat_changes_nothing_and_a_closed_case_is_not_told(house: House) -> None:
    case = await tale(house)
    ended = fresh_number()
    running = case.number
    await case.open("2026-06-01 09:30", ended)
    assert (await case.act("end", "case_manager", ground="o502.17.2.1", case=ended)).accepted
    case.number = running
    closed = (await case.gateway.in_transaction(lambda conn: worklists.case(conn, ended))).closed
    change = await made(case, off(LAST))
    assert closed is None or set(change.preview.cases) == {running}
    await case.stage._relayed()
    before = await case.state()
    again = await made(case, off(LAST))
    assert (again.changed, again.told, again.preview.moves) == (False, 0, ())
    await case.stage._relayed()
    assert await case.state() == before


async def test_a_suspended_plan_does_not_move_and_comes_out_right_when_it_is_resumed(house: House) -> None:
    """The plan of six months is stopped when the day is declared; resumed, it is counted by the calendar of then."""
    case = await (await tale(house)).approved()
    assert await due(case, "carry_out") == date(2027, 1, 25)
    await case.go("2026-08-03 10:00")
    assert (await case.act("suspend", "case_manager", ground="o502.15.1.a")).accepted
    change = await made(case, off(date(2027, 1, 25)))
    assert not [m for m in change.preview.moves if m.step == "carry_out"]
    await case.stage._relayed()
    await case.go("2026-08-04 10:00")
    assert (await case.act("resume", "case_manager", ground="o502.15.1.a")).accepted
    assert await due(case, "carry_out") == date(2027, 1, 26)


DIES = """
import os, signal, sys
from datetime import datetime
from starter import approval, calendar_change
from storage import facts
from storage.engine import engine
from tests.workflows.test_calendar_changes import LAST, off, quiet

def die(*args, **more):
    os.kill(os.getpid(), signal.SIGKILL)

if sys.argv[3] == "before the commit":
    facts.queue_facts = die
else:
    approval.wait_for_stragglers = die
calendar_change.make(engine(sys.argv[1]), off(LAST), "S-08-case_manager", datetime.fromisoformat(sys.argv[2]), quiet)
"""


async def test_kill_between_declaration_and_delivery_loses_nothing(house: House) -> None:
    """Killed before its commit, the command has changed nothing; killed after it, the relay brings every fact."""
    case = await tale(house)
    for when, days in (("before the commit", 0), ("after the commit", 1)):
        killed = await asyncio.create_subprocess_exec(
            sys.executable, "-c", DIES, house.url, case.clock.now().isoformat(), when,
            cwd=Path(__file__).parents[2],
        )  # fmt: skip
        assert await killed.wait() == -9
        assert len(await case.gateway.in_transaction(calendar.declared)) == days
        assert await case.gateway.in_transaction(outbox.messages_waiting) == days
    assert await due(case) == LAST
    await case.stage._relayed()
    assert await due(case) == date(2026, 6, 9)
    assert len(await case.events("due_changed", step="screening")) == 1
