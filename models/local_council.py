"""A local council's own life (Order 320 arts. 3-5, 8, 9, 14): its intake, its facts, its state."""

from datetime import date
from typing import Literal

from pydantic import Field

from models.base import Mutable
from models.case import CaseState
from models.council import Composition
from models.parole_petition import CouncilIntake

CouncilCode = Literal["east_1", "east_2", "east_3", "west", "minors", "women"]


class Intake(CouncilIntake):
    """What opens a council's case: which of the six, and who sits in it now."""

    number: str
    council: CouncilCode


class Term(Mutable):
    """One year of one member. `n` numbers the terms of the council."""

    n: int
    seat: str
    since: date
    ended: bool = False


class Removal(Mutable):
    """A ground of article 5 that has arisen for a member."""

    n: int
    seat: str
    ground: str
    on: date


class Sitting(Mutable):
    """A session of the council with its agenda of petitions."""

    n: int
    kind: str
    on: date
    agenda: list[str] = Field(default_factory=list)


class Facts(Mutable):
    """What has happened in the council; every duty follows from it. Seats, codes and dates only."""

    council: str | None = None
    opened: date | None = None
    composition: Composition = Field(default_factory=Composition)
    version: int = 1
    """Counts the changes of the composition: each is a forecast of its own."""
    short_since: date | None = None
    terms: list[Term] = Field(default_factory=list)
    vacancies: list[str] = Field(default_factory=list)
    """Seats that were empty at the opening or were emptied by an order, one entry a vacancy."""
    filled: list[int] = Field(default_factory=list)
    removals: list[Removal] = Field(default_factory=list)
    elections: int = 1
    candidate: str | None = None
    attendance: dict[str, list[str]] = Field(default_factory=dict)
    sittings: list[Sitting] = Field(default_factory=list)
    petitions: list[str] = Field(default_factory=list)
    quarter_since: date | None = None
    quarters: int = 1
    statistics_due: list[int] = Field(default_factory=list)
    ended_ground: str | None = None


class State(CaseState):
    """The whole state of a council."""

    facts: Facts
