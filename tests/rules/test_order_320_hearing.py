"""Order 320 articles 13(5), 16(3), 18(3): the notice before a hearing, with days off and declared days."""

from datetime import date

import pytest

from models.terms import DayOff
from rules.council import hearing
from rules.terms.calendar import calendar_with

PLAIN = calendar_with(())
CLOSED = calendar_with((DayOff(day=date(2026, 3, 17), off=True, act="order of a government", entered_by="S-1"),))
FRIDAY = date(2026, 3, 20)


@pytest.mark.rule("o320.16.3.1", "o320.18.3.1")
@pytest.mark.parametrize("form", ["in_person", "video"])
def test_a_hearing_is_set_while_the_last_day_of_its_notice_is_not_past(form: str) -> None:
    assert hearing.too_soon(form, FRIDAY, date(2026, 3, 16), PLAIN) is None
    assert hearing.too_soon(form, FRIDAY, date(2026, 3, 17), PLAIN) is None
    late = hearing.too_soon(form, FRIDAY, date(2026, 3, 18), PLAIN)
    assert late is not None and late.rule == hearing.NOTICE[form] and "2026-03-21" in late.way_on


@pytest.mark.rule("o320.16.3.1")
def test_a_day_off_moves_the_last_day_back() -> None:
    tuesday = date(2026, 3, 10)
    assert hearing.too_soon("in_person", tuesday, date(2026, 3, 6), PLAIN) is None
    late = hearing.too_soon("in_person", tuesday, date(2026, 3, 7), PLAIN)
    assert late is not None and "2026-03-06" in late.because and "2026-03-12" in late.way_on


@pytest.mark.rule("o320.16.3.1")
def test_a_declared_day_counts_like_any_day_off() -> None:
    assert hearing.too_soon("in_person", FRIDAY, date(2026, 3, 17), CLOSED) is not None
    assert hearing.too_soon("in_person", FRIDAY, date(2026, 3, 16), CLOSED) is None
    told = {"convict": date(2026, 3, 16), "institution": date(2026, 3, 17)}
    assert hearing.told_late("in_person", FRIDAY, told, PLAIN) is None
    late = hearing.told_late("in_person", FRIDAY, told, CLOSED)
    assert late is not None and "institution" in late.because and "convict" not in late.because


@pytest.mark.rule("o320.13.5", "o320.11.5", "o320.16.3.1", "o320.18.3.1")
def test_a_notice_reaches_the_convict_who_petitioned_and_for_a_hearing_the_institution() -> None:
    convict, both = {"convict"}, {"convict", "institution"}
    assert hearing.untold_of_decision(both, "institution") is None
    assert hearing.untold_of_decision(convict, "convict") is None
    for untold, by in (
        (hearing.untold_of_decision(convict, "institution"), "o320.11.5"),
        (hearing.untold_of_decision(both, "defender"), "o320.11.5"),
        (hearing.untold_of_admission(convict, "convict"), "o320.13.5"),
        (hearing.untold_of_admission(both, "representative"), "o320.13.5"),
        (hearing.uninvited("in_person", both, "representative", minor=False), "o320.16.3.1"),
        (hearing.uninvited("video", both, "institution", minor=True), "o320.18.3.1"),
    ):
        assert untold is not None and untold.rule == by
    assert hearing.untold_of_admission({*both, "legal_representative"}, "representative") is None
    assert hearing.uninvited("video", {*both, "defender"}, "institution", minor=True) is None
