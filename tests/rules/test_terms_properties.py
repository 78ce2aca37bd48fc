"""What holds for every term of the catalogue on every day."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from law.endings import End
from models.terms import Bound, DayOff, Duration, Interval, Unit
from rules.catalogue import rules
from rules.terms.arithmetic import plain_end
from rules.terms.calendar import WorkCalendar, shipped_calendar
from rules.terms.counting import at_once, count, duration, method_of, open_after_notice
from rules.terms.dates import months_after
from rules.terms.errors import NoTerm, StillPaused

CALENDAR = shipped_calendar()
DAYS = st.dates(date(2021, 1, 1), date(2060, 12, 31))
ON = date(2026, 3, 2)


def ids_with(*ends: End) -> list[str]:
    """The rules that end in one of these ways."""
    found = []
    for rule in rules():
        try:
            method = method_of(rule, ON)
        except NoTerm:
            continue
        if method.end in ends:
            found.append(rule.id)
    return found


ROLLED = ids_with(End.rolled, End.after)
COUNTED = ids_with(*End)
FORWARD = ids_with(End.rolled, End.after, End.raw, End.bar, End.at_once)


def test_the_groups_are_not_empty() -> None:
    """At most terms, bars, backward terms: the catalogue has all of them."""
    assert len(ROLLED) > 90
    assert {"o320.11.4", "o502.37.4", "dr2.17.4.s1"} <= set(ids_with(End.back))
    assert {"o320.23.1.1", "o502.35.f.2"} <= set(ids_with(End.bar))


@given(st.sampled_from(ROLLED), DAYS)
def test_never_due_on_a_day_off(rule_id: str, start: date) -> None:
    """T8: at most and every end on a working day."""
    assert CALENDAR.is_working(count(rule_id, start, CALENDAR).due)


@given(st.sampled_from(FORWARD), DAYS)
def test_never_before_the_start(rule_id: str, start: date) -> None:
    """A term that runs forward ends on or after its start."""
    counted = count(rule_id, start, CALENDAR)
    assert start <= counted.raw_end <= counted.due


@given(st.sampled_from(COUNTED), DAYS, st.integers(0, 40))
def test_a_later_start_never_ends_earlier(rule_id: str, start: date, later: int) -> None:
    """Monotone in the start."""
    first, second = (count(rule_id, d, CALENDAR).due for d in (start, start + timedelta(days=later)))
    assert first <= second


@given(st.sampled_from(COUNTED), DAYS)
def test_skipped_days_are_days_off_with_a_name(rule_id: str, start: date) -> None:
    """Every skipped day is off, is named, and is named in the same words as the calendar's."""
    counted = count(rule_id, start, CALENDAR)
    for day in counted.skipped:
        assert counted.skipped_because[day.isoformat()] == CALENDAR.why_off(day)
        assert not CALENDAR.is_working(day)


LENGTH = re.compile(r"^(\d+) (working day|calendar day|week|month|year)s? (from|before|back from) (\S+?)[ ,]")
WEEKS = re.compile(r"^weeks? (?:\d+-)?(\d+) from (\S+)[ ,]")
NOT_MOVED = re.compile(r"is not moved")


def recomputed(why: str) -> date:
    """The date again, from the words alone and the calendar."""
    weeks = WEEKS.match(why)
    if weeks:
        return CALENDAR.next_working(date.fromisoformat(weeks[2]) + timedelta(days=7 * int(weeks[1])))
    if why.startswith("at once from "):
        return CALENDAR.next_working(date.fromisoformat(why.split()[3].rstrip(",")))
    after = re.match(r"^(\d+) month after (\d+) days from (\S+) ", why)
    if after:
        eve = date.fromisoformat(after[3]) + timedelta(days=int(after[2]))
        return CALENDAR.next_working(months_after(eve, int(after[1])))
    said = LENGTH.match(why)
    assert said, why
    value, unit, start = int(said[1]), Unit(said[2].replace(" ", "_")), date.fromisoformat(said[4])
    sign = 1 if said[3] == "from" else -1
    if unit is Unit.working_day:
        return CALENDAR.working_days_after(start, sign * value)
    raw = plain_end(Duration(value=value, unit=unit), start, sign)
    if said[3] == "back from":
        return raw
    if said[3] == "before":
        return CALENDAR.previous_working(raw)
    if "first open day" in why:
        return raw + timedelta(days=1)
    return raw if NOT_MOVED.search(why) else CALENDAR.next_working(raw)


@given(st.sampled_from(COUNTED), DAYS)
@settings(max_examples=300)
def test_the_explanation_recomputes_to_the_same_date(rule_id: str, start: date) -> None:
    """Whoever follows the words of `why` arrives at `due`."""
    counted = count(rule_id, start, CALENDAR)
    assert recomputed(counted.why) == counted.due
    if counted.skipped and "moved" in counted.why:
        assert counted.due.isoformat() in counted.why
    assert counted.start.isoformat() in counted.why_ka


