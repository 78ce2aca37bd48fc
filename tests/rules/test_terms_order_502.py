"""Every term of Order 502, counted from Monday 2 March 2026; the dates from another script."""

from datetime import date

import pytest

from rules.terms.calendar import shipped_calendar
from rules.terms.counting import count

MONDAY = date(2026, 3, 2)


def proves(rule_id: str, due: str) -> object:
    """A row, marked with the rule that it proves."""
    return pytest.param(rule_id, date.fromisoformat(due), marks=pytest.mark.rule(rule_id), id=rule_id)


ROWS = [
    proves("o502.3.k.1", "2026-11-02"),
    proves("o502.3.k.2", "2026-04-14"),
    proves("o502.3.k.3", "2026-04-27"),
    proves("o502.3.k.4", "2026-09-02"),
    proves("o502.3.k.5", "2027-03-02"),
    proves("o502.3.k.6", "2026-03-09"),
    proves("o502.8.1", "2026-04-27"),
    proves("o502.8.3", "2026-03-09"),
    proves("o502.8.5", "2026-03-16"),
    proves("o502.8.6", "2026-03-30"),
    proves("o502.8.8.1", "2026-04-14"),
    proves("o502.8.9.2", "2026-04-06"),
    proves("o502.8.10.a.1", "2026-03-05"),
    proves("o502.8.10.a.2", "2026-03-09"),
    proves("o502.8.10.b.2", "2026-04-06"),
    proves("o502.8.11.1", "2026-04-20"),
    proves("o502.8.11.2", "2026-04-14"),
    proves("o502.8.14", "2026-04-27"),
    proves("o502.9.2", "2026-03-16"),
    proves("o502.11.1.1", "2026-03-30"),
    proves("o502.11.2", "2026-06-02"),
    proves("o502.12.2.a", "2026-04-14"),
    proves("o502.12.2.b", "2026-04-20"),
    proves("o502.12.2.c", "2026-05-11"),
    proves("o502.12.4.1", "2026-03-09"),
    proves("o502.12.10.1", "2026-03-09"),
    proves("o502.12.12", "2025-03-02"),
    proves("o502.13.1", "2026-03-30"),
    proves("o502.13.2.2", "2027-03-02"),
    proves("o502.13.3", "2026-03-09"),
    proves("o502.13.4.1", "2026-03-16"),
    proves("o502.14.1", "2026-09-02"),
    proves("o502.14.9.3", "2026-06-02"),
    proves("o502.14.10", "2026-03-09"),
    proves("o502.15.1.a", "2026-09-02"),
    proves("o502.16.1", "2026-09-02"),
    proves("o502.17.3", "2026-03-16"),
    proves("o502.17.5", "2026-03-09"),
    proves("o502.21.2.1", "2026-03-12"),
    proves("o502.21.5.1", "2026-03-19"),
    proves("o502.21.5.5", "2026-03-11"),
    proves("o502.21.9.2", "2026-03-12"),
    proves("o502.21.11.1", "2026-03-19"),
    proves("o502.21.11.5", "2026-03-11"),
    proves("o502.21.15.2", "2026-03-12"),
    proves("o502.23.4", "2026-03-10"),
    proves("o502.23.5.1", "2026-03-12"),
    proves("o502.23.5.2", "2026-03-12"),
    proves("o502.24.2", "2026-09-02"),
    proves("o502.24.4.1", "2026-03-10"),
    proves("o502.28.2", "2027-03-02"),
    proves("o502.30.3", "2026-03-16"),
    proves("o502.31.5.1", "2031-03-04"),
    proves("o502.32.10", "2026-03-10"),
    proves("o502.32.11.3", "2026-03-10"),
    proves("o502.33.4.1", "2026-04-21"),
    proves("o502.35.f.2", "2026-06-03"),
    proves("o502.35.f.3", "2026-06-02"),
    proves("o502.36.3.1", "2027-03-02"),
    proves("o502.36.4.1", "2026-04-02"),
    proves("o502.36.6.1", "2028-03-02"),
    proves("o502.36.6.2", "2027-03-02"),
    proves("o502.37.2.a.1", "2026-04-02"),
    proves("o502.37.2.a.2", "2026-03-09"),
    proves("o502.37.2.b.1", "2026-06-03"),
    proves("o502.37.2.b.2", "2026-03-16"),
    proves("o502.37.2.b.4", "2026-04-02"),
    proves("o502.37.2.c.1", "2026-06-03"),
    proves("o502.37.2.c.2", "2026-03-16"),
    proves("o502.37.2.d.1", "2026-06-02"),
    proves("o502.37.2.g", "2026-06-03"),
    proves("o502.37.3.g", "2026-06-03"),
    proves("o502.37.4", "2026-02-23"),
    proves("o502.39.2.1", "2026-03-17"),
    proves("o502.39.4.2", "2026-04-02"),
]


@pytest.mark.parametrize(("rule_id", "due"), ROWS)
def test_term_ends_on(rule_id: str, due: date) -> None:
    """The last day, or the first open day of a bar."""
    assert count(rule_id, MONDAY, shipped_calendar()).due == due
