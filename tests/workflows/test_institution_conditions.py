"""Article 15(1)(c), (e) for a whole institution: every plan there stops at once, and runs on when that has gone."""

import asyncio
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from models.administrator_plan import State as AdministratorState
from models.ids import Process
from rules.terms.dates import local_date
from starter.institution_commands import make
from storage import conditions, outbox
from storage.facts import SystemFact, queue_facts
from tests.support.servers import House, fresh_number
from tests.workflows.tales import Tale, screening, static, tale

E, C = "o502.15.1.e", "o502.15.1.c"
BY = "S-08-director"


async def house_wide(case: Tale, begins: bool, ground: str = E, institution: str = "8") -> int:
    """Enter it at the case's moment, and bring it to every case; how many were told."""
    now: datetime = case.clock.now()
    _, told = make(case.house.pool, begins, institution, ground, local_date(now), BY, now)
    await case.stage._relayed()
    return told


async def ledger(case: Tale, number: str) -> list[tuple[str, date, date | None]]:
    """The suspensions of a case, as its workflow has them."""
    main, case.number = case.number, number
    state = await case.state()
    case.number = main
    return [(s.ground, s.start, s.end) for s in state.suspensions]


async def concern(case: Tale, ground: str = E) -> Any:
    """What the preview says of institution 8."""
    return await case.gateway.in_transaction(
        lambda conn: conditions.concerned(conn, "8", ground, ["penitentiary_cycle"])
    )


@pytest.mark.rule("o502.15.1.e", "o502.15.1.c", "o502.15.2")
async def test_every_plan_of_the_house_stops_and_runs_on_and_grounds_overlap(house: House) -> None:
    """Special conditions from 3 to 24 August: 21 days; the plan of 24 January ends on Monday, 15 February."""
    case = await (await tale(house)).approved()
    plan, young, elsewhere, later = case.number, fresh_number(), fresh_number(), fresh_number()
    await case.go("2026-07-27 10:00")
    await case.open("2026-07-27 10:00", young, left_classification_cell=date(2026, 7, 27))
    await case.open("2026-07-27 10:00", elsewhere, left_classification_cell=date(2026, 7, 27), institution=5)
    case.number = plan
    await case.go("2026-08-03 10:00")
    seen = await concern(case)
    assert (seen.stops(), len(seen.cases)) == (1, 2)
    others = {k: s.due for k, s in (await case.state()).steps.items() if k != "carry_out"}
    assert await house_wide(case, True) == 2
    step = (await case.state()).steps["carry_out"]
    assert (step.due, step.stopped, step.alarm) == (None, True, None)
    assert {k: s.due for k, s in (await case.state()).steps.items() if k != "carry_out"} == others
    assert await ledger(case, plan) == await ledger(case, young) == [(E, date(2026, 8, 3), None)]
    assert await ledger(case, elsewhere) == []
    (line,) = await case.events("suspended", rule=E)
    assert line.data["since"] == "2026-08-03"

    await case.go("2026-08-05 10:00")
    await case.open("2026-08-05 10:00", later, left_classification_cell=date(2026, 8, 4))
    await case.stage._relayed()
    assert await ledger(case, later) == [(E, date(2026, 8, 5), None)], "opened there, it is suspended too"
    case.number = plan
    assert (await case.refused("suspend", "case_manager", ground=E)).rule == E, "the ground is not doubled"
    for ground in ({"ground": E}, {"reason": "asked for"}):
        no = await case.refused("resume", "case_manager", **ground)
        assert (no.rule, "whole institution" in no.because) == ("o502.15.2", True)
    await case.go("2026-08-10 10:00")
    assert (await case.act("suspend", "case_manager", ground="o502.15.1.a")).accepted
    assert await house_wide(case, True, C) == 3
    await case.go("2026-08-13 10:00")
    assert await house_wide(case, False, C) == 3
    assert (await case.act("resume", "case_manager", reason="back")).accepted, "no ground named: the case's own"
    assert (await case.state()).steps["carry_out"].due is None, "special conditions hold still"
    assert [x.rule for x in await case.events("ground_ended")] == [C, "o502.15.1.a"]

    await case.go("2026-08-24 10:00")
    seen = await concern(case)
    assert (seen.runs_on(), seen.stays(), len(seen.cases)) == (1, 0, 3)
    assert await house_wide(case, False) == 3
    assert (await case.state()).steps["carry_out"].due == date(2027, 2, 15)
    assert [x.rule for x in await case.events("resumed")] == ["o502.15.2"]
    assert (await ledger(case, later))[0] == (E, date(2026, 8, 5), date(2026, 8, 24))


