"""The working-day calendar, and a second opinion on it."""

from datetime import UTC, date, datetime, timedelta

import holidays
import pytest

from law.calendar_data import SHIPPED_DAYS, STATUTORY
from models.terms import DayOff
from rules.terms.calendar import WorkCalendar, shipped_calendar
from rules.terms.dates import end_of_day, local_date, months_after, start_of_day
from rules.terms.easter import orthodox_easter

STATUTE = WorkCalendar(STATUTORY)
GOVERNMENT_DAYS_OF_THE_PACKAGE = {date(2024, 5, 17), date(2025, 8, 29)}


@pytest.mark.parametrize("year", [2024, 2025, 2026, 2027])
def test_statutory_days_agree_with_the_second_opinion(year: int) -> None:
    """The package mixes two Government days into the law; all else is the same."""
    theirs = set(holidays.country_holidays("GE", years=year)) - GOVERNMENT_DAYS_OF_THE_PACKAGE
    assert {day for day, _, _ in STATUTE.days_off(year)} == theirs


@pytest.mark.parametrize(
    ("year", "sunday"),
    [(2024, "2024-05-05"), (2025, "2025-04-20"), (2026, "2026-04-12"), (2027, "2027-05-02")],
)
def test_easter(year: int, sunday: str) -> None:
    """Orthodox Easter Sunday."""
    assert orthodox_easter(year) == date.fromisoformat(sunday)


def test_easter_outside_the_years_is_refused() -> None:
    """The Julian lag of 13 days holds for 1900-2099 only."""
    with pytest.raises(ValueError, match="1900 to 2099"):
        orthodox_easter(2100)


def test_17_may_is_a_day_off_since_2025() -> None:
    """2024: a Friday, working by statute. 2027: a Monday, off."""
    assert STATUTE.is_working(date(2024, 5, 17))
    assert STATUTE.why_off(date(2027, 5, 17)) == "the Day of Family Sanctity and Respect for Parents"


def test_shipped_days_are_off_and_named_after_their_act() -> None:
    """Each declared day is off in the shipped calendar and works by statute, unless it is off anyway."""
    calendar = shipped_calendar()
    assert len(SHIPPED_DAYS) == 40
    for declared in SHIPPED_DAYS:
        assert not calendar.is_working(declared.day)
    assert calendar.why_off(date(2026, 1, 5)) == (
        "declared off: Government decision of December 2025 (number not verified)"
    )
    assert calendar.by_statute().is_working(date(2026, 1, 5))


def test_a_declared_working_day_and_the_last_word() -> None:
    """A Saturday made working; declared off again by a later entry."""
    saturday = date(2026, 3, 14)
    working = DayOff(day=saturday, off=False, act="a", entered_by="x")
    calendar = STATUTE.with_declared((working,))
    assert calendar.is_working(saturday)
    again = calendar.with_declared((DayOff(day=saturday, off=True, act="b", entered_by="x"),))
    assert again.why_off(saturday) == "declared off: b"


def test_a_day_for_one_body_counts_for_that_body() -> None:
    """Off for the Agency, working for the Service and for the rest."""
    day = date(2026, 3, 5)
    calendar = STATUTE.with_declared((DayOff(day=day, act="a", entered_by="x", applies_to="agency"),))
    assert calendar.is_working(day)
    assert calendar.for_body("service").is_working(day)
    assert not calendar.for_body("agency").is_working(day)


def test_the_version_follows_the_declared_days() -> None:
    """The same days give the same version, others another; no clock and no order in it."""
    a = DayOff(day=date(2026, 3, 5), act="a", entered_by="x")
    b = DayOff(day=date(2026, 3, 6), act="b", entered_by="y")
    assert STATUTE.with_declared((a, b)).version == STATUTE.with_declared((b, a)).version
    assert STATUTE.with_declared((a,)).version != STATUTE.with_declared((a, b)).version
    assert STATUTE.version == "ge-2026.1/statute"


def test_a_day_is_a_day_in_tbilisi() -> None:
    """28 February 20:30 UTC is already March; late begins at 00:00 of the next day."""
    assert local_date(datetime(2026, 2, 28, 20, 30, tzinfo=UTC)) == date(2026, 3, 1)
    assert local_date(datetime(2026, 2, 28, 19, 59, tzinfo=UTC)) == date(2026, 2, 28)
    assert end_of_day(date(2026, 3, 1)) == start_of_day(date(2026, 3, 2))
    assert end_of_day(date(2026, 3, 1)).isoformat() == "2026-03-02T00:00:00+04:00"
    assert local_date(end_of_day(date(2026, 3, 1)) - timedelta(microseconds=1)) == date(2026, 3, 1)
    with pytest.raises(ValueError, match="time zone"):
        local_date(datetime(2026, 3, 1))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [("2026-08-31", 6, "2027-02-28"), ("2023-08-31", 6, "2024-02-29"), ("2024-02-29", 12, "2025-02-28"),
     ("2026-01-31", 1, "2026-02-28"), ("2026-03-31", -1, "2026-02-28"), ("2026-02-28", 1, "2026-03-28")],
)  # fmt: skip
def test_months_in_one_step(day: str, months: int, end: str) -> None:
    """T6: clamped once, never chained."""
    assert months_after(date.fromisoformat(day), months) == date.fromisoformat(end)
