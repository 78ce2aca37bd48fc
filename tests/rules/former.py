"""A former prisoner's case at each of its stages, for tests of the pure rules."""

from datetime import date, timedelta
from typing import Any

from models.former_prisoner_case import Facts

DAY0 = date(2026, 3, 2)
"""The assignment."""


def day(n: int) -> date:
    """So many days after the assignment."""
    return DAY0 + timedelta(days=n)


def new(**given: Any) -> Facts:
    """A referral that waits for the head."""
    return Facts(**{"filled_on": DAY0, "released_on": date(2025, 11, 3), **given})


def active(**given: Any) -> Facts:
    """Assigned on day 0."""
    return new(**{"status": "active", "assigned_on": DAY0, "active_on": DAY0, **given})


def assessed(**given: Any) -> Facts:
    """Assessed on day 40, two meetings held, one of them at home."""
    meetings = {"meetings": [day(7), day(20)], "home_visits": [day(20)], "reached": [day(1)]}
    return active(**{**meetings, "assessed_on": day(40), **given})


def ongoing(**given: Any) -> Facts:
    """The plan signed on day 45."""
    return assessed(**{"status": "ongoing", "plan_signed_on": day(45), "ongoing_on": day(45), **given})
