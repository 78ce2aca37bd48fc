"""Order 502, articles 1(2) and 5(a): whom case management covers."""

from datetime import date

import pytest

from rules.order_502.eligibility import case_management, is_adult


@pytest.mark.rule("o502.5.a")
def test_an_adult_convict() -> None:
    """The day before, the day and the day after the eighteenth birthday."""
    born = date(2008, 3, 2)
    asked = [case_management("convict", born, date(2026, 3, day)).allowed for day in (1, 2, 3)]
    assert asked == [False, True, True]


@pytest.mark.rule("o502.1.2")
def test_an_accused_person_gets_no_case_file() -> None:
    answer = case_management("accused", date(1990, 1, 1), date(2026, 3, 2))
    assert (answer.allowed, answer.rule) == (False, "o502.1.2")


def test_born_on_29_february() -> None:
    """In a year without that day, of age on the last of February (T6)."""
    assert not is_adult(date(2008, 2, 29), date(2026, 2, 27))
    assert is_adult(date(2008, 2, 29), date(2026, 2, 28))
