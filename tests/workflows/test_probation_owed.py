"""Order 502, chapter III: what the facts call into being, without a server."""

from datetime import date, datetime

import pytest

from models.acts import Act, Code, Told
from models.case import StepState
from models.ids import Process
from models.probation_cycle import Facts, PlanFacts, State, Track
from models.terms import Alarm
from rules.terms.calendar import shipped_calendar
from rules.terms.counting import count
from rules.terms.dates import TBILISI
from workflows import probation_facts as know
from workflows.probation_acts import apply, hear
from workflows.probation_corrections import corrected
from workflows.probation_cycle import ProbationCycle
from workflows.steps import voice
from workflows.steps.duty import Owed
from workflows.steps.effects import Effects

DAY = date(2026, 6, 1)


def facts(**given: object) -> Facts:
    return Facts.model_validate({"registered": DAY, "services": ["social_worker", "psychologist"], **given})


def owed(f: Facts) -> dict[str, Owed]:
    case = ProbationCycle(State(case="PRO-2026-000001", institution="B3", facts=f))
    return {o.key: o for o in case.owed(f)}


def low(**given: object) -> Facts:
    return facts(screened_on=DAY, serious_harm="low", static_on=DAY, static="low", assessed_on=DAY, **given)


def test_a_team_that_a_review_brings_about_meets_after_its_own_assessment_and_not_a_year_late() -> None:
    f = low()
    assert "meeting" not in owed(f)
    risen = date(2027, 5, 3)
    f.serious_harm, f.screened_on, f.reviews = "medium", risen, [risen]
    assert {"ask_worker", "review#2"} <= set(owed(f))
    f.tracks = {"agency_social_worker": Track(rule="o502.21.3.d.2", asked_on=risen, assigned_on=risen)}
    assert "meeting" not in owed(f)
    f.tracks["agency_social_worker"].assessed_on = date(2027, 5, 20)
    assert owed(f)["meeting"].anchor == date(2027, 5, 20)


def test_a_specialist_in_the_case_is_never_dropped_nor_asked_for_twice() -> None:
    worker = Track(rule="o502.21.3.d.2", asked_on=DAY, assigned_on=DAY, assessed_on=DAY)
    f = low(tracks={"agency_social_worker": worker})
    assert "assess_worker" in owed(f)
    f.serious_harm, f.through = "high", "q8_10"
    assert "ask_psychologist" in owed(f)
    f.tracks["agency_psychologist"] = Track(rule="o502.21.7.2", second=True, asked_on=DAY, assigned_on=DAY)
    assert "ask_psychologist" not in owed(f)


def test_after_death_only_the_summary_report_and_the_archive_are_owed() -> None:
    plan = PlanFacts(met_on=DAY, presented_on=DAY, terminated_on=DAY)
    f = low(plan=plan, ended_ground="o502.30.2.4", terminated=[DAY], archived=[DAY])
    assert set(owed(f)) == {"summary#1", "archive#1"}


def test_what_a_wrong_entry_called_for_is_taken_back_and_nobody_is_late_with_what_the_right_one_calls_for() -> None:
    entered = date(2026, 6, 20)
    f = low(tracks={"agency_social_worker": Track(rule="o502.21.3.d.2", asked_on=DAY, assigned_on=DAY)})
    f.serious_harm = "medium"
    before = know.row(f)
    f.serious_harm = "low"
    effects = Effects()
    corrected(f, before, entered, effects)
    assert (f.tracks, f.assessed_on, effects.reopen) == ({}, None, ["ask_worker", "assign_worker", "appoint_worker"])
    before = know.row(f)
    f.serious_harm, f.through = "high", "q8_10"
    corrected(f, before, entered, Effects())
    due = owed(f)
    assert due["ask_psychologist"].anchor == due["fields"].anchor == entered


def test_a_transfer_to_a_territory_without_services_ends_no_team_and_no_assessment_by_itself() -> None:
    worker = Track(rule="o502.21.3.d.2", asked_on=DAY, assigned_on=DAY)
    f = facts(screened_on=DAY, serious_harm="medium", static_on=DAY, static="low", services=[], moved=[DAY])
    f.tracks = {"agency_social_worker": worker}
    assert know.completed_on(f) is None
    worker.assessed_on = f.assessed_on = date(2026, 6, 12)
    assert know.completed_on(f) == worker.assessed_on
    assert {"meeting", "assess_worker"} <= set(owed(f))


def test_a_transfer_to_a_territory_with_services_makes_nobody_late_with_what_it_calls_for() -> None:
    f = low(services=[])
    f.serious_harm, f.through = "high", "q8_10"
    codes = {"to": "B9", "services": ["psychologist"]}
    at = datetime(2026, 9, 1, tzinfo=TBILISI)
    moved = Act(document="D-1", act="transfer", by="probation_officer", at=at, codes=codes)
    effects = apply(f, moved, None, date(2026, 9, 1))
    assert [e.rule for e in effects.events if e.event == "routed"] == ["o502.21.10.1"]
    due = owed(f)
    assert due["ask_psychologist"].anchor == due["fields"].anchor == date(2026, 9, 1)


