"""Every term of Order 320, counted from Monday 2 March 2026; the dates from another script."""

from datetime import date

import pytest

from rules.terms.calendar import shipped_calendar
from rules.terms.counting import count

MONDAY = date(2026, 3, 2)


def proves(rule_id: str, due: str) -> object:
    """A row, marked with the rule that it proves."""
    return pytest.param(rule_id, date.fromisoformat(due), marks=pytest.mark.rule(rule_id), id=rule_id)


ROWS = [
    proves("o320.4.7.4", "2026-02-25"),
    proves("o320.4.11.1", "2027-03-02"),
    proves("o320.9.2.e", "2026-06-02"),
    proves("o320.10.3", "2026-09-02"),
    proves("o320.10.6", "2026-03-12"),
    proves("o320.11.3.2", "2026-05-04"),
    proves("o320.11.4", "2026-02-25"),
    proves("o320.11.5", "2026-03-17"),
    proves("o320.16.3.1", "2026-02-27"),
    proves("o320.18.3.1", "2026-02-27"),
    proves("o320.21.1", "2026-06-02"),
    proves("o320.22.1.2", "2026-03-17"),
    proves("o320.23.1.1", "2026-09-03"),
    proves("o320.23.1.2", "2026-09-02"),
    proves("o320.23.2.1", "2026-09-02"),
    proves("o320.23.2.3", "2026-09-02"),
    proves("o320.23bis.2", "2026-04-02"),
]


@pytest.mark.parametrize(("rule_id", "due"), ROWS)
def test_term_ends_on(rule_id: str, due: date) -> None:
    """The last day, or the first open day of a bar."""
    assert count(rule_id, MONDAY, shipped_calendar()).due == due
