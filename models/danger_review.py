"""The danger-risk review (Order 70 and the later rule): its intake, its facts, its state."""

from datetime import date
from typing import Any, Literal

from pydantic import Field, field_validator

from models.base import Frozen, Mutable
from models.case import CaseState
from models.person import PersonIntake
from models.terms import Interval

DangerKind = Literal["low", "medium", "increased", "high"]
"""The four kinds of danger risk (article 5(1))."""


class LastAssessed(Frozen):
    """The last decision of the team before the case is opened here."""

    on_date: date = Field(alias="date")
    kind: DangerKind


def _or_none(schema: dict[str, Any]) -> None:
    """The schema says that the word is taken too."""
    schema["anyOf"].append({"const": "none"})


class Intake(Frozen):
    """What opens a review. `edition`: which of the two rules, or `by_date`; `received_on`: the reception in the
    institution to serve the sentence; `group`: the number of the data group whose list he or she stands on;
    `in_sentence_planning`: a sentence-planning team works with him or her, which the group must ask (later rule)."""

    number: str
    edition: Literal["o70", "dr2", "by_date"] = "by_date"
    person: PersonIntake
    institution: int = Field(ge=1, le=99)
    sentenced_on: date
    received_on: date | None = None
    last_assessed: LastAssessed | None = Field(default=None, json_schema_extra=_or_none)
    group: str | None = None
    in_sentence_planning: bool = False

    @field_validator("edition", mode="before")
    @classmethod
    def _by_date(cls, said: Any) -> Any:
        return "by_date" if said == "by date" else said

    @field_validator("last_assessed", mode="before")
    @classmethod
    def _none(cls, said: Any) -> Any:
        return None if said == "none" else said


class Cycle(Mutable):
    """What has happened in the running assessment; begun anew after each decision that was carried out."""

    started_on: date | None = None
    start: str = ""
    selected_on: date | None = None
    parts: list[str] = Field(default_factory=list)
    filled_on: date | None = None
    mdt_asked_on: date | None = None
    sealed_on: date | None = None
    presented_on: date | None = None
    sent_on: date | None = None
    list_on: date | None = None
    security_on: date | None = None
    secret: bool = False
    members_on: date | None = None

    session_on: date | None = None
    present: dict[str, list[str]] = Field(default_factory=dict)
    head: str = ""
    deputy: str = ""
    named: str | None = None
    recused: dict[str, list[str]] = Field(default_factory=dict)
    recused_on: date | None = None
    second: list[str] = Field(default_factory=list)
    votes: dict[str, str] = Field(default_factory=dict)
    round: int = 1
    departed_on: date | None = None

    decisions: int = 0
    decided_on: date | None = None
    kind: DangerKind | None = None
    minutes_secret: bool = False
    handed_on: date | None = None
    seen_on: date | None = None
    asked_on: date | None = None
    consents: bool | None = None
    refused_on: date | None = None
    returned_on: date | None = None
    ordered_on: date | None = None
    stays: bool = False
    moved_on: date | None = None
    goes_to: str | None = None
    overtaken: bool = False


class Facts(Mutable):
    """What has happened to the convict under the rule; every duty follows from it. Dates and codes only."""

    edition: Literal["o70", "dr2"]
    person: str
    opened_on: date
    sentenced_on: date
    received_on: date | None = None
    group: str | None = None

    last_on: date | None = None
    last_kind: DangerKind | None = None
    assessments: int = 0
    level: DangerKind | None = None
    level_since: date | None = None

    newcomer: bool = False
    placed_on: date | None = None
    planning: bool = False
    consented_on: date | None = None

    cycle: int = 1
    now: Cycle = Field(default_factory=Cycle)

    served_on: date | None = None
    served_for: int = 0
    stayed: bool = False
    appeal_over: date | None = None
    secret: list[int] = Field(default_factory=list)
    unsigned: list[str] = Field(default_factory=list)
    appealed: list[int] = Field(default_factory=list)
    to_send: list[int] = Field(default_factory=list)
    to_register: list[int] = Field(default_factory=list)
    to_note: list[int] = Field(default_factory=list)
    file_asked: list[date] = Field(default_factory=list)
    file_given: int = 0
    informed: list[date] = Field(default_factory=list)
    answered: int = 0
    applied: list[date] = Field(default_factory=list)
    passed_on: int = 0

    temporary_on: date | None = None
    temporary_over: date | None = None
    temporary_used: bool = False
    override_to: str | None = None
    juvenile: str | None = None
    juvenile_on: date | None = None
    away: str | None = None
    away_since: date | None = None
    stood: list[Interval] = Field(default_factory=list)
    back_on: date | None = None

    ended_ground: str | None = None
    ended_on: date | None = None


class State(CaseState):
    """The whole state of a review."""

    facts: Facts
