"""Where case management applies, whom it is for, and the marks of a cycle: the order's points 2-4 and article 3."""

from datetime import date, timedelta

import pytest

from rules.order_502.eligibility import beneficiary, case_management
from rules.order_502.marks import marks
from rules.order_502.scope import in_area, in_institution
from rules.order_502.team import both_seats, members
from rules.terms.calendar import shipped_calendar

LATEST = date(2023, 12, 31)
ONE = timedelta(days=1)


@pytest.mark.rule("o502.order.2.a", "o502.order.2.b", "o502.order.2.c", "o502.order.3")
@pytest.mark.parametrize("on", [LATEST - ONE, LATEST, LATEST + ONE])
def test_the_first_stage_and_the_latest_day(on: date) -> None:
    assert in_institution("5", on).rule == "o502.order.2.a"
    assert in_institution("16", on).rule == "o502.order.2.b"
    lifer, other = in_institution("8", on, life_sentence=True), in_institution("8", on)
    assert (lifer.allowed, lifer.rule) == (True, "o502.order.2.c")
    assert (other.allowed, other.rule) == (on > LATEST, "o502.order.3")


def test_an_institution_may_say_that_it_has_none() -> None:
    assert in_institution("5", LATEST + ONE, available=False).rule == "o502.15.1.f"


@pytest.mark.rule("o502.order.4")
@pytest.mark.parametrize(
    ("roles", "allowed"),
    [
        (("agency_social_worker", "agency_psychologist"), True),
        (("agency_social_worker",), False),
        (("agency_psychologist",), False),
        ((), False),
    ],
)
def test_the_agency_needs_both_services(roles: tuple[str, ...], allowed: bool) -> None:
    assert in_area(roles).allowed is allowed


@pytest.mark.rule("o502.3.a")
def test_who_is_a_beneficiary() -> None:
    born = date(2008, 5, 4)
    for on, adult in ((date(2026, 5, 3), False), (date(2026, 5, 4), True), (date(2026, 5, 5), True)):
        assert beneficiary("convict", born, on).allowed is adult
        assert case_management("convict", born, on).allowed is adult
    assert beneficiary("conditionally_sentenced", born, date(2026, 5, 3)).allowed
    assert beneficiary("former_prisoner", born, date(2026, 5, 3)).allowed


@pytest.mark.rule("o502.3.k.1", "o502.3.k.2")
def test_the_marks_of_a_cycle_are_shown_and_no_term() -> None:
    assessment, cycle = marks(date(2026, 6, 1), shipped_calendar())
    assert (assessment.day, cycle.day) == (date(2026, 7, 13), date(2027, 2, 1))
    assert "drafted" not in assessment.what
    assert "as a rule" in cycle.what
    assert "drafted" in marks(date(2026, 6, 1), shipped_calendar(), "high")[0].what
    assert "drafted" not in marks(date(2026, 6, 1), shipped_calendar(), "medium")[0].what


@pytest.mark.rule("o502.3.n")
def test_the_team_is_set_by_the_case() -> None:
    assert set(members(with_psychologist=True)) - set(members(with_psychologist=False)) == {"psychologist"}


@pytest.mark.rule("o502.3.m")
def test_one_person_in_both_seats_is_warned_of() -> None:
    assert both_seats({"case_manager": {"S-1"}, "case_administrator": {"S-1", "S-2"}}) == ("S-1",)
    assert both_seats({"case_manager": {"S-1"}, "case_administrator": {"S-2"}}) == ()
    assert both_seats({"case_manager": {"S-1"}}) == ()
