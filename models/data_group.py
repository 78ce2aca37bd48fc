"""The primary data processing group of an institution as a case of its own (article 6 and 7 of both editions)."""

from datetime import date
from typing import Literal

from pydantic import Field

from models.base import Frozen, Mutable
from models.case import CaseState


class Intake(Frozen):
    """What opens a group's case: the edition and the institution."""

    number: str
    edition: Literal["o70", "dr2"]
    institution: int = Field(ge=1, le=99)


class Facts(Mutable):
    """What has happened in the group: convicts by the numbers of their reviews, with the flags a person has set."""

    edition: Literal["o70", "dr2"]
    opened_on: date
    created_on: date | None = None
    members: int = 0
    instead: bool = False
    waiting: dict[str, str] = Field(default_factory=dict)
    taken: list[str] = Field(default_factory=list)
    batches: int = 0
    ended_ground: str | None = None


class State(CaseState):
    """The whole state of a group."""

    facts: Facts
