"""A duty as the law states it, and a duty called into being by the facts."""

from dataclasses import dataclass
from datetime import date

from models.record import Counting


@dataclass(frozen=True)
class Extension:
    """The law's leave to lengthen a term: by which rule (its term is the cap), who grants it, how often."""

    rule: str
    by: str
    times: int = 1


@dataclass(frozen=True)
class Duty:
    """Who must do what, on which form, counted from which event.

    `rules` are the catalogue ids that put the duty there, the one that gives it its name first. The term is that
    of the first rule unless `term_rule` names another. `not_before` says that the first day of a week window is a
    bar and not only a plan. `period` says that it ends by itself on its last day and nobody is late (a time of
    motivation, a window of appeal). `stopped_by_suspension` says that a suspension stops this clock (502 art. 15
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
    stopped_by_suspension: bool = False
    also_by: tuple[str, ...] = ()
    extension: Extension | None = None

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

    def may_be_done_by(self, role: str) -> bool:
        """Whether `role` may complete it."""
        return role == self.actor or role in self.also_by


@dataclass(frozen=True)
class Owed:
    """A duty that the facts have called into being. `n` numbers the occurrences of one duty."""

    duty: Duty
    anchor: date | None
    counting: Counting
    n: int | None = None

    @property
    def key(self) -> str:
        """The step's key in its case: the duty's, with its number when it repeats."""
        return self.duty.key if self.n is None else f"{self.duty.key}#{self.n}"
