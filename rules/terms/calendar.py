"""The working-day calendar: statutory days, weekends, and the days declared off or working."""

from collections.abc import Iterable
from datetime import date, timedelta
from hashlib import sha256

from law.calendar_data import SHIPPED_DAYS, STATUTORY, Statutory
from models.ids import Process
from models.terms import Body, DayOff
from rules.terms.easter import orthodox_easter

ONE_DAY = timedelta(days=1)

_BODIES: dict[Process, Body] = {
    **dict.fromkeys((Process.probation_cycle, Process.former_prisoner_case), "agency"),
    **dict.fromkeys((Process.parole_petition, Process.local_council), "all"),
}
"""Whose days the terms of a process are counted by; of what is not named here the Service's. A council is of neither
body: only a day that is off for all moves its terms."""

_WEEKEND = {6: ("a Saturday", "შაბათი"), 7: ("a Sunday", "კვირა")}


class WorkCalendar:
    """Which days are working days, for a body. Unchanging: `with_declared` and `for_body` give another one.

    A declared day counts for everybody (`all`) or for one body; what is declared for the body alone goes before what is
    declared for all, and of several like that for a day the last one counts.
    """

    def __init__(self, statutory: Statutory = STATUTORY, declared: tuple[DayOff, ...] = (), body: Body = "all") -> None:
        self.statutory = statutory
        self.declared = declared
        self.body = body
        self._declared = {d.day: d for own in ("all", body) for d in declared if d.applies_to == own}
        self._years: dict[int, dict[date, tuple[str, str]]] = {}
        self.version = self._version()

    def _version(self) -> str:
        if not self._declared:
            return f"{self.statutory.version}/statute"
        lines = sorted(f"{d.day}{d.off:d}{d.applies_to}" for d in self._declared.values())
        mark = sha256("\n".join(lines).encode()).hexdigest()[:8]
        return f"{self.statutory.version}/{mark}"

    def _statutory_days(self, year: int) -> dict[date, tuple[str, str]]:
        if year not in self._years:
            sunday = orthodox_easter(year)
            days = {sunday + timedelta(days=e.offset): (e.en, e.ka) for e in self.statutory.easter}
            for f in self.statutory.fixed:
                if f.since <= year:
                    days.setdefault(date(year, f.month, f.day), (f.en, f.ka))
            self._years[year] = days
        return self._years[year]

    def name(self, day: date, lang: str = "en") -> str | None:
        """What makes `day` a day off, in English or Georgian; None when it is a working day."""
        declared = self._declared.get(day)
        if declared is not None and not declared.off:
            return None
        ka = lang == "ka"
        if day in self._statutory_days(day.year):
            return self._statutory_days(day.year)[day][ka]
        if declared is not None:
            return f"{'გამოცხადებული დასვენების დღე' if ka else 'declared off'}: {declared.act}"
        if day.isoweekday() in self.statutory.weekend:
            return _WEEKEND[day.isoweekday()][ka]
        return None

    def why_off(self, day: date) -> str | None:
        """What makes `day` a day off; None when it is a working day."""
        return self.name(day)

    def is_weekend(self, day: date) -> bool:
        """Whether `day` is off for no other reason than the weekend."""
        return self.name(day) in ("a Saturday", "a Sunday")

    def is_working(self, day: date) -> bool:
        """Whether terms of working days count `day`."""
        return self.name(day) is None

    def next_working(self, day: date) -> date:
        """`day` itself when it is a working day, else the first one after it."""
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def previous_working(self, day: date) -> date:
        """`day` itself when it is a working day, else the last one before it."""
        while not self.is_working(day):
            day -= ONE_DAY
        return day

    def working_days_after(self, day: date, count: int) -> date:
        """The `count`-th working day after `day` (before it when negative); `day` itself for 0."""
        step = ONE_DAY if count > 0 else -ONE_DAY
        left = abs(count)
        while left:
            day += step
            left -= self.is_working(day)
        return day

    def by_statute(self) -> "WorkCalendar":
        """The same calendar without declared days."""
        return WorkCalendar(self.statutory, (), self.body) if self.declared else self

    def with_declared(self, days: Iterable[DayOff]) -> "WorkCalendar":
        """The calendar with more declared days; the later entry for a day counts."""
        return WorkCalendar(self.statutory, (*self.declared, *days), self.body)

    def for_body(self, body: Body) -> "WorkCalendar":
        """The calendar as it holds for the Service or the Agency."""
        return WorkCalendar(self.statutory, self.declared, body)

    def days_off(self, year: int) -> tuple[tuple[date, str, str], ...]:
        """The statutory and declared days off of a year with their names, without plain weekends."""
        days = {d for d in self._statutory_days(year) if not self.is_working(d)}
        days |= {d for d in self._declared if d.year == year and not self.is_working(d)}
        return tuple((d, self.name(d) or "", self.name(d, "ka") or "") for d in sorted(days))


def body_of(process: str) -> Body:
    """The body by whose calendar the terms of a process are counted."""
    return _BODIES.get(Process(process), "service")


def calendar_with(declared: tuple[DayOff, ...], body: Body = "all") -> WorkCalendar:
    """The calendar that the terms of a body are counted by: the shipped one with the days declared since."""
    return WorkCalendar(STATUTORY, (*SHIPPED_DAYS, *declared), body)


def shipped_calendar() -> WorkCalendar:
    """The calendar with the declared days that the service ships with."""
    return WorkCalendar(STATUTORY, SHIPPED_DAYS)
