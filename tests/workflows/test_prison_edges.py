"""Chapter II of Order 502 at its edges: corrections, later cycles, acts out of their order, cases that hear late."""

from datetime import date, datetime
from typing import Any

import pytest

from models.acts import Act, Codes, Told
from models.administrator_plan import State as AdministratorState
from models.case import CaseState, StepState, Suspension
from models.ids import Process, related_case
from models.penitentiary_cycle import Facts, RunningPlan, State
from models.psychology_service import Facts as Psychology
from models.psychology_service import Plan, Way
from models.psychology_service import State as PsychologyState
from models.record import Consequence, Dated, Opening, Recorded, Redating
from models.terms import Alarm
from rules.order_502.routing import Route
from rules.terms.dates import TBILISI
from tests.support.servers import House
from tests.workflows.tales import MINUTES, PLAN, Tale, conclusion, dynamic, screening, static, tale
from workflows import penitentiary_acts, psychology_acts, psychology_told
from workflows.penitentiary_checks import check
from workflows.penitentiary_cycle import PenitentiaryCycle
from workflows.penitentiary_duties import DUTIES
from workflows.psychology_service import PsychologyService
from workflows.steps import checks, voice

NOON = datetime(2026, 8, 3, 12, tzinfo=TBILISI)
PEN = "PEN-2026-000001"


def facts(**given: Any) -> Facts:
    """A convict who left the cell on 1 June 2026."""
    return Facts(adult_woman=False, placed=date(2026, 5, 25), left_cell=date(2026, 6, 1), **given)


def act(name: str, by: str = "case_manager", on: date | None = None, **codes: Any) -> Act:
    """An act noted on 3 August."""
    given: Codes = {k: v for k, v in codes.items() if k != "step"}
    return Act(document="D-1", act=name, by=by, step=codes.get("step"), at=NOON, on=on, codes=given)


# ---------------------------------------------------------------------- corrections


@pytest.mark.rule("o502.16.1")
async def test_a_correction_keeps_the_day_of_what_it_corrects(house: House) -> None:
    """Part IV agreed on 14 July and corrected a week later: the six months of 16(1) still count from 14 July."""
    case = await (await tale(house)).met()
    before = (await case.state()).steps["reassess#1"].due
    assert before == date(2027, 1, 14)
    await case.go("2026-07-21 10:00")
    assert (await case.act("correct", "team", "part_iv", document={"form": "annex-01-part-4"})).accepted
    assert (await case.state()).steps["reassess#1"].due == before


@pytest.mark.parametrize("key", ["approve#1", "screening", "part_iv"])
def test_nothing_that_was_acted_on_is_corrected_after_the_end(key: str) -> None:
    f = facts(ended_ground="o502.17.2.1", ended_on=date(2026, 8, 1), approved_on=date(2026, 7, 24))
    assert check(f, act("correct", step=key), key, Route.case_manager_medium) is not None


@pytest.mark.parametrize("key", ["behaviour", "behaviour_again#1"])
def test_a_wrong_day_of_annex_3_is_corrected_whatever_the_stage(key: str) -> None:
    """Annex 3 is no part of the plan and belongs to no cycle; its next three months count from its day."""
    f = facts(approved_on=date(2026, 7, 24), cycle=2, day0=date(2026, 8, 1))
    f.behaviour = [date(2026, 6, 20), date(2026, 7, 20)]
    wrong = act("correct", "legal_regime_officer", step=key)
    assert check(f, wrong, key, Route.undetermined) is None
    penitentiary_acts.apply(PEN, f, wrong, key, date(2026, 6, 22))
    assert date(2026, 6, 22) in f.behaviour and len(f.behaviour) == 2


@pytest.mark.parametrize(
    ("name", "meant"), [("screening", "screening@2"), ("screening@1", "screening"), ("o502.8.3", "screening@2")]
)
def test_a_name_means_the_newest_of_what_was_done(name: str, meant: str) -> None:
    state = CaseState(case=PEN, institution="8")
    state.done = {"screening": date(2026, 6, 3), "static": date(2026, 6, 3), "screening@2": date(2027, 2, 3)}
    found = checks.done_step(state, name, DUTIES)
    assert found is not None and found.key == meant


# ---------------------------------------------------------------------- what comes first


BEFORE = date(2026, 7, 10)
AFTER = date(2026, 7, 14)
KNOWN: dict[str, Any] = {
    "serious_harm": "medium", "screened_on": AFTER, "static_on": AFTER, "dynamic_on": AFTER, "team_on": AFTER,
    "team": ["case_manager"], "met_on": AFTER, "drafted_on": AFTER, "votes": {"case_manager": "for"},
    "signed_on": AFTER, "plan_refused_on": AFTER,
}  # fmt: skip


