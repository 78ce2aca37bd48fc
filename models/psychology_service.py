"""Psychological service (Order 502 arts. 8(10), 12): its intake, its facts, its state."""

from datetime import date
from typing import Literal

from pydantic import Field

from models.base import Frozen, Mutable
from models.case import CaseState
from models.person import PersonIntake

Kind = Literal["instant", "high_risk", "planned", "again"]
"""How the psychologist comes in: 12(3)-(4), 8(10)(a), 12(2), and the early reassessment of 12(11)."""

Track = Literal["instant", "high_risk", "planned", "general"]
"""The way that a plan came by; `general` is that of persons who are not in case management (12(14))."""

Asked = Literal["consultation", "meeting", "characteristic", "referral", "early_monitoring"]


class Intake(Frozen):
    """What opens a service by itself: for the accused, and for convicts who are not in case management (12(14)).

    For a convict who is in case management the case in prison opens it; such a case is brought in here with the day on
    which each way opened.
    """

    number: str
    person: PersonIntake
    institution: int = Field(ge=1, le=99)
    status: Literal["convict", "accused"]
    in_case_management: bool = False
    asked_on: date | None = None
    """The day on which the service was asked for; without it, the day of the entry."""
    left_classification_cell: date | None = None
    instant: date | None = None
    high_risk: date | None = None
    planned: date | None = None

    def ways(self) -> dict[str, date]:
        """The ways in that are given, each with its day."""
        given = {"instant": self.instant, "high_risk": self.high_risk, "planned": self.planned}
        return {kind: on for kind, on in given.items() if on is not None}


class Way(Mutable):
    """One way in: the day it opened, the cycle of case management it belongs to, and what was done on it."""

    kind: Kind
    on: date
    cycle: int = 1
    n: int | None = None
    """Its number when it opens again in one cycle, after it was assessed; None for the first."""
    day0: date | None = None
    """Day 0 of its cycle, from which the weeks of 12(2) count."""
    started_on: date | None = None
    strategy_on: date | None = None
    assessed_on: date | None = None
    recorded_on: date | None = None


class Plan(Mutable):
    """One psychological service plan, from the assessment it rests on to the results of its monitoring."""

    track: Track
    assessed_on: date
    draft: int
    """The number of its running draft; each return by the director gives a new one."""
    drafted_on: date | None = None
    ends: date | None = None
    discussed_on: date | None = None
    submitted_on: date | None = None
    returned_on: date | None = None
    approved_on: date | None = None
    replaced: bool = False
    """Whether a newer plan was approved while it was carried out; it is monitored like any plan at its end."""
    completed_on: date | None = None
    by_term: bool = False
    """Whether its term completed it, which a suspension entered late may still move."""
    monitored_on: date | None = None
    given_on: date | None = None
    dropped: bool = False
    """Whether a newer assessment came before it was approved."""


class Request(Mutable):
    """Something asked of the psychologist or by him; `n` numbers it within its kind, `rule` says who asked how."""

    kind: Asked
    n: int
    on: date
    rule: str
    done_on: date | None = None


class Facts(Mutable):
    """The ways in, the plans, what was asked; who has worked with the person and until when."""

    in_case_management: bool = True
    status: Literal["convict", "accused"] = "convict"
    opened_on: date | None = None
    """The day of the intake, for persons who are not in case management."""
    holder: str = "case_manager"
    cycle: int = 1
    left_cell: date | None = None
    """Day 0 of the running cycle."""
    ways: list[Way] = Field(default_factory=list)
    withdrawn: list[Way] = Field(default_factory=list)
    """Ways in that were taken back before they were assessed: what they stood on was corrected."""
    in_team: bool = False
    recommended_on: date | None = None
    attended_on: date | None = None
    met_on: date | None = None
    meeting_week_over: bool = False
    assessed_on: date | None = None
    """The assessment of a person who is not in case management."""
    plans: list[Plan] = Field(default_factory=list)
    drafts: int = 0
    individual_plan_ends: date | None = None
    requests: list[Request] = Field(default_factory=list)
    psychologist: str | None = None
    """Staff id of the psychologist who acted last."""
    worked: dict[str, date] = Field(default_factory=dict)
    """Staff id → the last day of work with the person (12(12) asks it of each psychologist)."""
    ended_ground: str | None = None
    ended_on: date | None = None


class State(CaseState):
    """The whole state of a psychological service."""

    facts: Facts
