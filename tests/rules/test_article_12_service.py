"""Order 502, article 12: terms of the tracks, who submits, characteristics, requests, those outside case management."""

from datetime import date

import pytest

from models.psychology_service import Track
from rules.order_502.psychology import (
    characteristic,
    open_to,
    outlasts,
    passes_on,
    psychological_service,
    request,
    submitter,
)
from rules.terms.calendar import shipped_calendar
from rules.terms.counting import count

CALENDAR = shipped_calendar()


@pytest.mark.parametrize(
    ("rule", "since", "due"),
    [
        # Found on a Thursday: the second working day is Monday. Found before the week-end of Easter 2026 (10-13 April).
        ("o502.8.10.a.1", date(2026, 6, 4), date(2026, 6, 8)),
        ("o502.8.10.a.1", date(2026, 4, 9), date(2026, 4, 15)),
        ("o502.8.10.a.2", date(2026, 6, 8), date(2026, 6, 15)),
        ("o502.12.4.1", date(2026, 6, 4), date(2026, 6, 11)),
        # The week ends on Sunday the 14th, so on Monday.
        ("o502.12.4.1", date(2026, 6, 7), date(2026, 6, 15)),
        ("o502.12.10.1", date(2026, 10, 9), date(2026, 10, 16)),
    ],
)
def test_the_terms_of_the_tracks(rule: str, since: date, due: date) -> None:
    assert count(rule, since, CALENDAR).due == due


def test_weeks_7_to_10_of_the_cycle() -> None:
    counted = count("o502.12.2.c", date(2026, 6, 1), CALENDAR)
    assert (counted.opens, counted.due) == (date(2026, 7, 14), date(2026, 8, 10))


@pytest.mark.rule("o502.12.2.e", "o502.12.4.2")
@pytest.mark.parametrize(
    ("track", "holder", "who"),
    [
        ("planned", "case_manager", ("case_manager", "o502.12.2.e")),
        ("high_risk", "case_manager", ("case_manager", "o502.12.2.e")),
        ("planned", "case_administrator", ("case_administrator", "o502.12.2.e")),
        ("instant", "case_manager", ("psychologist", "o502.12.4.2")),
        ("instant", "case_administrator", ("psychologist", "o502.12.4.2")),
    ],
)
def test_who_submits_the_plan(track: Track, holder: str, who: tuple[str, str]) -> None:
    assert submitter(track, holder) == who


@pytest.mark.rule("o502.12.2.e")
@pytest.mark.parametrize(
    ("ends", "warned"),
    [(date(2027, 1, 23), False), (date(2027, 1, 24), False), (date(2027, 1, 25), True), (None, False)],
)
def test_a_plan_that_outlasts_the_individual_plan_is_warned_of(ends: date | None, warned: bool) -> None:
    assert outlasts(ends, date(2027, 1, 24)) is warned
    assert not outlasts(ends, None)


@pytest.mark.rule("o502.12.12")
@pytest.mark.parametrize(
    ("requested", "ended", "allowed"),
    [
        (date(2027, 7, 9), date(2026, 7, 10), True),
        (date(2027, 7, 10), date(2026, 7, 10), True),
        (date(2027, 7, 11), date(2026, 7, 10), False),
        # A year back from 29 February is 28 February; a Sunday moves nothing.
        (date(2028, 2, 29), date(2027, 2, 28), True),
        (date(2028, 2, 29), date(2027, 2, 27), False),
    ],
)
def test_a_characteristic_within_a_year_of_the_work(requested: date, ended: date, allowed: bool) -> None:
    asked = characteristic(requested, working=False, ended=ended)
    assert asked.allowed is allowed
    assert asked.rule == "o502.12.12"


@pytest.mark.rule("o502.12.12")
def test_a_characteristic_while_working_or_never_worked() -> None:
    assert characteristic(date(2026, 7, 1), working=True, ended=None).allowed
    assert not characteristic(date(2026, 7, 1), working=False, ended=None).allowed


@pytest.mark.rule("o502.12.13.1", "o502.12.13.2")
@pytest.mark.parametrize(
    ("role", "how"),
    [
        ("convict", "own"),
        ("accused", "own"),
        ("case_manager", "own"),
        ("case_administrator", "annex-10"),
        ("other_specialist", "annex-10"),
        ("team", None),
    ],
)
def test_who_approaches_the_psychologist_how(role: str, how: str | None) -> None:
    assert request(role) == how


@pytest.mark.rule("o502.12.14")
@pytest.mark.parametrize(
    ("rule", "open_there"),
    [
        ("o502.12.1", True),
        ("o502.12.5", True),
        ("o502.12.6", True),
        ("o502.12.12", True),
        ("o502.12.13.1", True),
        ("o502.12.13.2", True),
        ("o502.12.2.c", False),
        ("o502.12.4.1", False),
        ("o502.12.8", False),
        ("o502.12.10.1", False),
        ("o502.12.11", False),
        ("o502.8.10.a.1", False),
    ],
)
def test_what_is_open_outside_of_case_management(rule: str, open_there: bool) -> None:
    assert open_to([rule], in_case_management=False).allowed is open_there
    assert open_to([rule], in_case_management=True).allowed


@pytest.mark.rule("o502.12.6")
def test_a_referral_goes_by_way_of_the_holder_else_of_a_social_worker() -> None:
    assert passes_on("case_manager", in_case_management=True) == "case_manager"
    assert passes_on("case_administrator", in_case_management=True) == "case_administrator"
    assert passes_on("case_manager", in_case_management=False) == "prison_social_worker"


@pytest.mark.rule("o502.1.2")
@pytest.mark.parametrize(
    ("on", "allowed"), [(date(2026, 2, 10), False), (date(2026, 2, 11), True), (date(2026, 2, 12), True)]
)
def test_the_service_is_for_adults_accused_or_convicted(on: date, allowed: bool) -> None:
    assert psychological_service(date(2008, 2, 11), on).allowed is allowed
