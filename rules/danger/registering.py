"""The register of the team's decisions: in which order they stand, before and after the electronic system; and the
start-up terms of Order 70, which are spent and held as history."""

from collections.abc import Iterable
from datetime import date, timedelta

from models.base import Frozen
from rules import catalogue
from rules.citing import cites
from rules.terms.calendar import WorkCalendar
from rules.terms.counting import count


class Entry(Frozen):
    """A decision to be registered: its session, its place in the order of decisions there, and the surname."""

    review: str
    session_on: date
    nth: int
    surname: str


@cites("o70.ord4-1.2.s1", "o70.ord4-1.2.s2")
def register_order(entries: Iterable[Entry], electronic_from: date) -> tuple[tuple[int, Entry], ...]:
    """The register: numbers and entries. Decisions of sessions before the electronic system stand by surname, those
    after it by session and order; one running number over both. A register that is kept shows the number given."""
    given = tuple(entries)
    old = sorted((e for e in given if e.session_on < electronic_from), key=lambda e: (e.surname, e.session_on, e.nth))
    new = sorted((e for e in given if e.session_on >= electronic_from), key=lambda e: (e.session_on, e.nth))
    return tuple(enumerate((*old, *new), 1))


class Spent(Frozen):
    """A start-up term of Order 70: its last day. It is history: nothing is owed by it and nobody is late."""

    rule: str
    last_day: date
    live: bool = False


@cites("o70.ord3.1", "o70.ord3.2", "o70.ord4.s1", "o70.ord4.s2")
def start_up_terms(calendar: WorkCalendar) -> tuple[Spent, ...]:
    """The four terms that Order 70 set for its own beginning."""
    began = catalogue.act_info("o70").in_force_from
    assert began is not None
    before = date.fromisoformat(str(catalogue.rule("o70.ord4.s1").values["date_before"]))
    formed = [Spent(rule=r, last_day=count(r, began, calendar).due) for r in ("o70.ord3.1", "o70.ord3.2")]
    same = catalogue.rule("o70.ord4.s2").values["same_term_as"]
    assert same == "o70.ord4.s1"
    return (*formed, *(Spent(rule=r, last_day=before - timedelta(days=1)) for r in (same, "o70.ord4.s2")))