@pytest.mark.rule("o502.15.1.e", "o502.15.2")
async def test_a_case_taken_into_the_house_stops_and_one_taken_away_runs_on(house: House) -> None:
    case = await tale(house)
    coming = fresh_number()
    await case.open("2026-06-01 09:30", coming, institution=5)
    await house_wide(case, True, institution="5")
    assert await ledger(case, coming) == [(E, date(2026, 6, 1), None)]

    async def taken(number: str, to: str, cause: str) -> None:
        now = case.clock.now()
        fact = SystemFact(
            case=number, process="penitentiary_cycle", fact="transferred", on=local_date(now), cause=cause,
            codes={"to": to},
        )  # fmt: skip
        await case.gateway.in_transaction(lambda conn: queue_facts(conn, [fact], now))
        await case.stage._relayed()

    await case.go("2026-06-03 10:00")
    await taken(coming, "8", "transfer-1")
    assert await ledger(case, coming) == [(E, date(2026, 6, 1), date(2026, 6, 3))]
    await case.go("2026-06-04 10:00")
    await taken(coming, "5", "transfer-2")
    assert await ledger(case, coming) == [(E, date(2026, 6, 1), date(2026, 6, 3)), (E, date(2026, 6, 4), None)]


@pytest.mark.rule("o502.15.1.e")
async def test_a_case_that_is_handed_over_while_it_holds_is_suspended_too(house: House) -> None:
    """The administrator's case is opened by the fact of the hand-over, and hears of the condition after it."""
    case = await tale(house)
    await house_wide(case, True)
    await case.go("2026-06-03 12:00")
    await case.done("screening", "case_manager", screening(0))
    await case.done("static", "special_registration_officer", static(0))
    await case.done("hand_over", "case_manager", {"form": "doc-case-file"})
    await case.stage._relayed()
    state = await case.handle(Process.administrator_plan).query("state", result_type=AdministratorState)
    assert [(s.ground, s.start, s.house) for s in state.suspensions] == [(E, date(2026, 6, 3), True)]
    assert await house_wide(case, False) == 2
    state = await case.handle(Process.administrator_plan).query("state", result_type=AdministratorState)
    assert [s.end for s in state.suspensions] == [date(2026, 6, 3)]


DIES = """
import os, signal, sys
from datetime import datetime
from starter import approval, institution_commands
from storage import conditions, outbox
from storage.engine import engine
from tests.workflows.test_institution_conditions import BY, E

def die(*args, **more):
    os.kill(os.getpid(), signal.SIGKILL)

if sys.argv[3] == "before the commit":
    conditions.tell_all = die
else:
    approval.wait_for_stragglers = die
at = datetime.fromisoformat(sys.argv[2])
institution_commands.make(engine(sys.argv[1]), True, "8", E, at.date(), BY, at)
"""


async def test_kill_between_entry_and_delivery_loses_nothing(house: House) -> None:
    """Killed before its commit, the command has entered nothing; killed after it, the relay brings every fact."""
    case = await tale(house)
    for when, many in (("before the commit", 0), ("after the commit", 1)):
        killed = await asyncio.create_subprocess_exec(
            sys.executable, "-c", DIES, house.url, case.clock.now().isoformat(), when,
            cwd=Path(__file__).parents[2],
        )  # fmt: skip
        assert await killed.wait() == -9
        assert len(await case.gateway.in_transaction(conditions.conditions)) == many
        assert await case.gateway.in_transaction(outbox.messages_waiting) == many
    assert await ledger(case, case.number) == []
    await case.stage._relayed()
    assert await ledger(case, case.number) == [(E, date(2026, 6, 1), None)]
    assert len(await case.events("suspended", rule=E)) == 1
