"""The primary data processing group of an institution as a case of its own (article 6 and 7 of both editions)."""

from typing import Literal

from pydantic import Field

from models.base import Frozen
from models.case import CaseState
from models.danger_body import BodyFacts


class Intake(Frozen):
    """What opens a group's case: the edition and the institution."""

    number: str
    edition: Literal["o70", "dr2"]
    institution: int = Field(ge=1, le=99)


class Facts(BodyFacts):
    """What has happened in the group: convicts by the numbers of their reviews, with the flags a person has set."""

    members: int = 0
    units: list[str] = Field(default_factory=list)
    instead: bool = False
    waiting: dict[str, str] = Field(default_factory=dict)
    taken: list[str] = Field(default_factory=list)
    batches: int = 0


class State(CaseState):
    """The whole state of a group."""

    facts: Facts
