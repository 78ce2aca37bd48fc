"""What a change of the calendar does to running terms, before it is made. Counted as the record counts (T12)."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import get_args

from models.calendar_change import Move, Preview, RunningTerm
from models.record import Counting, Opening
from models.terms import Body, DayOff
from rules.catalogue import UnknownRule
from rules.terms.calendar import WorkCalendar, body_of, calendar_with
from rules.terms.errors import NoTerm, StillPaused
from rules.terms.stepping import count

EVERY = 500
"""After so many terms it is told how far the counting is."""


class Calendars:
    """The calendar of every body with the same declared days."""

    def __init__(self, declared: tuple[DayOff, ...]) -> None:
        self._of: Mapping[Body, WorkCalendar] = {body: calendar_with(declared, body) for body in get_args(Body)}

    def of(self, process: str) -> WorkCalendar:
        """The one by which the terms of a process are counted."""
        return self._of[body_of(process)]


def preview(
    terms: Iterable[RunningTerm],
    now: Calendars,
    then: Calendars,
    today: date,
    told: Callable[[int], None] = lambda n: None,
) -> Preview:
    """Which terms have another date by the calendars `then`. A term that has ended by `today` stays."""
    moves: list[Move] = []
    stay: list[Move] = []
    unknown: list[RunningTerm] = []
    n = 0
    for n, term in enumerate(terms, 1):
        if n % EVERY == 0:
            told(n)
        opening = term.opening or resting_on(term, now.of(term.process), today)
        if opening is None:
            if not ended(term, today):
                unknown.append(term)
            continue
        move = moved(term, opening, then.of(term.process), today)
        if move is not None:
            (stay if move.ended else moves).append(move)
    return Preview(counted=n, moves=tuple(moves), stay=tuple(stay), unknown=tuple(unknown))


def ended(term: RunningTerm, today: date) -> bool:
    """Whether the term is over: its last day has passed, or it is on record as overdue."""
    return term.overdue or term.due < today


def moved(term: RunningTerm, opening: Opening, then: WorkCalendar, today: date) -> Move | None:
    """How the term moves by the calendar `then`, or None when it stays."""
    counted = count(opening, today, then)
    if counted is None or counted.due == term.due:
        return None
    over = ended(term, today)
    return Move(
        case=term.case,
        process=term.process,
        institution=term.institution,
        step=term.step,
        rule=term.rule,
        holder=term.holder,
        was=term.due,
        to=counted.due,
        late=not over and counted.due < today,
        ended=over,
        why=counted.why,
    )


def resting_on(term: RunningTerm, now: WorkCalendar, today: date) -> Opening | None:
    """For a step of which it was not kept: the way of counting that gives the date it has, if there is one."""
    for way in (Counting.term, Counting.before, Counting.at_once):
        tried = Opening(
            key=term.step,
            rule=term.counted_by or term.rule,
            rules=(term.rule,),
            actor="",
            counting=way,
            anchor=term.start,
            anchor_event=term.anchor_event,
        )
        try:
            counted = count(tried, today, now) if term.start is not None else None
        except (NoTerm, StillPaused, UnknownRule):
            continue
        if counted is not None and counted.due == term.due:
            return tried
    return None
