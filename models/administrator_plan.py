"""The administrator's plan (Order 502 art. 13): its facts and state."""

from datetime import date

from pydantic import Field

from models.base import Mutable
from models.case import CaseState
from models.levels import Level


class Running(Mutable):
    """The plan that the director agreed with: the cycle it was drawn up in, its day 0, its length in months."""

    cycle: int
    agreed_on: date
    months: int


class Facts(Mutable):
    """What has happened since the case was handed over. Dates and codes only."""

    handed_over: date | None = None
    number: int = 1
    """The running cycle: it begins with a hand-over or with a reassessment."""
    begun_by_hand_over: bool = True
    assessed_on: date | None = None

    version: int = 1
    proposed_on: date | None = None
    """The day on which the plan that awaits the director was drawn up."""
    months: int = 0
    returned_on: date | None = None

    plan: Running | None = None
    ended_terms: dict[int, date] = Field(default_factory=dict)
    """Cycle of a plan → the last day of its term, once that has passed and until it is monitored."""
    over: Running | None = None
    """The plan whose term ended last; a suspension entered late may still move its end, until it is monitored."""
    monitored_on: date | None = None
    """The first monitoring that no reassessment has answered yet."""

    services_in_doubt_on: date | None = None
    """The day of a transfer to where only some services of the plan are available (15(1)(f))."""
    services_reviews: int = 0

    serious_harm: Level | None = None
    instant: bool = False
    psychology: bool = False
    rose_on: date | None = None
    handed_back_on: date | None = None

    ended_ground: str | None = None
    ended_on: date | None = None
    held_at_the_end: bool = False
    """Whether the case was with the administrator when it ended: then he owes the report and the file."""

    def holder(self) -> bool:
        """Whether the case is with the administrator."""
        return self.handed_over is not None and self.handed_back_on is None


class State(CaseState):
    """The whole state of an administrator's plan."""

    facts: Facts
