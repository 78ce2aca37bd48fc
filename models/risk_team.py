"""The risk assessment team as a case of its own (Order 70 and the later rule): its members, sessions and weeks."""

from datetime import date
from typing import Literal

from pydantic import Field

from models.base import Frozen
from models.case import CaseState
from models.danger_body import BodyFacts


class Intake(Frozen):
    """What opens the team's case: by which edition it works, and where its secretariat sits."""

    number: str
    edition: Literal["o70", "dr2"]
    institution: int = Field(ge=1, le=99)


class Facts(BodyFacts):
    """What has happened in the team. Seats, places and days; no member is named."""

    seats: dict[str, list[str]] = Field(default_factory=dict)
    head: str = ""
    deputy: str = ""
    week_on: date | None = None
    week: int = 0
    held: int = 0
    held_before: int = 0
    vacated: dict[str, int] = Field(default_factory=dict)
    named: int = 0
    sessions: int = 0
    attendance: dict[str, list[str]] = Field(default_factory=dict)
    tasks: list[date] = Field(default_factory=list)
    tasks_done: int = 0


class State(CaseState):
    """The whole state of a team."""

    facts: Facts