@pytest.mark.parametrize(
    ("key", "codes"),
    [
        ("hand_over", {}),
        ("dynamic", {"dynamic": "low"}),
        ("conclusion", {"outcome": "case_manager"}),
        ("meeting", {}),
        ("part_iv", {"agreed": True}),
        ("draft#1", {}),
        ("submit#1", {}),
        ("inform_director#1", {}),
    ],
)
def test_nothing_is_dated_before_what_it_answers(key: str, codes: dict[str, Any]) -> None:
    """The step's own day 0 may lie weeks before the event that called it up."""
    f = facts(**KNOWN)
    given = act("complete", step=key, on=BEFORE, **codes)
    no = check(f, given, key, Route.case_manager_medium)
    assert no is not None and "10 July 2026 is before" in no.because
    assert check(f, given.model_copy(update={"on": AFTER}), key, Route.case_manager_medium) is None


def test_nobody_votes_before_there_is_a_draft() -> None:
    f = facts(**KNOWN | {"votes": {}})
    no = check(f, act("vote", on=BEFORE, vote="for"), None, Route.case_manager_medium)
    assert no is not None and no.rule == "o502.14.6.1"
    assert check(f, act("vote", on=AFTER, vote="for"), None, Route.case_manager_medium) is None


# ---------------------------------------------------------------------- the team


@pytest.mark.rule("o502.10.1.2", "o502.10.2", "o502.12.2.a")
async def test_a_psychologist_called_in_after_the_order_gets_a_seat(house: House) -> None:
    """The order may come in week 1, the decision in week 6: then the director orders anew before the team meets."""
    case = await tale(house)
    await case.done("screening", "case_manager", screening(20))
    await case.done("static", "special_registration_officer", static(80))
    await case.done("team_order", "director", {"form": "doc-team-order"})
    await case.done("dynamic", "case_manager", dynamic())
    await case.done("conclusion", "case_manager", conclusion("case_manager_with_psychologist"))
    assert "team_order" in (await case.state()).steps
    await case.go("2026-07-14 10:00")
    assert (await case.refused("complete", "team", "meeting", document=MINUTES)).rule == "o502.10.1.2"
    await case.done("team_order", "director", {"form": "doc-team-order"})
    await case.done("meeting", "team", MINUTES)
    await case.done("draft#1", "case_manager", PLAN)
    assert (await case.act("vote", "psychologist", vote="for")).accepted


# ---------------------------------------------------------------------- suspension and transfer


async def administrators(case: Tale) -> CaseState:
    """The administrator's case as it stands."""
    found: CaseState = await case.handle(Process.administrator_plan).query("state", result_type=AdministratorState)
    return found


@pytest.mark.rule("o502.15.1.f", "o502.17.1")
async def test_the_administrators_plan_stops_with_the_transfer(house: House) -> None:
    """15(1) and 17(1) hold for Annex 8 too (3(i)): no services there stop the administrator's plan."""
    case = await tale(house)
    await house.staffed("5", "8", at=NOON)
    await case.done("screening", "case_manager", screening(0))
    await case.done("static", "special_registration_officer", static(20))
    await case.done("hand_over", "case_manager", {"form": "doc-case-file"})
    assert (await case.act("transfer", "case_administrator", to="5", services="none")).accepted
    there = await administrators(case)
    assert (there.institution, there.suspended()) == ("5", True)
    assert (await case.act("transfer", "case_administrator", to="8", services="some")).accepted
    there = await administrators(case)
    assert (there.institution, there.suspended()) == ("8", False)
    assert there.steps["review_services#1"].actor == "case_administrator"
    assert "review_services#1" not in (await case.state()).steps
    adm = related_case(case.number, Process.administrator_plan)
    review = {"form": "services-review", "decision": "suspend", "reason": "two of three services are missing"}
    await case.done("review_services#1", "case_administrator", review, case=adm)
    assert (await administrators(case)).suspended()


def test_the_next_transfer_settles_the_doubt_about_services() -> None:
    f = facts(running=RunningPlan(approved_on=date(2026, 7, 24)), services_in_doubt_on=date(2026, 8, 1))
    penitentiary_acts.apply(PEN, f, act("transfer", to="5"), None, date(2026, 8, 3))
    assert f.services_in_doubt_on is None


# ---------------------------------------------------------------------- psychological service hears


def heard(f: Psychology, fact: str, on: date, **codes: Any) -> bool:
    """Tell it; whether a new cycle began."""
    return psychology_told.hear(f, Told(id=f"T-{fact}", fact=fact, on=on, at=NOON, codes=codes)).new_cycle


def test_a_cycle_told_out_of_order_takes_nothing_back() -> None:
    f = Psychology(left_cell=date(2026, 6, 1))
    assert heard(f, "cycle_started", date(2027, 2, 1), number=3, day0="2027-02-01")
    assert not heard(f, "cycle_started", date(2026, 10, 1), number=2, day0="2026-10-01")
    assert (f.cycle, f.left_cell) == (3, date(2027, 2, 1))


