"""A change of the calendar before it is made: what moves, what has ended and stays, what nobody can say (T12)."""

from datetime import date
from typing import Any

import pytest

from models.calendar_change import RunningTerm
from models.record import Counting, Opening
from models.terms import DayOff, Duration, Interval, Unit
from rules.terms.calendar import calendar_with
from rules.terms.recounting import Calendars, preview
from rules.terms.stepping import count

MONDAY = date(2026, 11, 16)
FRIDAY = date(2026, 11, 20)
"""23 November is Saint George's Day, so a week from the 16th ends on Tuesday the 24th."""


def off(day: date, is_off: bool = True, body: Any = "all") -> DayOff:
    """A declared day."""
    return DayOff(day=day, off=is_off, act="ordinance", entered_by="tests", applies_to=body)


def opening(**given: Any) -> Opening:
    """The screening of a case that began on 16 November: a week."""
    fixed = {"key": "screening", "rule": "o502.8.3", "rules": ("o502.8.3",), "actor": "case_manager"}
    return Opening(**{**fixed, "anchor": MONDAY, "anchor_event": "left_classification_cell", **given})


def term(o: Opening | None = None, **given: Any) -> RunningTerm:
    """A running term as the record keeps it, dated by the shipped calendar."""
    o = o or opening()
    counted = count(o, MONDAY, calendar_with(()))
    assert counted is not None
    fixed = {"case": "PEN-2026-000001", "process": "penitentiary_cycle", "institution": "8", "step": o.key}
    of_it = {"rule": o.rule, "due": counted.due, "overdue": False, "opening": o, "counted_by": o.rule}
    return RunningTerm(**{**fixed, **of_it, "start": o.anchor, "anchor_event": o.anchor_event, **given})


def moved(terms: list[RunningTerm], *days: DayOff, today: date = FRIDAY) -> list[tuple[date, date, bool]]:
    """From when to when, and whether it becomes overdue."""
    found = preview(terms, Calendars(()), Calendars(days), today)
    return [(m.was, m.to, m.late) for m in found.moves]


@pytest.mark.parametrize(
    ("day", "to"),
    [
        (date(2026, 11, 23), None),  # a holiday already
        (date(2026, 11, 24), date(2026, 11, 25)),  # the last day itself
        (date(2026, 11, 25), None),  # the day after
    ],
)
def test_a_term_moves_by_the_day_on_which_it_ends_and_by_no_other(day: date, to: date | None) -> None:
    assert moved([term()], off(day)) == ([(date(2026, 11, 24), to, False)] if to else [])


@pytest.mark.parametrize(
    ("body", "moves"),
    [
        ("all", ["penitentiary_cycle", "danger_review", "probation_cycle", "parole_petition"]),
        ("service", ["penitentiary_cycle", "danger_review"]),
        ("agency", ["probation_cycle"]),
    ],
)
def test_a_day_of_one_body_moves_the_terms_of_its_own_processes(body: str, moves: list[str]) -> None:
    terms = [term(process=p) for p in ("penitentiary_cycle", "danger_review", "probation_cycle", "parole_petition")]
    day = off(date(2026, 11, 24), body=body)
    found = preview(terms, Calendars(()), Calendars((day,)), FRIDAY)
    assert [m.process for m in found.moves] == moves


def test_a_body_that_works_on_a_day_off_for_all_keeps_its_terms() -> None:
    """The ordinance names those to whom the day does not apply: what is declared for them goes before."""
    terms = [term(), term(process="probation_cycle")]
    days = (off(date(2026, 11, 24), False, "agency"), off(date(2026, 11, 24)))
    found = preview(terms, Calendars(()), Calendars(days), FRIDAY)
    assert [m.process for m in found.moves] == ["penitentiary_cycle"]


def test_a_day_inside_working_days_moves_the_term_and_inside_calendar_days_does_not() -> None:
    ten = opening(rule="o320.22.1.2", rules=("o320.22.1.2",), anchor_event=None)
    (only,) = moved([term(ten), term()], off(date(2026, 11, 19)))
    assert (only[1] - only[0]).days == 1


