"""Articles 14(10)-(11), 16, 17 of Order 502: the last days of a reassessment, what is heard of a release, transfers."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Connection

from models.acts import Told
from models.case import CaseState
from models.ids import Process
from models.psychology_service import State
from models.register import Register, sample_register
from starter.scenario import Scenario, load
from storage import register
from tests.support.servers import SCENARIOS, House
from tests.workflows.tales import at, screening, static, tale

REASSESS_BY = date(2026, 8, 24)
"""Six months from part IV of 24 February."""


def agreed_on(day: date) -> Scenario:
    """Two cycles, the second part IV agreed on `day`; the story ends soon after."""
    story = load(SCENARIOS / "two_cycles_in_a_row.yaml")
    moment = at(f"{day} 12:00")
    acts = [a for a in story.acts if a.at < at("2026-08-20 00:00")]
    acts += [
        a.model_copy(update={"at": moment + timedelta(minutes=n)})
        for n, a in enumerate(a for a in story.acts if a.rule in ("o502.8.11.1", "o502.10.6") and a.at.month == 8)
    ]
    late = day > REASSESS_BY
    expect: tuple[dict[str, object], ...] = (
        {"event": "step_opened", "step": "reassess#1", "due": str(REASSESS_BY)},
        {"event": "step_completed", "rule": "o502.16.1", "late": late},
        {"event": "step_opened", "step": "draft@2#1", "rule": "o502.16.2.2"},
        {"event": "step_overdue", "step": "reassess#1"} if late else {"never": {"event": "step_overdue"}},
    )
    return story.model_copy(update={"acts": tuple(acts), "expect": expect, "until": at("2026-08-29 00:00")})


@pytest.mark.rule("o502.16.1", "o502.16.2.2")
@pytest.mark.parametrize("offset", [-1, 0, 1], ids=["day_before", "the_day", "day_after"])
async def test_the_last_day_of_the_reassessment(house: House, offset: int) -> None:
    played = await house.play(agreed_on(REASSESS_BY + timedelta(days=offset)))
    assert played.expectations.failed == ()


def told(fact: str, ground: str, id_: str) -> Told:
    """A fact from another case."""
    return Told(id=id_, fact=fact, on=date(2026, 6, 9), at=at("2026-06-10 09:00"), codes={"ground": ground})


@pytest.mark.rule("o502.17.2.1", "o502.17.3", "o502.17.5")
async def test_a_release_heard_of_ends_the_plan_once(house: House) -> None:
    """A council released on the 9th: the terms of 17(3) and 17(5) count from it; told again, nothing changes."""
    case = await (await tale(house)).go("2026-06-10 09:00")
    for n, fact in enumerate(("released", "ended")):
        await case.handle().signal("tell", told(fact, "o502.17.2.1", f"M-{n}"))
    state = await case.state()
    assert {k: s.due for k, s in state.steps.items()} == {"report": date(2026, 6, 23), "file": date(2026, 6, 16)}
    assert len(await case.events("plan_terminated")) == 1
    assert (await case.refused("end", "case_manager", ground="o502.17.2.2")).rule == "o502.17.2.1"


@pytest.mark.rule("o502.17.2.1")
async def test_an_end_before_what_was_done_has_to_be_meant(house: House) -> None:
    """A slip in the date is refused; entries for days after the release are wrong, and the record keeps both."""
    case = await tale(house)
    await case.done("screening", "case_manager", screening(20))
    await case.go("2026-06-10 09:00")
    await case.done("static", "special_registration_officer", static(40), done_on=date(2026, 6, 8))
    slip, released = date(2026, 6, 7), "o502.17.2.1"
    no = await case.refused("end", "case_manager", ground=released, done_on=slip)
    assert (no.rule, "static was done on 8 June 2026" in no.because) == (released, True)
    meant = await case.act("end", "case_manager", ground=released, done_on=slip, despite_later_entries=True)
    assert meant.accepted
    assert (await case.events("done_after_the_end"))[0].data["steps"] == ["static"]
    assert (await case.state()).steps["file"].due == date(2026, 6, 15)


@pytest.mark.rule("o502.17.1")
async def test_a_transfer_goes_to_a_house_of_the_register(house: House) -> None:
    """Somewhere unknown is refused; to a house without case management the plan is suspended by the law (15(1)(f))."""
    case = await tale(house)
    assert "no institution or bureau '99'" in (await case.refused("transfer", "case_manager", to="99")).because
    assert (await case.refused("transfer", "director", to="8")).rule == "o502.17.1"
    await case.done("screening", "case_manager", screening(20))

    def without_case_management(conn: Connection) -> None:
        staffed = sample_register(["7"])
        seven = staffed.institutions[0].model_copy(update={"case_management": False})
        given: Register = staffed.model_copy(update={"institutions": (seven,)})
        register.load(conn, given, at=at("2026-06-01 09:00"), by="tests")

    await case.gateway.in_transaction(without_case_management)
    assert (await case.act("transfer", "case_manager", to="7")).accepted
    state = await case.state()
    assert state.institution == "7"
    assert [s.ground for s in state.suspensions] == ["o502.15.1.f"]
    assert state.steps["static"].holder == "S-07-special_registration_officer"


@pytest.mark.rule("o502.15.1.d", "o502.15.2", "o502.17.1")
async def test_the_psychologists_case_goes_along(house: House) -> None:
    """Its plan is an inseparable part of the individual plan (12(2)(e)): what stops, resumes and moves one."""
    case = await tale(house)
    await case.gateway.in_transaction(
        lambda conn: register.load(conn, sample_register(["5"]), at=at("2026-06-01 09:00"), by="tests")
    )
    await case.done("screening", "case_manager", screening(0, mental_health=True))

    async def psychology() -> CaseState:
        found: CaseState = await case.handle(Process.psychology_service).query("state", result_type=State)
        return found

    assert (await case.act("suspend", "case_manager", ground="o502.15.1.d")).accepted
    assert [(s.ground, s.end) for s in (await psychology()).suspensions] == [("o502.15.1.d", None)]
    assert (await case.act("resume", "case_manager")).accepted
    assert [s.end for s in (await psychology()).suspensions] == [date(2026, 6, 1)]
    assert (await case.act("transfer", "case_manager", to="5", services="none")).accepted
    there = await psychology()
    assert there.institution == "5"
    assert there.suspended()
    assert {s.holder for s in there.steps.values()} == {"S-05-psychologist"}