def test_with_the_administrator_there_is_no_team_to_attend() -> None:
    f = Psychology()
    heard(f, "high_risk", date(2026, 6, 3), left_cell="2026-06-01")
    heard(f, "handed_over", date(2026, 6, 20))
    service = PsychologyService(PsychologyState(case=PEN, institution="8", facts=f))
    assert not {"attend", "recommend"} & {o.duty.key for o in service.owed(f)}


# ---------------------------------------------------------------------- what the case says of itself


def test_a_period_ends_and_is_not_overdue() -> None:
    step = StepState(
        key="carry_out@2", rule="o502.14.1", rules=("o502.14.1",), actor="case_manager", opened=date(2026, 8, 3),
        due=date(2027, 2, 3), alarm=Alarm(kind="overdue", level=0, at=datetime(2027, 2, 4, tzinfo=TBILISI)),
        period=True,
    )  # fmt: skip
    assert "ends by itself" in voice.step_line(step) and "overdue" not in voice.step_line(step)
    assert "cycle 2" in voice.step_line(step)
    assert "overdue" not in voice.timer_summary(step)


def test_a_step_dated_anew_is_no_longer_late() -> None:
    """The record takes the lateness back with the wrong date and keeps the first breach; the case says the same."""
    case = PsychologyService(PsychologyState(case=PEN, institution="8", facts=Psychology()))
    case._announce_attributes = lambda: None  # type: ignore[method-assign]
    case.s.steps["start"] = StepState(
        key="start", rule="o502.8.10.a.1", rules=("o502.8.10.a.1",), actor="psychologist", opened=date(2026, 8, 3),
        due=date(2026, 8, 5), overdue=True, level=2,
    )  # fmt: skip
    o = Opening(key="start", rule="o502.8.10.a.1", rules=("o502.8.10.a.1",), actor="psychologist")
    c = Consequence(
        case=PEN, process="psychology_service", institution="8", key="k", at=NOON, cause="c",
        redate=(Redating(opening=o, was=date(2026, 8, 5), because="corrected"),),
    )  # fmt: skip
    case._accept(c, Recorded(steps=(Dated(key="start", due=date(2026, 9, 1)),)))
    step = case.s.steps["start"]
    assert (step.due, step.overdue, step.level) == (date(2026, 9, 1), False, 0)


@pytest.mark.parametrize(
    ("step", "codes", "process"),
    [
        ("hand_over", {}, "administrator_plan"),
        ("screening", {"serious_harm": "low", "instant": True}, "psychology_service"),
    ],
)
def test_a_suspension_that_runs_reaches_the_case_that_begins(step: str, codes: dict[str, Any], process: str) -> None:
    f = facts(serious_harm="low", screened_on=date(2026, 6, 3), static="low", static_on=date(2026, 6, 3))
    state = State(case=PEN, institution="8", facts=f)
    state.suspensions = [Suspension(ground="o502.15.1.d", start=date(2026, 6, 5))]
    effects = PenitentiaryCycle(state).apply(f, act("complete", step=step, **codes), step, date(2026, 6, 10))
    told = [(t.process, t.fact, t.on, t.codes) for t in effects.tell if t.fact == "suspended"]
    assert told == [(process, "suspended", date(2026, 6, 5), {"ground": "o502.15.1.d"})]


@pytest.mark.parametrize(("since", "reopened"), [(date(2026, 8, 3), ["carry_out#1"]), (date(2026, 8, 4), [])])
def test_the_psychologists_plan_stood_still_with_the_individual_plan(since: date, reopened: list[str]) -> None:
    """12(2)(e): told of a suspension after its last day, which lay before that day."""
    plan = Plan(track="planned", assessed_on=date(2026, 7, 1), draft=1, completed_on=date(2026, 8, 3), by_term=True)
    f = Psychology(plans=[plan])
    assert psychology_acts.stood_still(f, since).reopen == reopened
    assert (f.plans[0].completed_on is None) is bool(reopened)
    by_hand = Psychology(plans=[plan.model_copy(update={"completed_on": date(2026, 8, 3), "by_term": False})])
    assert psychology_acts.stood_still(by_hand, date(2026, 7, 20)).reopen == []


def test_a_corrected_day_of_leaving_the_cell_moves_the_weeks_of_the_planned_way() -> None:
    """12(2)(c) counts weeks 7-10 from it."""
    f = Psychology(left_cell=date(2026, 6, 1), ways=[Way(kind="planned", on=date(2026, 7, 6), day0=date(2026, 6, 1))])
    told = Told(id="M-1", fact="left_cell_corrected", on=NOON.date(), at=NOON, codes={"left_cell": "2026-06-03"})
    psychology_told.hear(f, told)
    assert (f.left_cell, f.ways[0].day0) == (date(2026, 6, 3), date(2026, 6, 3))
