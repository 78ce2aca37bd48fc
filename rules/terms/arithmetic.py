"""The arithmetic of a term, without words: where it ends by a calendar, and which days it passed over."""

from dataclasses import dataclass
from datetime import date

from law.endings import End
from models.terms import Duration, Interval, Unit
from rules.terms.calendar import ONE_DAY, WorkCalendar
from rules.terms.dates import days_after, months_after
from rules.terms.errors import StillPaused


@dataclass(frozen=True)
class Method:
    """How a term is counted: its end and its length, or its weeks, or the days before its window opens."""

    end: End
    duration: Duration | None = None
    weeks: tuple[int, int] | None = None
    opens_after: Duration | None = None
    opens_next_day: bool = False


@dataclass(frozen=True)
class Solved:
    """The result: the end before pauses, before the move, and after it; what was skipped and lost."""

    unpaused: date
    raw_end: date
    due: date
    skipped: tuple[date, ...] = ()
    lost: int = 0
    clamped: bool = False
    opens: date | None = None
    first_open: date | None = None


def solve(method: Method, start: date, calendar: WorkCalendar, paused: tuple[Interval, ...]) -> Solved:
    """Find the end of a term that starts on `start` (day 0)."""
    if method.end is End.at_once:
        return _rolled(start, start, calendar, lost=0)
    if method.weeks is not None:
        first, last = method.weeks
        unpaused = days_after(start, 7 * last)
        raw_end, lost = stretch(start, unpaused, paused)
        opens, _ = stretch(start, days_after(start, 7 * (first - 1) + 1), paused)
        return _rolled(unpaused, raw_end, calendar, lost, opens=opens)
    if method.duration is None:
        raise ValueError("a method needs a length, weeks, or to be at once")
    if method.end in (End.back, End.lookback):
        return _back(method, method.duration, start, calendar)
    if method.duration.unit is Unit.working_day:
        return _working_days(method.duration.value, start, calendar, paused)
    eve = days_after(start, method.opens_after.value) if method.opens_after else start
    unpaused = plain_end(method.duration, eve)
    raw_end, lost = stretch(start, unpaused, paused)
    clamped = method.duration.unit in (Unit.month, Unit.year) and unpaused.day != eve.day
    if method.opens_after:
        opens, _ = stretch(start, eve + ONE_DAY, paused)
        return _rolled(unpaused, raw_end, calendar, lost, clamped, opens)
    if method.end is End.bar:
        after = raw_end + ONE_DAY
        return Solved(unpaused, raw_end, after, lost=lost, clamped=clamped, first_open=after)
    if method.end is End.raw:
        after_it = raw_end + ONE_DAY if method.opens_next_day else None
        return Solved(unpaused, raw_end, raw_end, lost=lost, clamped=clamped, first_open=after_it)
    return _rolled(unpaused, raw_end, calendar, lost, clamped)


def plain_end(duration: Duration, start: date, sign: int = 1) -> date:
    """Start plus (or minus) a length that is not of working days (T3, T5, T6)."""
    value = sign * duration.value
    if duration.unit is Unit.month:
        return months_after(start, value)
    if duration.unit is Unit.year:
        return months_after(start, 12 * value)
    return days_after(start, 7 * value if duration.unit is Unit.week else value)


def stretch(start: date, end: date, paused: tuple[Interval, ...]) -> tuple[date, int]:
    """The end after every day on which the clock stood still is given back, and how many there were."""
    if not paused:
        return end, 0
    left, day, lost = (end - start).days, start, 0
    while left > 0:
        day += ONE_DAY
        if stands_still(day, paused):
            lost += 1
        else:
            left -= 1
    return day, lost


def stands_still(day: date, paused: tuple[Interval, ...]) -> bool:
    """Whether a pause covers `day`; a pause that still lasts makes the end unknown."""
    for pause in paused:
        if pause.start < day and (pause.end is None or day <= pause.end):
            if pause.end is None:
                raise StillPaused(f"the clock stands still since {pause.start}; count the term again when it runs")
            return True
    return False


def _rolled(
    unpaused: date,
    raw_end: date,
    calendar: WorkCalendar,
    lost: int,
    clamped: bool = False,
    opens: date | None = None,
) -> Solved:
    due = calendar.next_working(raw_end)
    skipped = tuple(days_after(raw_end, n) for n in range((due - raw_end).days))
    return Solved(unpaused, raw_end, due, skipped, lost, clamped, opens)


def _back(method: Method, duration: Duration, start: date, calendar: WorkCalendar) -> Solved:
    if duration.unit is Unit.working_day:
        due = calendar.working_days_after(start, -duration.value)
        between = (days_after(start, -n) for n in range(1, (start - due).days))
        return Solved(due, due, due, tuple(sorted(d for d in between if not calendar.is_working(d))))
    raw = plain_end(duration, start, -1)
    clamped = duration.unit in (Unit.month, Unit.year) and raw.day != start.day
    if method.end is End.lookback:
        return Solved(raw, raw, raw, clamped=clamped)
    due = calendar.previous_working(raw)
    skipped = tuple(days_after(due, n) for n in range(1, (raw - due).days + 1))
    return Solved(raw, raw, due, skipped, clamped=clamped)


def _working_days(value: int, start: date, calendar: WorkCalendar, paused: tuple[Interval, ...]) -> Solved:
    left, day, lost, skipped = value, start, 0, []
    while left > 0:
        day += ONE_DAY
        if stands_still(day, paused):
            lost += 1
        elif calendar.is_working(day):
            left -= 1
        else:
            skipped.append(day)
    return Solved(calendar.working_days_after(start, value), day, day, tuple(skipped), lost)
