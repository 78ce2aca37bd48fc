"""Order 502, article 37: every ground, what it needs, its form, and the schedules of its attempts."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.former_prisoner_case import Facts, Legal, Psychology, Run
from rules.catalogue import rule, rules
from rules.order_502.former_attempts import (
    fortnightly,
    four_in_a_month,
    monthly_forms,
    next_weekly,
    run_is_full,
    silence_is_full,
    unbroken_silence,
)
from rules.order_502.former_grounds import GROUNDS, applies, fits, form_of, limit_of, made_out, others_work
from tests.rules.former import DAY0, active, assessed, day, new, ongoing

MARCH = date(2026, 3, 3)
LAST = day(900)


def test_the_grounds_are_the_catalogue_s() -> None:
    terminations = {r.id for r in rules("o502") if r.id.startswith("o502.37.") and r.kind == "termination"}
    assert set(GROUNDS) == terminations - {"o502.37.1.1"}


# ------------------------------------------------------------------ (a): four calls a week apart


@pytest.mark.rule("o502.37.2.a.1", "o502.37.2.a.2")
def test_four_calls_a_week_apart_in_a_month() -> None:
    weekly = [MARCH + timedelta(days=n) for n in rule("o502.37.2.a.1").values["schedule_days"]]
    assert four_in_a_month(weekly[:3]) is None
    assert four_in_a_month(weekly) == date(2026, 3, 24)
    assert next_weekly([]) is None
    assert next_weekly(weekly[:1]) == date(2026, 3, 10)


@pytest.mark.rule("o502.37.2.a.1")
@pytest.mark.parametrize(("fourth", "made"), [((4, 2), True), ((4, 3), True), ((4, 4), False)])
def test_the_four_lie_within_one_month(fourth: tuple[int, int], made: bool) -> None:
    calls = [MARCH, date(2026, 3, 10), date(2026, 3, 17), date(2026, *fourth)]
    assert (four_in_a_month(calls) is not None) is made


@pytest.mark.rule("o502.37.2.a.1")
@given(st.lists(st.integers(7, 20), min_size=3, max_size=8))
def test_the_ground_stands_exactly_on_four_in_a_month(gaps: list[int]) -> None:
    calls = [MARCH]
    for gap in gaps:
        calls.append(calls[-1] + timedelta(days=gap))
    found = four_in_a_month(calls)
    within = [c for a, c in zip(calls, calls[3:], strict=False) if (c - a).days <= 31 and c <= _a_month_after(a)]
    assert found == (within[0] if within else None)


def _a_month_after(start: date) -> date:
    year, month = (start.year, start.month + 1) if start.month < 12 else (start.year + 1, 1)
    for last in (start.day, 30, 29, 28):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    raise AssertionError


@pytest.mark.rule("o502.37.2.a.1")
def test_one_call_that_reaches_puts_it_out() -> None:
    calls = [day(n) for n in (0, 7, 14, 21)]
    assert "o502.37.2.a.1" in made_out(active(counted_calls=calls), LAST)
    assert "o502.37.2.a.1" not in made_out(active(counted_calls=calls, reached=[day(22)]), LAST)


# ------------------------------------------------------------------ (b), (c): two weeks apart for three months


@pytest.mark.rule("o502.37.2.b.2", "o502.37.2.c.2", "o502.37.2.b.4")
def test_the_days_of_calls_and_forms_count_from_day_0() -> None:
    for kind in "bc":
        assert [(d - DAY0).days for d in fortnightly(kind, DAY0)] == [14, 28, 42, 56, 70, 84]
    assert monthly_forms(date(2026, 11, 30)) == (date(2026, 12, 30), date(2027, 1, 30), date(2027, 2, 28))
    assert run_is_full("b", 6, 3)
    assert not run_is_full("b", 6, 2)
    assert not run_is_full("b", 5, 3)
    assert run_is_full("c", 6, 0)


@pytest.mark.rule("o502.37.2.b.1", "o502.37.2.c.1")
@pytest.mark.parametrize(("kind", "ground", "met"), [("b", "o502.37.2.b.1", []), ("c", "o502.37.2.c.1", [day(5)])])
def test_the_months_and_every_call(kind: Any, ground: str, met: list[date]) -> None:
    whole = Run(kind=kind, n=1, since=day(6), calls=6, forms=3)
    ripe = {ground: day(98)}
    assert made_out(active(run=whole, meetings=met, ripe=ripe), LAST) == {ground: day(98)}
    assert not made_out(active(run=whole, meetings=met), LAST)
    missing = whole.model_copy(update={"calls": 5})
    assert not made_out(active(run=missing, meetings=met, ripe=ripe), LAST)
    if kind == "b":
        assert not made_out(active(run=whole, meetings=[day(90)], ripe=ripe), LAST)


# ------------------------------------------------------------------ 3(g): three months in a row


@pytest.mark.rule("o502.37.3.g")
@pytest.mark.parametrize(
    ("attempts", "upto", "full", "start"),
    [
        ([1, 32, 62], date(2026, 6, 3), False, 1),
        ([1, 32, 62], date(2026, 6, 4), True, 1),
        ([1, 62], date(2026, 6, 4), False, 62),
        ([1, 5], date(2026, 6, 4), False, None),
        ([1, 93], date(2026, 6, 4), False, 93),
    ],
)
def test_an_attempt_in_each_month(attempts: list[int], upto: date, full: bool, start: int | None) -> None:
    failed = [day(n) for n in attempts]
    assert silence_is_full(failed, upto) is full
    assert unbroken_silence(failed, upto) == (None if start is None else day(start))


@pytest.mark.rule("o502.37.3.g")
def test_silence_closes_an_ongoing_case_and_no_waiting_one() -> None:
    ripe = {"o502.37.3.g": day(140)}
    assert made_out(ongoing(ripe=ripe), LAST)["o502.37.3.g"] == day(140)
    assert "o502.37.3.g" not in made_out(ongoing(status="waiting", ripe=ripe), LAST)


# ------------------------------------------------------------------ the grounds that people ascertain


WARNED = [day(n) for n in (3, 9, 12)]
SEARCHED = {"consent": "general", "certificate_found": False, "proof_asked_on": day(30)}


def said(what: str) -> dict[str, Any]:
    """A circumstance confirmed."""
    return {"circumstances": {what: day(50)}}


EACH: list[tuple[str, Facts]] = [
    ("o502.37.2.d.2", active(ripe={"o502.37.2.d.2": day(150)})),
    ("o502.37.2.e", active(**said("contact_data_unusable"))),
    ("o502.37.2.f", active(**said("participation_refused"))),
    ("o502.37.2.g", active(ripe={"o502.37.2.g": day(100)}, **said("assessment_hindered"))),
    ("o502.37.2.g", active(ripe={"o502.37.2.g": day(100)}, absence_extra_used=True, resumed_on=day(80))),
    ("o502.37.2.h", active(**said("one_off_service_given"))),
    ("o502.37.2.i", active(warnings_assessment=WARNED)),
    ("o502.37.2.j", active(**said("sentenced_to_imprisonment"))),
    ("o502.37.2.k", active(**said("beyond_competence"))),
    ("o502.37.2.l", active(**said("criteria_not_met"))),
    ("o502.37.2.l", ongoing(**said("criteria_not_met"))),
    ("o502.37.2.m", active(**SEARCHED, **said("proof_not_found"))),
    ("o502.37.2.m", ongoing(status="waiting", **SEARCHED, **said("proof_not_found"))),
    ("o502.37.3.a", ongoing(**said("rehabilitation_ended"))),
    ("o502.37.3.b", assessed(warnings_rehabilitation=WARNED)),
    ("o502.37.3.c", ongoing(not_done=1, **said("plan_measures_not_done"))),
    ("o502.37.3.d", assessed(**said("sentenced_to_imprisonment"))),
    ("o502.37.3.e", ongoing(**said("participation_refused"))),
    ("o502.37.3.f", ongoing(status="waiting", **said("beyond_competence"))),
]


@pytest.mark.parametrize(("ground", "case"), [pytest.param(g, case, marks=pytest.mark.rule(g)) for g, case in EACH])
def test_each_ground_is_made_out_and_closes_with_its_form_alone(ground: str, case: Facts) -> None:
    on = day(200)
    assert ground in made_out(case, on)
    assert fits(case, ground, form_of(ground), on) is None
    other = "annex-20" if form_of(ground) == "annex-17" else "annex-17"
    no = fits(case, ground, other, on)
    assert no is not None
    assert no.rule == "o502.37.1.2"
    assert form_of(ground) in no.way_on


@pytest.mark.rule("o502.37.1.1")
@pytest.mark.parametrize("ground", sorted(GROUNDS))
def test_a_ground_that_is_not_made_out_is_refused_with_what_it_needs(ground: str) -> None:
    case = active() if GROUNDS[ground].form == "annex-17" else ongoing()
    no = fits(case, ground, None, day(100))
    assert no is not None
    assert no.rule == ground
    assert GROUNDS[ground].needs in no.way_on


@pytest.mark.parametrize("ground", [g for g, x in GROUNDS.items() if x.twin])
def test_of_twins_the_stage_decides(ground: str) -> None:
    twin = GROUNDS[ground].twin
    assert twin is not None
    assert GROUNDS[twin].twin == ground
    assert applies(active(), ground) is not applies(assessed(), ground)
    assert applies(active(), ground) is applies(assessed(), twin)


@pytest.mark.rule("o502.37.2.i", "o502.37.3.b")
def test_warnings_count_for_their_own_process() -> None:
    assert not made_out(active(warnings_assessment=WARNED[:2]), LAST)
    assert "o502.37.3.b" not in made_out(assessed(warnings_assessment=WARNED), day(100))
    assert "o502.37.3.b" not in made_out(assessed(warnings_rehabilitation=WARNED[:2]), day(100))


@pytest.mark.rule("o502.37.2.m")
def test_nothing_could_fail_to_be_found_without_a_search() -> None:
    refused = active(**{**SEARCHED, "consent": "refused"}, **said("proof_not_found"))
    assert not made_out(refused, LAST)
    assert not made_out(active(**SEARCHED, proof_brought_on=day(40), **said("proof_not_found")), LAST)


@pytest.mark.rule("o502.36.6.1", "o502.37.3.a")
def test_when_the_two_years_have_run_out_the_process_has_ended() -> None:
    assert limit_of(ongoing()) == date(2028, 3, 2)
    assert limit_of(ongoing(limit_months=6)) == date(2028, 9, 2)
    assert limit_of(new()) is None
    assert not made_out(ongoing(), date(2028, 3, 1))
    assert "o502.37.3.a" in made_out(ongoing(), date(2028, 3, 2))
    assert not made_out(active(), date(2028, 3, 3))


@pytest.mark.rule("o502.37.4")
def test_others_who_work_on_the_case() -> None:
    assert others_work(ongoing()) == []
    psychologist = Psychology(n=1, basis="urgent_need", referred_on=day(50))
    both = ongoing(psychology=[psychologist], legal=[Legal(n=1, planned_on=day(60))])
    assert others_work(both) == ["programme_psychologist", "programme_lawyer"]
    ended = psychologist.model_copy(update={"closed_on": day(90)})
    assert others_work(ongoing(psychology=[ended], legal=[Legal(n=1, planned_on=day(60), done_on=day(61))])) == []


@pytest.mark.rule("o502.37.1.1")
def test_death_is_no_ground_and_nobody_is_closed_unassigned() -> None:
    assert not made_out(ongoing(died_on=day(60), **said("participation_refused")), day(100))
    assert not made_out(new(**said("participation_refused")), day(100))
    unknown = fits(ongoing(), "o502.37.9", None, day(100))
    assert unknown is not None
    assert unknown.rule == "o502.37.1.1"