def test_a_review_that_finds_a_change_orders_no_new_plan_but_asks_the_team() -> None:
    worker = Track(rule="o502.21.3.d.2", asked_on=DAY, assigned_on=DAY, assessed_on=DAY)
    f = low(tracks={"agency_social_worker": worker}, plan=PlanFacts(met_on=DAY, presented_on=DAY))
    at = datetime(2026, 9, 1, tzinfo=TBILISI)

    def done(key: str, **codes: Code) -> None:
        given = Act(document=key, act="complete", by="probation_officer", step=key, at=at, codes=dict(codes))
        apply(f, given, key, date(2026, 9, 1))

    done("review#1", changed=False)
    assert "plan_question#1" not in owed(f)
    done("review#2", changed=True)
    assert owed(f)["plan_question#1"].duty.actor == "team" and "extra_meeting#1" not in owed(f)
    done("plan_question#1", needed=True)
    assert "extra_meeting#1" in owed(f)
    done("extra_meeting#1", new_plan=True)
    assert (f.cycle, f.plan.presented_on, f.archived) == (2, None, [date(2026, 9, 1)])


def test_a_woman_is_not_referred_by_a_second_request_while_the_first_waits() -> None:
    f = facts(adult_woman=True, screened_on=DAY, serious_harm="medium", women_on=DAY, women_services=["programme"])
    assert "women_ask_worker" not in owed(f)
    f.serious_harm, f.static, f.static_on = "low", "low", DAY
    assert "women_ask_worker" in owed(f)


def test_what_is_awaited_of_one_person_on_one_day_is_said_once() -> None:
    """Current details: parts I and II are one line, a review with its parts one head, and titles stay short."""
    case = State(case="PRO-2026-000001", institution="B3", facts=low(fields_on=DAY))
    alarm = Alarm(kind="reminder", level=0, at=datetime(2026, 6, 9, 9, tzinfo=TBILISI))
    for o in (o for o in owed(case.facts).values() if o.key in ("screening", "static") or "review" in o.key):
        due = date(2027, 6, 1) if "review" in o.key else date(2026, 6, 10)
        case.steps[o.key] = StepState(
            key=o.key, rule=o.duty.rule, rules=o.duty.rules, actor=o.duty.actor, form=o.duty.form, opened=DAY, due=due,
            alarm=alarm,
        )  # fmt: skip
    said = voice.details(Process.probation_cycle, case).split("Awaited:\n\n")[1].splitlines()
    assert [line[:6] for line in said] == ["- **Pr", "- **Pr", "  - Re", "  - At", "  - Re"]
    assert said[0].endswith(
        "on the register. (Order 502 art. 21(2); Annex 1, part I: serious-harm risk screening; Annex 1, part II: "
        "static factors) Until **10 June 2026**; next: reminder on 9 June 2026 09:00"
    )
    assert said[1] == "- **Probation officer**. Until **1 June 2027**; next: reminder on 9 June 2026 09:00"
    assert "part III" in said[3] and "part II:" in said[3]


def test_a_ground_of_the_whole_bureau_asks_for_a_record_where_a_plan_is_in_force() -> None:
    def said(fact: str, on: date) -> Told:
        return Told(id=fact, fact=fact, on=on, at=datetime(2026, 7, 1, tzinfo=TBILISI), codes={"ground": "o502.26.1.c"})

    f = low()
    hear(f, said("suspended", DAY))
    assert f.pauses == []
    f.plan = PlanFacts(met_on=DAY, presented_on=DAY)
    hear(f, said("suspended", DAY))
    hear(f, said("suspended", DAY))
    assert owed(f)["suspension_record#1"].anchor == DAY and len(f.pauses) == 1
    hear(f, said("resumed", date(2026, 6, 20)))
    assert f.pauses[0].ended_on == date(2026, 6, 20)


TERMS = [
    ("o502.21.2.1", date(2026, 6, 1), date(2026, 6, 10)),
    ("o502.21.2.1", date(2026, 12, 28), date(2027, 1, 8)),  # 1-3 and 7 January do not count
    ("o502.21.2.1", date(2026, 4, 2), date(2026, 4, 16)),  # 9 April, Good Friday to Easter Monday
    ("o502.21.5.1", date(2026, 6, 4), date(2026, 6, 22)),
    ("o502.21.11.1", date(2026, 6, 4), date(2026, 6, 22)),
    ("o502.21.5.1", date(2026, 12, 30), date(2027, 1, 20)),  # and 19 January
    ("o502.21.9.2", date(2026, 6, 4), date(2026, 6, 15)),
    ("o502.21.15.2", date(2026, 6, 4), date(2026, 6, 15)),
    ("o502.23.4", date(2026, 6, 5), date(2026, 6, 12)),
    ("o502.23.5.1", date(2026, 6, 5), date(2026, 6, 16)),
    ("o502.24.4.1", date(2026, 6, 5), date(2026, 6, 12)),
    ("o502.30.3", date(2026, 6, 5), date(2026, 6, 19)),
    ("o502.28.2", date(2026, 6, 5), date(2027, 6, 7)),  # 5 June 2027 is a Saturday
]


@pytest.mark.parametrize(("rule", "since", "due"), TERMS)
def test_the_last_day_of_each_term(rule: str, since: date, due: date) -> None:
    assert count(rule, since, shipped_calendar()).due == due
