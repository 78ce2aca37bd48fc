"""The attempts to reach a former prisoner that article 37 of Order 502 asks for, as schedules of days."""

from collections.abc import Sequence
from datetime import date

from rules.catalogue import rule
from rules.citing import cites
from rules.terms.dates import days_after, months_after

WEEKLY, FORTNIGHT_B, FORTNIGHT_C = "o502.37.2.a.2", "o502.37.2.b.2", "o502.37.2.c.2"
KINDS = {"b": FORTNIGHT_B, "c": FORTNIGHT_C}


def months_of(rule_id: str) -> int:
    """The months of a rule's term."""
    length = rule(rule_id).duration
    assert length is not None
    return length.value


@cites("o502.37.2.a.2")
def next_weekly(counted: Sequence[date]) -> date | None:
    """The first day on which another failed call counts as one of the four; None before the first."""
    return days_after(counted[-1], rule(WEEKLY).values["min_gap_days"]) if counted else None


@cites("o502.37.2.a.1")
def four_in_a_month(counted: Sequence[date]) -> date | None:
    """The day on which the ground was made out: the last of four counted calls that lie within one month (T6)."""
    needed = rule("o502.37.2.a.1").values["calls_min"]
    month = months_of("o502.37.2.a.1")
    for first, last in zip(counted, counted[needed - 1 :], strict=False):
        if last <= months_after(first, month):
            return last
    return None


@cites("o502.37.2.b.2", "o502.37.2.c.2")
def fortnightly(kind: str, since: date) -> tuple[date, ...]:
    """The days of the calls two weeks apart, counted from day 0 and never chained."""
    return tuple(days_after(since, days) for days in rule(KINDS[kind]).values["schedule_days"])


@cites("o502.37.2.b.4")
def monthly_forms(since: date) -> tuple[date, ...]:
    """The last day of each month of the run: one form each."""
    return tuple(months_after(since, n + 1) for n in range(rule("o502.37.2.b.4").values["times"]))


def run_is_full(kind: str, calls: int, forms: int) -> bool:
    """Whether every call (and in (b) every monthly form) of an unbroken run has been made."""
    enough = calls >= len(rule(KINDS[kind]).values["schedule_days"])
    return enough and (kind == "c" or forms >= rule("o502.37.2.b.4").values["times"])


@cites("o502.37.3.g")
def unbroken_silence(failed: Sequence[date], upto: date) -> date | None:
    """The first failed attempt from which on every month that has ended by `upto` holds a failed attempt.

    `failed` are the attempts since the last contact, in order. None when there is no such attempt left.
    """
    for start in failed:
        if all(any(_within(d, start, m) for d in failed) for m in range(_ended_months(start, upto))):
            return start
    return None


def silence_is_full(failed: Sequence[date], upto: date) -> bool:
    """Whether three months in a row have passed by `upto` in silence, with an attempt in each."""
    start = unbroken_silence(failed, upto)
    return start is not None and _ended_months(start, upto) >= months_of("o502.37.3.g")


def _ended_months(start: date, upto: date) -> int:
    """How many of the three months counted from `start` lie wholly before `upto`."""
    return sum(1 for m in range(months_of("o502.37.3.g")) if months_after(start, m + 1) < upto)


def _within(day: date, start: date, month: int) -> bool:
    """Whether a day lies in the month so many after `start`: from its day on, up to the eve of the next."""
    return months_after(start, month) <= day < months_after(start, month + 1)
