"""A change of the calendar: previewed by the record's own counting, then made in one transaction with its facts."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from sqlalchemy import Connection, Engine

from models.base import Frozen
from models.calendar_change import Preview
from models.terms import DayOff
from rules.terms.dates import local_date
from rules.terms.recounting import Calendars, preview
from starter import approval
from starter.output import BAD_INPUT, Stop
from storage import calendar, facts
from storage.facts import SystemFact
from storage.running_terms import running_terms


class Change(Frozen):
    """Days to declare, or days whose declaration is taken back."""

    days: tuple[DayOff, ...]
    withdrawn: bool = False

    def after(self, declared: tuple[DayOff, ...]) -> tuple[DayOff, ...]:
        """The declared days as they will be."""
        gone = {(d.day, d.applies_to) for d in self.days}
        kept = [d for d in declared if (d.day, d.applies_to) not in gone]
        return tuple(sorted([*kept, *(() if self.withdrawn else self.days)], key=lambda d: (d.day, d.applies_to)))

    def new(self, declared: tuple[DayOff, ...]) -> bool:
        """Whether it changes anything that is in force."""
        before = {(d.day, d.applies_to): (d.off, d.act) for d in declared}
        after = {(d.day, d.applies_to): (d.off, d.act) for d in self.after(declared)}
        return before != after


class Made(Frozen):
    """A change that was made: what it moves, and the cause by which its facts are known in the outbox."""

    preview: Preview
    cause: str
    told: int
    changed: bool


def look(conn: Connection, change: Change, today: date, told: Callable[[int], None]) -> Preview:
    """What the change would do now."""
    declared = calendar.declared(conn)
    then = Calendars(change.after(declared))
    return preview(running_terms(conn), Calendars(declared), then, today, told)


def make(engine: Engine, change: Change, by: str, at: datetime, told: Callable[[int], None]) -> Made:
    """Change the calendar and queue the fact for every open case with a term that moves, in one transaction.

    Where everything is in force already, terms that do not agree with the calendar are told of it all the same. A step
    that somebody was just dating by the old calendar is looked for afterwards, when all older work has ended.
    """
    today = local_date(at)
    with engine.begin() as conn:
        before = calendar.declared(conn)
        changed = [_write(conn, change, day, by, at) for day in change.days].count(True) > 0
        declared = calendar.declared(conn)
        cause = f"calendar:{calendar.current_token(conn)}"
        if not changed:
            cause += f":{at.isoformat()}"
        now, then = Calendars(before), Calendars(declared)
        found = preview(running_terms(conn), now, then, today, told)
        many = facts.queue_facts(conn, _told(found, change, then, cause, today), at)
    approval.wait_for_stragglers(engine)
    with engine.begin() as conn:
        missed = preview(running_terms(conn), then, then, today, told)
        many += facts.queue_facts(conn, _told(missed, change, then, cause, today), at)
    return Made(preview=found, cause=cause, told=many, changed=changed)


def _write(conn: Connection, change: Change, day: DayOff, by: str, at: datetime) -> bool:
    if not change.withdrawn:
        return calendar.declare(conn, day, at)
    if calendar.withdraw(conn, day.day, day.applies_to, by=by, at=at):
        return True
    raise Stop(BAD_INPUT, f"No declaration of {day.day} is in force any more; see `vada calendar declared`.")


def _told(found: Preview, change: Change, then: Calendars, cause: str, on: date) -> list[SystemFact]:
    days = sorted({d.day for d in change.days})

    def codes(process: str) -> dict[str, list[str]]:
        working = then.of(process).is_working
        return {"off": [str(d) for d in days if not working(d)], "working": [str(d) for d in days if working(d)]}

    return [
        SystemFact(case=case, process=process, fact="calendar", on=on, cause=cause, codes=codes(process))
        for case, process in found.cases.items()
    ]


def in_force(declared: Sequence[DayOff], day: date, applies_to: str) -> DayOff | None:
    """The declaration of a day that is in force for a body."""
    return next((d for d in declared if (d.day, d.applies_to) == (day, applies_to)), None)
