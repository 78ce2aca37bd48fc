"""Articles 13 and 17 of Order 502 on the administrator's way: each term the day before, the day, the day after."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from models.acts import Act, Told
from models.administrator_plan import Facts, Running, State
from models.case import Suspension
from models.forms.plan import Annex08, Measure
from models.ids import Process
from models.levels import Level
from rules.order_502.administrator import goes_back, refused_but_planned
from rules.terms.dates import TBILISI
from starter.scenario import Scenario, StoryAct
from tests.support.servers import House
from tests.workflows.tales import at, intake, screening, static
from workflows.administrator_acts import apply, hear, stood_still, term_ended
from workflows.administrator_checks import check
from workflows.administrator_plan import AdministratorPlan

PEN, ADM = "PEN-2026-000001", "ADM-2026-000001"
PLAN = {"form": "annex-08", "months": 1, "measures": [{"service": "vocational course", "block": 6}]}
NOTED = datetime(2026, 9, 1, 12, tzinfo=TBILISI)


def noon(day: date) -> datetime:
    """Noon in Tbilisi."""
    return datetime.combine(day, time(12), TBILISI)


@pytest.mark.rule("o502.13.1", "o502.13.2.2", "o502.13.3", "o502.13.4.1", "o502.17.2.2", "o502.17.3", "o502.17.5")
@pytest.mark.parametrize("offset", [-1, 0, 1])
async def test_every_term_of_the_administrator(house: House, offset: int) -> None:
    """Handed over on 10 June 2026; a plan of one month agreed on 13 July ends on 13 August; deferred on 1 October."""
    shift = timedelta(days=offset)
    assess, monitor = date(2026, 7, 8), date(2026, 8, 20)
    reassess = monitor + shift + timedelta(weeks=2)
    file, report = date(2026, 10, 8), date(2026, 10, 15)
    case: dict[str, tuple[date, dict[str, Any]]] = {
        "assess": (assess, PLAN),
        "monitor": (monitor, {"form": "annex-09"}),
        "reassess": (reassess, {"form": "annex-08", "new_plan": False}),
        "file": (file, {"form": "doc-case-file"}),
        "report": (report, {"form": "doc-summary-report"}),
    }
    acts = [
        _done("2026-06-03 12:00", PEN, "screening", "case_manager", screening(0)),
        _done("2026-06-05 12:00", PEN, "static", "special_registration_officer", static(40)),
        _done("2026-06-10 12:00", PEN, "hand_over", "case_manager", {"form": "doc-case-file"}),
        _done("2026-07-13 12:00", ADM, "agree#1", "director", None),
        StoryAct.model_validate(
            {"at": at("2026-10-01 12:00"), "act": "end", "by": "case_administrator", "case": ADM,
             "ground": "o502.17.2.2"}
        ),
        *(_done(noon(due + shift), ADM, step, "case_administrator", form) for step, (due, form) in case.items()),
    ]  # fmt: skip
    expect: list[dict[str, Any]] = [{"never": "act_refused"}, {"event": "case_closed", "case": ADM}]
    expect += [{"event": "step_opened", "case": ADM, "step": s, "due": due.isoformat()} for s, (due, _) in case.items()]
    expect += [{"event": "step_completed", "case": ADM, "step": step, "late": offset > 0} for step in case]
    expect += [
        {"event": "step_overdue", "case": ADM, "step": step} if offset > 0 else
        {"never": {"event": "step_overdue", "case": ADM, "step": step}}
        for step in case
    ]  # fmt: skip
    expect += [
        {"event": "step_opened", "case": ADM, "step": "plan", "due": "2026-08-13"},
        {"event": "period_ended", "case": ADM, "step": "plan", "at": "2026-08-14T00:00:00+04:00"},
    ]
    story = Scenario(
        process=Process.penitentiary_cycle,
        now=at("2026-06-01 09:00"),
        until=at("2026-10-20 00:00"),
        case=intake(PEN),
        acts=tuple(sorted(acts, key=lambda a: a.at)),
        expect=tuple(expect),
    )
    played = await house.play(story)
    assert played.expectations.failed == (), played.expectations.failed


def _done(moment: str | datetime, case: str, step: str, by: str, document: dict[str, Any] | None) -> StoryAct:
    when = at(moment) if isinstance(moment, str) else moment
    return StoryAct(at=when, act="complete", step=step, case=case, by=by, document=document)


# ------------------------------------------------------------------ what follows from the facts


@pytest.mark.rule("o502.13.7")
@pytest.mark.parametrize(("level", "back"), [("low", False), ("medium", True), ("high", True)])
def test_medium_and_high_harm_send_the_case_back(level: Level, back: bool) -> None:
    assert goes_back(level) is back


@pytest.mark.rule("o502.13.2.1")
def test_a_refused_service_is_recognised_however_it_is_written() -> None:
    plan = Annex08(
        measures=(Measure(service="Group  Sessions", block=3), Measure(service="Course", block=4)),
        refused_services=("group sessions",),
    )
    assert refused_but_planned(plan) == ("Group  Sessions",)


def held(**given: Any) -> Facts:
    """A case with the administrator since 10 June 2026."""
    return Facts(handed_over=date(2026, 6, 10), **given)


def told(fact: str, on: date, **codes: Any) -> Told:
    """A fact."""
    return Told(id="F-1", fact=fact, on=on, at=NOTED, codes=codes)


def keys(f: Facts) -> dict[str, date | None]:
    """What is owed, by its key, with its day 0."""
    case = AdministratorPlan(State(case=ADM, institution="8", facts=f))
    owed = (o if o.cycle else o.in_cycle(f.number) for o in case.owed(f))
    return {o.key: o.anchor for o in owed}


def test_a_stay_in_the_medical_institution_is_looked_at_after_six_months() -> None:
    """15(1)(a): the plan is stopped as long as it lasts; nothing ends by itself."""
    f = held(plan=Running(cycle=1, agreed_on=date(2026, 7, 6), months=12))
    state = State(case=ADM, institution="8", facts=f)
    state.suspensions = [Suspension(ground="o502.15.1.a", start=date(2026, 8, 3))]
    case = AdministratorPlan(state)
    (stay,) = [o for o in case.owed(f) if o.duty.key == "medical_stay"]
    assert (stay.anchor, stay.actor, stay.duty.period) == (date(2026, 8, 3), "case_administrator", True)
    assert [e.event for e in case.elapsed(f, stay.key, date(2027, 2, 4)).events] == ["medical_stay_over"]
    assert f.plan is not None


def test_the_case_sleeps_with_the_case_manager_and_wakes_in_the_next_cycle() -> None:
    f = held(plan=Running(cycle=1, agreed_on=date(2026, 7, 6), months=12), rose_on=date(2026, 8, 3))
    f.serious_harm = "high"
    assert keys(f)["hand_back"] == date(2026, 8, 3)
    act = Act(document="D-1", act="complete", by="case_administrator", step="hand_back", at=NOTED)
    effects = apply(ADM, f, act, "hand_back", date(2026, 8, 4))
    assert keys(f) == {}
    (tell,) = effects.tell
    assert (tell.case, tell.fact, tell.on) == (PEN, "handed_back", date(2026, 8, 4))
    assert tell.codes == {"serious_harm": "high", "instant": False, "day0": "2026-08-03"}
    early = hear(ADM, f, told("handed_over", date(2026, 6, 10)))
    assert (early.new_cycle, keys(f)) == (False, {}), "the old hand-over told again changes nothing"
    again = hear(ADM, f, told("handed_over", date(2027, 2, 1)))
    assert again.new_cycle
    assert keys(f) == {"assess@2": date(2027, 2, 1)}


def test_a_hand_over_told_twice_begins_nothing_anew() -> None:
    f = held()
    assert not hear(ADM, f, told("handed_over", date(2026, 6, 12))).new_cycle
    assert keys(f) == {"assess": date(2026, 6, 10)}


def test_on_death_there_is_no_report_but_the_file_is_handed_on() -> None:
    """17(3), (5)."""
    f = held()
    hear(ADM, f, told("ended", date(2026, 10, 1), ground="o502.17.2.3"))
    assert keys(f) == {"file": date(2026, 10, 1)}
    case = AdministratorPlan(State(case=ADM, institution="8", facts=f))
    assert case.over(f, ()) is None
    assert case.over(f, ("file",)) == ("died", "o502.17.2.3")


def test_who_does_not_hold_the_case_owes_nothing_at_its_end() -> None:
    f = held(handed_back_on=date(2026, 8, 3), rose_on=date(2026, 8, 3))
    hear(ADM, f, told("ended", date(2026, 10, 1), ground="o502.17.2.1"))
    case = AdministratorPlan(State(case=ADM, institution="8", facts=f))
    assert case.over(f, ()) == ("released", "o502.17.2.1")


@pytest.mark.parametrize("holder", ["case_administrator", "case_manager"])
def test_what_was_sent_back_too_late_stays_with_the_administrator(holder: str) -> None:
    """The end was recorded while the case was on its way back: the prison case says that it had not got it."""
    f = held(handed_back_on=date(2026, 8, 3), rose_on=date(2026, 8, 3))
    hear(ADM, f, told("ended", date(2026, 8, 3), ground="o502.17.2.1", holder=holder))
    mine = holder == "case_administrator"
    assert set(keys(f)) == ({"file", "report"} if mine else set())


def test_an_end_is_recorded_where_the_case_is() -> None:
    f = held(handed_back_on=date(2026, 8, 3), rose_on=date(2026, 8, 3))
    end = Act(document="D-1", act="end", by="case_administrator", at=NOTED, codes={"ground": "o502.17.2.1"})
    no = check(f, end, None, {})
    assert no is not None and no.rule == "o502.13.7" and "case manager's case" in no.way_on
    assert check(held(), end, None, {}) is None


def test_the_end_told_back_changes_nothing() -> None:
    f = held()
    hear(ADM, f, told("ended", date(2026, 10, 1), ground="o502.17.2.1"))
    hear(ADM, f, told("ended", date(2026, 10, 5), ground="o502.17.2.2"))
    assert (f.ended_ground, f.ended_on) == ("o502.17.2.1", date(2026, 10, 1))


def test_a_late_monitoring_is_still_owed_when_the_next_plan_runs() -> None:
    f = held(plan=Running(cycle=1, agreed_on=date(2026, 7, 6), months=3), number=2, begun_by_hand_over=False)
    term_ended(f, date(2026, 10, 6))
    f.plan = Running(cycle=2, agreed_on=date(2026, 10, 12), months=12)
    assert keys(f) == {"plan@2": date(2026, 10, 12), "monitor": date(2026, 10, 6)}
    act = Act(document="D-2", act="complete", by="case_administrator", step="monitor", at=NOTED)
    apply(ADM, f, act, "monitor", date(2026, 10, 20))
    assert keys(f) == {"plan@2": date(2026, 10, 12), "reassess@2": date(2026, 10, 20)}


@pytest.mark.parametrize(
    ("since", "moves"), [(date(2026, 10, 5), True), (date(2026, 10, 6), True), (date(2026, 10, 7), False)]
)
def test_a_stop_entered_after_the_plans_last_day_moves_it(since: date, moves: bool) -> None:
    """Article 15 holds for this plan too (3(i)); a plan that was monitored stays ended."""
    f = held(plan=Running(cycle=1, agreed_on=date(2026, 7, 6), months=3))
    term_ended(f, date(2026, 10, 6))
    effects = stood_still(f, since)
    assert effects.reopen == (["plan"] if moves else [])
    assert set(keys(f)) == ({"assess", "plan"} if moves else {"assess", "monitor"})
    term_ended(f, date(2026, 10, 6))
    monitored = Act(document="D-4", act="complete", by="case_administrator", step="monitor", at=NOTED)
    apply(ADM, f, monitored, "monitor", since)
    assert stood_still(f, date(2026, 10, 1)).reopen == []


def test_a_low_screening_takes_an_undone_hand_over_back() -> None:
    f = held(rose_on=date(2026, 8, 3))
    low = {"serious_harm": "low", "serious_harm_points": "0", "instant": False}
    apply(ADM, f, Act(document="D-3", act="screen", by="case_administrator", at=NOTED, codes=low), None, NOTED.date())
    assert "hand_back" not in keys(f)