def test_a_free_day_made_working_brings_the_term_forward_and_may_make_it_overdue() -> None:
    """Saint George's Day declared working: the week ends on it again; from the day after, that is late."""
    assert moved([term()], off(date(2026, 11, 23), False), today=FRIDAY) == [
        (date(2026, 11, 24), date(2026, 11, 23), False)
    ]
    assert moved([term()], off(date(2026, 11, 23), False), today=date(2026, 11, 23))[0][2] is False
    assert moved([term()], off(date(2026, 11, 23), False), today=date(2026, 11, 24))[0][2] is True


def test_a_term_that_has_ended_stays_by_date_and_by_record() -> None:
    """T12: the day before its end it moves, on its last day too; the day after it never does."""
    last = date(2026, 11, 24)
    for today, moves in ((date(2026, 11, 23), 1), (last, 1), (date(2026, 11, 25), 0)):
        found = preview([term()], Calendars(()), Calendars((off(last),)), today)
        assert (len(found.moves), len(found.stay)) == (moves, 1 - moves)
    found = preview([term(overdue=True)], Calendars(()), Calendars((off(last),)), FRIDAY)
    assert (found.moves, [(m.was, m.to, m.ended) for m in found.stay]) == ((), [(last, date(2026, 11, 25), True)])
    assert found.sentence() == "0 terms move, 0 become overdue, 1 that ended before stay as they are"


def test_a_term_counted_back_moves_to_the_working_day_before() -> None:
    notice = opening(key="notice", rule="o320.11.4", rules=("o320.11.4",), counting=Counting.before, anchor_event=None,
                     anchor=date(2026, 12, 9))  # fmt: skip
    was = count(notice, MONDAY, calendar_with(()))
    assert was is not None
    ((before, after, late),) = moved([term(notice)], off(was.due))
    assert (before, late) == (was.due, False) and after < before
    assert moved([term(notice)], off(was.due), today=was.due)[0][2] is True, "its new last day has passed already"


def test_pauses_and_extensions_are_counted_again_as_they_are() -> None:
    plan = opening(key="carry_out", rule="o502.14.1", rules=("o502.14.1",), anchor=date(2026, 7, 24),
                   paused=(Interval(start=date(2026, 8, 3), end=date(2026, 8, 24)),))  # fmt: skip
    assert moved([term(plan)], off(date(2027, 2, 15))) == [(date(2027, 2, 15), date(2027, 2, 16), False)]
    longer = opening(extended_by=Duration(value=2, unit=Unit.working_day))
    assert moved([term(longer)], off(date(2026, 11, 25))) == [(date(2026, 11, 26), date(2026, 11, 27), False)]


def test_a_step_of_which_it_was_not_kept_is_counted_from_its_date_in_force() -> None:
    last = date(2026, 11, 24)
    assert moved([term(opening=None)], off(last)) == [(last, date(2026, 11, 25), False)]


def test_a_step_that_no_counting_explains_is_said_to_be_unknown_and_its_case_is_told() -> None:
    odd = term(opening=None).model_copy(update={"due": date(2026, 11, 27)})
    found = preview([odd], Calendars(()), Calendars((off(date(2026, 11, 27)),)), FRIDAY)
    assert (found.moves, [u.case for u in found.unknown]) == ((), [odd.case])
    assert found.cases == {odd.case: odd.process}
    assert found.sentence().endswith("1 cannot be told beforehand")


def test_figures_by_institution_and_rule() -> None:
    last = date(2026, 11, 24)
    terms = [term(institution=place, case=f"PEN-2026-00000{n}") for n, place in enumerate(("8", "8", "12"), 1)]
    found = preview(terms, Calendars(()), Calendars((off(last),)), FRIDAY)
    assert found.by_place() == [("8", "o502.8.3", 2, 0, 0), ("12", "o502.8.3", 1, 0, 0)]
    assert found.sentence() == "3 terms move, 0 become overdue"
    assert list(found.cases) == ["PEN-2026-000001", "PEN-2026-000002", "PEN-2026-000003"]
