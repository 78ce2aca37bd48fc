"""The penitentiary cycle (Order 502, chapter II): its intake, its facts, its state."""

from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

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
    life_sentence: bool = False


class RunningPlan(Mutable):
    """The approved plan that is being carried out, whatever cycle of the case is running.

    `completed_on`: the end of its term or the day on which all measures were done (14(10)). `replaced_on`: the day on
    which the plan of the next cycle was approved in its place (16(2)).
    """

    cycle: int = 1
    approved_on: date
    months: int = 6
    completed_on: date | None = None
    by_term: bool = False
    """Whether its term completed it, which a suspension entered late may still move; not the measures done."""
    monitored_on: date | None = None


class Facts(Mutable):
    """What has happened in the cycle; every duty of the process follows from it. Dates and codes only.

    `day0` is the day from which the weeks of a later cycle count; those of the first count from `left_cell`.
    """

    adult_woman: bool
    placed: date
    left_cell: date
    cycle: int = 1
    day0: date | None = None
    screened_elsewhere: bool = False
    """Whether the screening of this cycle was the administrator's, who sent the case back (13(7))."""

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
    agreed_once: bool = False
    """Whether part IV of this cycle has been agreed on before (it is agreed on again after a correction)."""
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
    consented_on: date | None = None
    """The day on which a convict who had refused the plan came to agree (14(9))."""
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
    """In cases opened before plans ran on into later cycles; `running` has it now."""

    running: RunningPlan | None = None
    awaiting: list[RunningPlan] = Field(default_factory=list)
    """Plans that were over before another was approved in their place, and whose results are still to be evaluated."""
    assessed_on: date | None = None
    """The day of the last part IV agreed on, from which 16(1) counts."""
    assessments: int = 0
    services_in_doubt_on: date | None = None
    """The day of a transfer to where only some services of the plan are available (15(1)(f))."""
    services_reviews: int = 0

    release_prepared_on: date | None = None
    """The day on which the holder opened the preparation for release (17(7))."""

    related: list[str] = Field(default_factory=list)
    ended_ground: str | None = None
    ended_on: date | None = None

    @property
    def weeks_from(self) -> date:
        """Day 0 of the weeks of the running cycle."""
        return self.day0 or self.left_cell

    @model_validator(mode="after")
    def _as_it_is_kept_now(self) -> Self:
        """Facts written before a plan could run on into the next cycle: the same, as it is kept now."""
        if self.approved_on is not None and self.running is None and self.assessments == 0:
            self.running = RunningPlan(
                approved_on=self.approved_on, months=self.plan_months, completed_on=self.carried_out_on
            )
        if self.agreed_on is not None and self.assessments == 0:
            self.assessed_on, self.assessments, self.agreed_once = self.agreed_on, 1, True
        return self


class State(CaseState):
    """The whole state of a penitentiary cycle."""

    facts: Facts
