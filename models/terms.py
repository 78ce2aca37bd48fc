"""Terms of the law as values: a length, a day declared off, a pause, a counted date, an alarm."""

from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from pydantic import Field, model_validator

from models.base import Frozen

Body = Literal["all", "service", "agency"]
"""For whom a declared day counts: everybody, the Special Penitentiary Service, the Agency."""


class Unit(StrEnum):
    """What a term is counted in. A "day" of the acts without "working" is a calendar day."""

    working_day = "working_day"
    calendar_day = "calendar_day"
    week = "week"
    month = "month"
    year = "year"


class Bound(StrEnum):
    """What the length says: the latest, the earliest, the very day, or how often."""

    at_most = "at_most"
    at_least = "at_least"
    exactly = "exactly"
    every = "every"


class Duration(Frozen):
    """A length: so many units, and which way it binds."""

    value: int = Field(ge=0)
    unit: Unit
    bound: Bound = Bound.at_most


class DayOff(Frozen):
    """A declared day: a working day made free (`off`) or a free day made working (not `off`)."""

    day: date
    off: bool = True
    act: str
    entered_by: str
    applies_to: Body = "all"


class Outer(Frozen):
    """A term of another rule that ends this one too when it ends first, and the day from which that one counts."""

    rule: str
    since: date
    event: str | None = None


class Interval(Frozen):
    """A pause of a clock. The clock stands still on the days after `start` up to and including `end`.

    So a plan stopped on 1 May and resumed on 11 May lost ten days. `end` is None while the pause lasts.
    """

    start: date
    end: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "Interval":
        if self.end is not None and self.end < self.start:
            raise ValueError(f"a pause cannot end ({self.end}) before it starts ({self.start})")
        return self


class Counted(Frozen):
    """A term worked out: the last day, how it was found, and the words that explain it.

    `raw_end` is the last day before any move, `due` the last day on which the duty can be done in time.
    A bar has `first_open` (and `due` is that day); a window has `opens`, its first day.
    `skipped` are the days off that were not counted, or over which the end moved.
    `shortened_from` is the last day by its own term, when an outer limit ends before it.
    `strict_due` is the date by statute alone (without declared days), given when it is earlier than `due`.
    """

    rule: str
    start: date
    raw_end: date
    due: date
    skipped: tuple[date, ...] = ()
    skipped_because: dict[str, str] = Field(default_factory=dict)
    why: str
    why_ka: str
    strict_due: date | None = None
    first_open: date | None = None
    opens: date | None = None
    shortened_from: date | None = None
    calendar_version: str


class Alarm(Frozen):
    """A moment at which somebody is told.

    Level 0 is the holder; 1 the head of the division, 2 of the department, 3 of the service.
    """

    kind: Literal["opens", "reminder", "expected", "overdue", "escalate"]
    level: int = Field(ge=0, le=3)
    at: datetime
