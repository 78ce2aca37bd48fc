"""Every term of the later danger-risk rule, counted from Monday 2 March 2026; the dates from another script."""

from datetime import date

import pytest

from rules.terms.calendar import shipped_calendar
from rules.terms.counting import count

MONDAY = date(2026, 3, 2)


def proves(rule_id: str, due: str) -> object:
    """A row, marked with the rule that it proves."""
    return pytest.param(rule_id, date.fromisoformat(due), marks=pytest.mark.rule(rule_id), id=rule_id)


ROWS = [
    proves("dr2.7.5.s2", "2026-03-06"),
    proves("dr2.12.1.s1", "2026-03-24"),
    proves("dr2.13.1.s2", "2026-03-31"),
    proves("dr2.13.2.s2", "2026-03-09"),
    proves("dr2.13.9", "2026-03-10"),
    proves("dr2.13.10.s1", "2026-03-06"),
    proves("dr2.15.1", "2026-03-17"),
    proves("dr2.15.2.s1", "2025-09-02"),
    proves("dr2.15.2.s2", "2026-03-23"),
    proves("dr2.15.3", "2026-03-23"),
    proves("dr2.15.5.s1", "2026-03-31"),
    proves("dr2.16.1", "2026-03-10"),
    proves("dr2.17.2.a.s1", "2027-03-02"),
    proves("dr2.17.2.b.s1", "2027-09-02"),
    proves("dr2.17.3", "2026-06-02"),
    proves("dr2.17.4.s1", "2026-02-02"),
    proves("dr2.18.s3", "2026-04-02"),
    proves("dr2.15.4", "2026-06-30"),  # opens after day 90, 31 May; a month later, 30 June
]


@pytest.mark.parametrize(("rule_id", "due"), ROWS)
def test_term_ends_on(rule_id: str, due: date) -> None:
    """The last day, or the first open day of a bar."""
    assert count(rule_id, MONDAY, shipped_calendar()).due == due
