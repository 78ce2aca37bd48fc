"""Order 502, article 8: the routes, the windows, the week of the meeting."""

from datetime import date, timedelta

import pytest

from rules.order_502.psychology import after_a_week_of_work
from rules.order_502.routing import (
    BadChoice,
    Route,
    meeting_rule,
    meeting_week,
    reasoned_choice,
    route,
)
from rules.order_502.scoring import Level
from rules.terms.calendar import shipped_calendar
from rules.terms.counting import count
from rules.terms.dates import end_of_day

LEVELS: tuple[Level | None, ...] = ("low", "medium", "high", None)


@pytest.mark.rule("o502.8.7.1", "o502.8.7.2")
@pytest.mark.parametrize("static", ["low", "medium"])
def test_low_harm_and_no_high_static_goes_to_the_administrator(static: Level) -> None:
    way = route("low", static)
    assert (way.route, way.rule, way.holder) == (Route.administrator, "o502.8.7.2", "case_administrator")
    assert way.dynamic is False
    assert way.facts == {"serious_harm": "low", "static": static}


@pytest.mark.rule("o502.8.8.1")
def test_low_harm_and_high_static_is_a_reasoned_choice() -> None:
    way = route("low", "high")
    assert (way.route, way.holder, way.dynamic) == (Route.reasoned_choice, None, True)
    assert way.rules == ("o502.8.8.1", "o502.8.8.2")


@pytest.mark.rule("o502.8.9.1", "o502.8.9.2", "o502.8.9.3")
@pytest.mark.parametrize("static", LEVELS)
def test_medium_harm_stays_whatever_the_static_level(static: Level | None) -> None:
    way = route("medium", static)
    assert (way.route, way.rule, way.holder) == (Route.case_manager_medium, "o502.8.9.3", "case_manager")


@pytest.mark.rule("o502.8.10.b.1", "o502.8.10.b.2")
@pytest.mark.parametrize("static", LEVELS)
def test_high_harm_stays_whatever_the_static_level(static: Level | None) -> None:
    way = route("high", static)
    assert (way.route, way.rule, way.holder) == (Route.case_manager_high, "o502.8.10.b.1", "case_manager")
    assert "o502.8.10.a.1" in way.rules


def test_low_harm_without_the_static_level_is_not_yet_routed() -> None:
    way = route("low", None)
    assert (way.route, way.rule, way.rules, way.dynamic) == (Route.undetermined, None, (), None)


@pytest.mark.rule("o502.8.8.2")
@pytest.mark.parametrize(
    ("outcome", "holder", "psychologist"),
    [("case_administrator", "case_administrator", False), ("case_manager", "case_manager", False),
     ("case_manager_with_psychologist", "case_manager", True)],
)  # fmt: skip
def test_the_choice_of_the_case_manager(outcome: str, holder: str, psychologist: bool) -> None:
    choice = reasoned_choice(outcome, with_reasons=True)
    assert (choice.holder, choice.psychologist) == (holder, psychologist)
    with pytest.raises(BadChoice, match="needs reasons"):
        reasoned_choice(outcome, with_reasons=False)


@pytest.mark.rule("o502.8.8.2")
def test_an_outcome_that_the_article_does_not_name() -> None:
    with pytest.raises(BadChoice, match="choose one of"):
        reasoned_choice("nobody", with_reasons=True)


@pytest.mark.rule("o502.8.11.1", "o502.8.11.2")
def test_the_team_meets_in_week_six_with_high_harm_else_in_week_seven() -> None:
    assert [meeting_week(level) for level in ("low", "medium", "high")] == [7, 7, 6]
    assert meeting_rule("high") == "o502.8.11.2"


@pytest.mark.parametrize(
    ("rule_id", "first", "last"),
    [("o502.8.8.1", 15, 42), ("o502.8.9.2", 8, 35), ("o502.8.10.b.2", 8, 35), ("o502.8.11.1", 43, 49),
     ("o502.8.11.2", 36, 42), ("o502.8.14", 50, 56), ("o502.9.2", 1, 14), ("o502.12.2.c", 43, 70)],
)  # fmt: skip
def test_week_n_is_days_7n_minus_6_to_7n(rule_id: str, first: int, last: int) -> None:
    day_zero = date(2026, 6, 1)
    counted = count(rule_id, day_zero, shipped_calendar())
    assert counted.opens == day_zero + timedelta(days=first)
    assert counted.raw_end == day_zero + timedelta(days=last)


@pytest.mark.rule("o502.8.3")
@pytest.mark.parametrize(
    ("left", "due"),
    [("2026-11-13", "2026-11-20"), ("2026-11-16", "2026-11-24"), ("2026-11-17", "2026-11-24"),
     ("2026-11-14", "2026-11-24"), ("2026-04-02", "2026-04-14")],
)  # fmt: skip
def test_screening_is_due_in_a_week(left: str, due: str) -> None:
    """The day before, on, and after Saint George's Day; over a weekend; on the eve of Easter."""
    assert count("o502.8.3", date.fromisoformat(left), shipped_calendar()).due == date.fromisoformat(due)


@pytest.mark.rule("o502.8.3")
def test_late_begins_at_midnight() -> None:
    """T7: the whole last day is available."""
    due = count("o502.8.3", date(2026, 3, 2), shipped_calendar()).due
    assert end_of_day(due).isoformat() == "2026-03-10T00:00:00+04:00"


@pytest.mark.rule("o502.8.10.a.1")
@pytest.mark.parametrize(
    ("found", "due"),
    [("2026-03-04", "2026-03-06"), ("2026-03-05", "2026-03-09"), ("2026-03-06", "2026-03-10"),
     ("2026-03-07", "2026-03-10"), ("2026-03-02", "2026-03-05")],
)  # fmt: skip
def test_psychologist_starts_on_the_second_working_day(found: str, due: str) -> None:
    """Weekends and Mother's Day (3 March) do not count."""
    assert count("o502.8.10.a.1", date.fromisoformat(found), shipped_calendar()).due == date.fromisoformat(due)


@pytest.mark.rule("o502.8.10.a.2")
def test_the_strategy_is_discussed_after_a_week_of_work() -> None:
    """The earliest moment: the same weekday a week later, a day off or not."""
    assert after_a_week_of_work(date(2026, 11, 16)) == date(2026, 11, 23)


@pytest.mark.rule("o502.8.10.a.2")
def test_the_strategy_meeting_is_planned_for_a_working_day() -> None:
    """Exactly one week later; Saint George's Day moves it."""
    assert count("o502.8.10.a.2", date(2026, 11, 16), shipped_calendar()).due == date(2026, 11, 24)
