"""What the cases of both bodies of danger-risk reviews do alike: the team and the data group of an institution."""

from collections.abc import Iterable, Mapping
from typing import ClassVar, TypeVar

from models.acts import Act, Refusal
from models.case import CaseState
from models.danger_body import BodyFacts
from rules.danger.edition import EditionId, edition
from workflows.danger_votes import no
from workflows.steps.case import CaseWorkflow
from workflows.steps.duty import Duty

B = TypeVar("B", bound=BodyFacts)


class DangerBody(CaseWorkflow[B]):
    """A body: created by an order, at work under its edition, ended by another order."""

    body: ClassVar[str]
    """The matter of the order that creates it."""
    at_work: ClassVar[str]
    """The matter of what it does."""
    acts_by: ClassVar[Mapping[str, str]]
    """Its own acts that need the order first, each with the matter it stands on."""

    def __init__(self, state: CaseState, facts: B, duties: Mapping[EditionId, Mapping[str, Duty]]) -> None:
        super().__init__(state, facts)
        self.e = edition(facts.edition)
        self._by_key = dict(duties[self.e.id])
        self.duties = tuple(self._by_key.values())

    def stage(self, f: B) -> tuple[str, str]:
        """Whether the order is there."""
        return ("working", self.e.rule(self.at_work)) if f.created_on else ("forming", self.e.rule(self.body))

    def over(self, f: B, done: Iterable[str]) -> tuple[str, str] | None:
        """Another order ended it."""
        return ("ended", f.ended_ground) if f.ended_ground else None

    def rule_of_act(self, act: Act) -> str | None:
        """The article of an act."""
        matter = self.acts_by.get(act.act)
        return self.e.rule(matter) if matter else None

    def before_the_order(self, f: B, act: Act) -> Refusal | None:
        """Nothing is done by a body that is not there."""
        if act.act not in self.acts_by or f.created_on is not None:
            return None
        return no(self.e.rule(self.body), "Its order is not there yet", "The director creates it by order first")
