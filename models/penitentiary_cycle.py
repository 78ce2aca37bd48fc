"""The penitentiary cycle (Order 502, chapter II): its intake, its facts, its state."""

from datetime import date
from typing import Literal

from pydantic import Field

from models.base import Frozen, Mutable
from models.case import CaseState
from models.levels import Level
from models.person import PersonIntake


class Intake(Frozen):
    """What opens a penitentiary cycle: who, where, and the two days that its clocks count from."""

    number: str
    person: PersonIntake
    institution: int = Field(ge=1, le=99)
    placed_in_institution: date
    left_classification_cell: date
    status: Literal["convict", "accused"] = "convict"


class Facts(Mutable):
    """What has happened in the cycle; every duty of the process follows from it. Dates and codes only."""

    adult_woman: bool
    placed: date
    left_cell: date
    cycle: int = 1

    screened_on: date | None = None
    serious_harm: Level | None = None
    instant: bool = False
    static_on: date | None = None
    static: Level | None = None
    dynamic_on: date | None = None
    dynamic: Level | None = None
    assessment_refused_on: date | None = None
    behaviour: list[date] = Field(default_factory=list)
    women_on: date | None = None
    women_services: list[str] = Field(default_factory=list)

    conclusion: str | None = None
    handed_over_on: date | None = None

    team_on: date | None = None
    team: list[str] = Field(default_factory=list)
    met_on: date | None = None
    disagreed_on: date | None = None
    supervisor_on: date | None = None
    agreed_on: date | None = None
    reoffending: Level | None = None

    version: int = 1
    offer: int = 1
    refusals: int = 0
    service_refusals: int = 0
    drafted_on: date | None = None
    votes: dict[str, str] = Field(default_factory=dict)
    adopted_on: date | None = None
    presented_on: date | None = None
    plan_refused_on: date | None = None
    signature_withdrawn: bool = False
    motivated_until: date | None = None
    service_refused_on: date | None = None
    director_informed_on: date | None = None
    signed_on: date | None = None
    submitted_on: date | None = None
    returned_on: date | None = None
    approved_on: date | None = None
    plan_months: int = 6
    carried_out_on: date | None = None

    related: list[str] = Field(default_factory=list)
    ended_ground: str | None = None
    ended_on: date | None = None


class State(CaseState):
    """The whole state of a penitentiary cycle."""

    facts: Facts
