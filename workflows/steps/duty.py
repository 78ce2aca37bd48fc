"""A duty as the law states it, and a duty called into being by the facts."""

from dataclasses import dataclass, replace
from datetime import date

from models.record import Counting
from models.step_keys import base as base
from models.step_keys import cycle_of as cycle_of
from models.step_keys import occurrence as occurrence
from models.terms import Duration, Interval, Outer


@dataclass(frozen=True)
class Extension:
    """The law's leave to lengthen a term: by which rule (its term is the cap), who grants it, how often.

    `asked` says that it is asked for while the term runs, which the process checks; the answer may then come later.
    """

    rule: str
    by: str
    times: int = 1
    asked: bool = False


@dataclass(frozen=True)
class Duty:
    """Who must do what, on which form, counted from which event.

    `rules` are the catalogue ids that put the duty there, the one that gives it its name first. The term is that
    of the first rule unless `term_rule` names another. `not_before` says that the first day of a week window is a
    bar and not only a plan. `period` says that it ends by itself on its last day and nobody is late (a time of
    motivation, a window of appeal); `by_hand`, that such a period may also be completed before its last day (a plan
    whose measures are done). `stopped_by_suspension` says that a suspension stops this clock (502 art. 15
    stops only the carrying out of the plan). `also_by` are others who may do it, such as the leader for the team.
    """

    key: str
    rules: tuple[str, ...]
    actor: str
    event: str | None = None
    form: str | None = None
    counting: Counting = Counting.term
    term_rule: str | None = None
    not_before: bool = False
    period: bool = False
    by_hand: bool = False
    stopped_by_suspension: bool = False
    also_by: tuple[str, ...] = ()
    extension: Extension | None = None
    planned: bool = False
    """Counted from a day that is only planned, so it may also be done before it."""
    policy: str | None = None
    """The policy term of a step for which the act gives none; with `counting=Counting.policy`. Beside a term of the
    law, the day on which the holder is reminded before it."""

    @property
    def rule(self) -> str:
        """The rule by which the step is known."""
        return self.rules[0]

    def since(self, day: date, n: int | None = None) -> "Owed":
        """Owed, its term counted from `day` (day 0)."""
        return Owed(self, day, self.counting, n)

    def before(self, day: date, n: int | None = None) -> "Owed":
        """Owed not later than its term before `day`."""
        return Owed(self, day, Counting.before, n)

    def at_once(self, day: date, n: int | None = None) -> "Owed":
        """Owed on `day`, or on the next working day when `day` is none (T11)."""
        return Owed(self, day, Counting.at_once, n)

    def open_ended(self, day: date | None = None, n: int | None = None) -> "Owed":
        """Owed, without a term in the law."""
        return Owed(self, day, Counting.none, n)

    def expected(self, day: date | None, n: int | None = None) -> "Owed":
        """Owed by a day of the service's own policy, counted from `day`; no term of the law."""
        return Owed(self, day, Counting.policy, n)

    def may_be_done_by(self, role: str, actor: str | None = None) -> bool:
        """Whether `role` may complete it; `actor` is who owes it here, when another than the duty names."""
        return role == (actor or self.actor) or role in self.also_by


@dataclass(frozen=True)
class Owed:
    """A duty that the facts have called into being. `n` numbers the occurrences of one duty in one cycle.

    `outer` is the limit of another rule within which it must be done too.
    `cycle` is the cycle of the case in which it is owed; None means the running one. `length` is a term that a
    document gives (a plan of 4 months where the law caps at 6). `actor` and `event` stand in place of the duty's.
    """

    duty: Duty
    anchor: date | None
    counting: Counting
    n: int | None = None
    cycle: int | None = None
    length: Duration | None = None
    actor: str | None = None
    event: str | None = None
    outer: Outer | None = None
    stood: tuple[Interval, ...] = ()
    """Times in which no date of the act falls: a day that would is at once when they end."""

    @property
    def key(self) -> str:
        """The step's key in its case: the duty's, with the cycle from the second on, and its number when it repeats."""
        cycle = f"@{self.cycle}" if self.cycle is not None and self.cycle > 1 else ""
        return f"{self.duty.key}{cycle}" if self.n is None else f"{self.duty.key}{cycle}#{self.n}"

    def across(self) -> "Owed":
        """The same, outside of cycles: it goes on when the next cycle begins."""
        return replace(self, cycle=1)

    def in_cycle(self, cycle: int) -> "Owed":
        """The same, in a named cycle (the plan of the cycle before, until the new one is approved)."""
        return replace(self, cycle=cycle)

    def lasting(self, length: Duration | None) -> "Owed":
        """The same, with a term that a document gives in place of the rule's."""
        return replace(self, length=length)

    def by(self, role: str) -> "Owed":
        """The same, owed by `role` here."""
        return replace(self, actor=role)

    def not_while(self, stood: tuple[Interval, ...]) -> "Owed":
        """The same, its last day never in a time in which the act does not hold."""
        return replace(self, stood=stood)

    def event_is(self, event: str | None) -> "Owed":
        """The same, counted from another event than the duty names."""
        return replace(self, event=event)

    def within(self, outer: Outer | None) -> "Owed":
        """The same, not later than the end of another rule's term, whichever is earlier."""
        return replace(self, outer=outer)
