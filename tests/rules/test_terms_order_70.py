"""Every term of Order 70, counted from Monday 2 March 2026; the dates from another script."""

from datetime import date

import pytest

from rules.terms.calendar import shipped_calendar
from rules.terms.counting import count

MONDAY = date(2026, 3, 2)


def proves(rule_id: str, due: str) -> object:
    """A row, marked with the rule that it proves."""
    return pytest.param(rule_id, date.fromisoformat(due), marks=pytest.mark.rule(rule_id), id=rule_id)


ROWS = [
    proves("o70.ord3.1", "2026-03-17"),
    proves("o70.ord3.2", "2026-03-17"),
    proves("o70.7.5.s2", "2026-03-06"),
    proves("o70.11", "2026-03-17"),
    proves("o70.12.1.s2", "2026-03-31"),
    proves("o70.12.2.s2", "2026-03-09"),
    proves("o70.12.7", "2026-03-10"),
    proves("o70.12.8.s1", "2026-03-06"),
    proves("o70.14.1", "2026-03-31"),
    proves("o70.16.2", "2027-03-02"),
    proves("o70.16.3.s1", "2026-02-02"),
    proves("o70.17.s3", "2026-04-02"),
    proves("o70.a2.4.1", "2020-03-02"),
    proves("o70.a2.4.2", "2016-03-02"),
    proves("o70.a2.4.3", "2001-03-02"),
]


@pytest.mark.parametrize(("rule_id", "due"), ROWS)
def test_term_ends_on(rule_id: str, due: date) -> None:
    """The last day, or the first open day of a bar."""
    assert count(rule_id, MONDAY, shipped_calendar()).due == due
