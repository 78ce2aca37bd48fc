"""The state of a case: the whole input of a workflow's `run`, at any moment of its life."""

from datetime import date, datetime, timedelta

from pydantic import Field

from models.acts import Answer
from models.base import Mutable
from models.brought_in import Brought
from models.terms import Alarm, Duration, Outer


class StepState(Mutable):
    """A step that is owed now, or waits for the first day of its window."""

    key: str
    rule: str
    rules: tuple[str, ...]
    actor: str
    form: str | None = None
    anchor: date | None = None
    opened: date
    opens: datetime | None = None
    first_day: date | None = None
    """The first day on which it may be done, where the law sets one."""
    due: date | None = None
    expected: date | None = None
    """The day by which the service's own policy expects it, where the act gives no term."""
    alarm: Alarm | None = None
    stopped: bool = False
    overdue: bool = False
    level: int = 0
    holder: str | None = None
    extended: int = 0
    extension: Duration | None = None
    length: Duration | None = None
    """The term that a document gives in place of the rule's, where one does."""
    period: bool = False
    """Whether it ends by itself on its last day, so that nobody is late."""
    outer: Outer | None = None
    """The limit of another rule within which it is to be done, where there is one."""

    @property
    def waiting(self) -> bool:
        """Whether its window has not opened yet."""
        return self.opens is not None


class Suspension(Mutable):
    """One interval of the ledger: its ground (a rule), from, and the day it ended, if it has."""

    ground: str
    start: date
    end: date | None = None
    until: date | None = None
    """The last day of the term ordered, where it was known when the ground began."""
    house: bool = False
    """Whether the ground holds in the whole institution: then it ends with that, not by an act in the case."""


class CaseState(Mutable):
    """What every process shares. A process adds `facts` of its own type.

    `clock_shift` is added to Temporal's clock to give the legal instant: zero in service, set by stories that
    begin in the past. `answers` keeps what each processed document was answered, so that a repeat after
    continue-as-new is the same act.
    """

    case: str
    institution: str
    clock_shift: timedelta = timedelta(0)
    synthetic: bool = False
    run_number: int = 0
    opened_at: datetime | None = None
    stage: str = ""
    sequence: int = 0
    steps: dict[str, StepState] = Field(default_factory=dict)
    done: dict[str, date] = Field(default_factory=dict)
    late_entries: list[str] = Field(default_factory=list)
    """Steps done in time but entered after their last day, which a head has not confirmed yet."""
    suspensions: list[Suspension] = Field(default_factory=list)
    answers: dict[str, Answer] = Field(default_factory=dict)
    told: list[str] = Field(default_factory=list)
    closed: str | None = None
    brought: Brought | None = None
    """What was done before the case was brought in; told in the timeline when it opens, then let go."""

    def suspended(self) -> bool:
        """Whether at least one ground of suspension holds."""
        return any(s.end is None for s in self.suspensions)