@given(DAYS, st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_a_pause_gives_back_its_days(start: date, begins: int, first: int, second: int) -> None:
    """Overlapping pauses count once; the end moves by the days on which the clock stood still."""
    a = start + timedelta(days=begins)
    paused = (
        Interval(start=a, end=a + timedelta(days=first)),
        Interval(start=a, end=a + timedelta(days=second)),
    )
    plain = count("o502.14.1", start, CALENDAR)
    counted = count("o502.14.1", start, CALENDAR, paused=paused)
    lost = max(first, second)
    assert counted.raw_end == plain.raw_end + timedelta(days=lost)
    assert (f"stood still for {lost} day" in counted.why) == (lost > 0)


@pytest.mark.rule("o502.14.1")
def test_a_pause_in_plain_numbers() -> None:
    """Stopped on 1 May, resumed on 11 May: ten days more, and the sentence says so."""
    paused = (Interval(start=date(2026, 5, 1), end=date(2026, 5, 11)),)
    counted = count("o502.14.1", date(2026, 3, 2), CALENDAR, paused=paused)
    assert (counted.raw_end, counted.due) == (date(2026, 9, 12), date(2026, 9, 14))
    assert "stood still for 10 days (2026-05-01 to 2026-05-11), so 2026-09-02 became 2026-09-12" in counted.why


def test_a_pause_after_the_end_changes_nothing_and_an_open_one_has_no_end() -> None:
    """An ended term never moves; a running pause leaves the end unknown."""
    start = date(2026, 3, 2)
    late = (Interval(start=date(2026, 9, 2)),)
    assert count("o502.14.1", start, CALENDAR, paused=late).due == date(2026, 9, 2)
    with pytest.raises(StillPaused, match="2026-09-01"):
        count("o502.14.1", start, CALENDAR, paused=(Interval(start=date(2026, 9, 1)),))


def test_a_pause_of_working_days() -> None:
    """Ten working days with the clock stopped on two of them end two working days later."""
    start = date(2026, 6, 1)
    paused = (Interval(start=date(2026, 6, 2), end=date(2026, 6, 4)),)
    assert count("o320.11.5", start, CALENDAR).due == date(2026, 6, 15)
    assert count("o320.11.5", start, CALENDAR, paused=paused).due == date(2026, 6, 17)


@given(DAYS)
def test_a_day_declared_off_later_moves_the_end_and_the_version(start: date) -> None:
    """T12: the due day declared off, the term ends later, and the result names another calendar."""
    before = count("o502.8.3", start, CALENDAR)
    declared = DayOff(day=before.due, act="test", entered_by="test")
    calendar = CALENDAR.with_declared((declared,))
    after = count("o502.8.3", start, calendar)
    assert after.due > before.due
    assert before.due in after.skipped
    assert after.strict_due is not None
    assert after.calendar_version != before.calendar_version


@given(DAYS)
def test_at_once_is_the_same_working_day_or_the_next(start: date) -> None:
    """T11."""
    counted = at_once(start, CALENDAR, "o502.12.3")
    assert counted.due == CALENDAR.next_working(start)
    assert counted == count("o502.12.3", start, CALENDAR)


@pytest.mark.parametrize(
    ("rule_id", "notice", "open_on"),
    [("o502.37.4", "2026-03-02", "2026-03-10"), ("o320.11.4", "2026-01-05", "2026-01-13"),
     ("o320.16.3.1", "2026-05-25", "2026-05-28")],
)  # fmt: skip
def test_the_first_day_after_a_notice(rule_id: str, notice: str, open_on: str) -> None:
    """A notice given on a day opens the event n days later, and not a day before."""
    day = open_after_notice(rule_id, date.fromisoformat(notice), CALENDAR)
    assert day == date.fromisoformat(open_on)
    assert count(rule_id, day, CALENDAR).due >= date.fromisoformat(notice)
    assert count(rule_id, day - timedelta(days=1), CALENDAR).due < date.fromisoformat(notice)


def test_a_policy_term_names_its_own_source() -> None:
    """A length that no act gives."""
    length = Duration(value=2, unit=Unit.week, bound=Bound.at_most)
    counted = duration(length, date(2026, 11, 9), CALENDAR, event="step_opened")
    assert counted.due == date(2026, 11, 24)
    assert counted.why.startswith("2 weeks from 2026-11-09 (step_opened), the service's own policy; 2026-11-23 is")


def test_a_window_shows_both_ends() -> None:
    """Weeks 2-5: days 8 to 35."""
    counted = count("o502.8.9.2", date(2026, 3, 2), CALENDAR)
    assert (counted.opens, counted.raw_end) == (date(2026, 3, 10), date(2026, 4, 6))
    assert counted.why.startswith("weeks 2-5 from 2026-03-02 (left_classification_cell), Order 502 art. 8(9)")


def test_the_explanation_reads_as_in_the_order() -> None:
    """The sentence of a plain and of a moved term, in both languages."""
    plain = count("o502.8.3", date(2026, 3, 2), CALENDAR)
    assert plain.why == "1 week from 2026-03-02 (left_classification_cell), Order 502 art. 8(3)"
    assert plain.why_ka == "1 კვირა 2026-03-02-დან (შიდა კლასიფიკაციის საკნის დატოვება), ბრძანება №502, მუხლი 8(3)"
    moved = count("o502.8.3", date(2026, 11, 16), CALENDAR)
    assert moved.why.endswith("; 2026-11-23 is Saint George's Day, moved to 2026-11-24")
    assert "გიორგობა" in moved.why_ka


def test_a_rule_without_a_term_says_so() -> None:
    """Nothing to count is an error, not a date."""
    with pytest.raises(NoTerm, match=r"o502\.8\.9\.3 .* gives no term"):
        count("o502.8.9.3", ON, WorkCalendar())
