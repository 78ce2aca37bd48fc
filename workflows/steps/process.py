"""What a process says of itself: the seam between the articles of an act and the life of a case."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from datetime import date
from typing import ClassVar, Generic, TypeVar

from models.acts import Act, Refusal, Told
from models.base import Mutable
from models.case import CaseState, StepState
from models.ids import Process
from workflows.steps.common_acts import Powers
from workflows.steps.duty import Duty, Owed, base
from workflows.steps.effects import Effects

F = TypeVar("F", bound=Mutable)


class ProcessRules(ABC, Generic[F]):
    """One process: its duties, its powers, and what follows from its facts."""

    process: ClassVar[Process]
    duties: tuple[Duty, ...]
    powers: Powers = Powers()

    def __init__(self, state: CaseState, facts: F) -> None:
        self.s = state
        self.facts = facts
        self._by_key = {d.key: d for d in self.duties}

    @abstractmethod
    def owed(self, f: F) -> Iterator[Owed]:
        """The articles in their order: what the facts have called into being, done or not."""

    @abstractmethod
    def stage(self, f: F) -> tuple[str, str]:
        """The stage and the rule that names it."""

    def cycle(self, f: F) -> int:
        """Which cycle of the case is running, from 1; the steps of later ones bear its number in their keys."""
        return 1

    def over(self, f: F, done: Iterable[str]) -> tuple[str, str] | None:
        """The outcome and its rule when the case is at its end, else None."""
        return None

    def begun(self, f: F) -> Effects:
        """What the opening itself brings about."""
        return Effects()

    def last_stage(self, f: F) -> str:
        """The stage that a case shows when it is over."""
        return "closed"

    def elapsed(self, f: F, key: str, day: date) -> Effects:
        """What the end of a period brings, on the day after its last one."""
        return Effects()

    def stood_still(self, f: F, since: date) -> Effects:
        """What it changes that a suspension from `since` begins, where it is entered late: a term that was taken to
        have ended may have stood still."""
        return Effects()

    def check(self, f: F, act: Act, key: str | None) -> Refusal | None:
        """What the process refuses beyond what every case refuses."""
        return None

    def beginning(self, f: F) -> date | None:
        """The earliest day that an act in this case can bear."""
        return None

    def rule_of_act(self, act: Act) -> str | None:
        """The rule that an act of the process's own stands on."""
        return None

    def not_owed(self, f: F, name: str) -> Refusal | None:
        """Why the law does not ask for a step that somebody wants to do, where it says so."""
        return None

    def about(self, f: F, key: str) -> str:
        """Whom or what a step is for, in words for those who watch, where its rule does not say: a seat, a session."""
        return ""

    def acts(self) -> dict[str, tuple[str, ...]]:
        """The process's own acts, by the roles that may do them."""
        return {}

    @abstractmethod
    def apply(self, f: F, act: Act, key: str | None, day: date) -> Effects:
        """Change the facts by an act done on `day`; say what else it brings about."""

    def noted(self, f: F, act: Act, key: str | None, day: date) -> Effects:
        """What a suspension, a resumption, an extension or an assignment brings about in this process."""
        return Effects()

    def hear(self, f: F, told: Told) -> Effects:
        """Change the facts by a fact that has happened."""
        return Effects()

    def _duty(self, step: StepState) -> Duty:
        return self._by_key[base(step.key)]
